"""The programs themselves are in the worker's image; here small scripts stand in for them."""

import os
from pathlib import Path

import pytest

from app.media import MediaError, make_thumbnail, probe_video

PROBE = """#!/bin/sh
echo '{"format": {"duration": "12.5"}, "streams": [{"codec_name": "h264"}, {"codec_name": "aac"}]}'
"""
CONVERT = """#!/bin/sh
for last; do :; done
echo "$@" > "$last"
"""
BROKEN = """#!/bin/sh
echo "not a picture" >&2
exit 1
"""


@pytest.fixture
def media(tmp_path: Path) -> Path:
    folder = tmp_path / "media"
    folder.mkdir()
    (folder / "gecko.png").write_bytes(b"picture")
    return folder


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return folder


def install(programs: Path, name: str, script: str) -> None:
    (programs / name).write_text(script)
    (programs / name).chmod(0o755)


def test_a_thumbnail_lies_beside_its_picture(media: Path, programs: Path) -> None:
    install(programs, "convert", CONVERT)
    assert make_thumbnail(media, "gecko.png", 64) == "gecko-64.jpg"
    assert "-thumbnail 64x" in (media / "gecko-64.jpg").read_text()


def test_a_film_is_probed(media: Path, programs: Path) -> None:
    install(programs, "ffprobe", PROBE)
    (media / "film.mp4").write_bytes(b"film")
    assert probe_video(media, "film.mp4") == {"durationSeconds": 12.5, "codecs": ["h264", "aac"]}


def test_a_failing_program_is_quoted(media: Path, programs: Path) -> None:
    install(programs, "convert", BROKEN)
    with pytest.raises(MediaError, match=r"convert failed on gecko\.png: not a picture"):
        make_thumbnail(media, "gecko.png", 64)


def test_a_missing_program_is_named(
    media: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(programs))
    with pytest.raises(MediaError, match="convert is not installed"):
        make_thumbnail(media, "gecko.png", 64)


def test_a_program_that_hangs_is_stopped(
    media: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(programs, "convert", "#!/bin/sh\nexec sleep 30\n")
    monkeypatch.setattr("app.media.TIME_LIMIT_SECONDS", 0.2)
    with pytest.raises(MediaError, match="convert took over"):
        make_thumbnail(media, "gecko.png", 64)


@pytest.mark.parametrize("name", ["../secret.png", "/etc/passwd"])
def test_a_name_cannot_leave_the_media_folder(media: Path, name: str) -> None:
    with pytest.raises(MediaError, match="outside the media folder"):
        make_thumbnail(media, name, 64)
    with pytest.raises(MediaError, match="outside the media folder"):
        probe_video(media, name)


def test_a_missing_file_is_named(media: Path) -> None:
    with pytest.raises(MediaError, match=r"nothing\.png is not in the media folder"):
        make_thumbnail(media, "nothing.png", 64)
    with pytest.raises(MediaError, match=r"nothing\.mp4 is not in the media folder"):
        probe_video(media, "nothing.mp4")


@pytest.mark.parametrize("width", [0, 15, 2049])
def test_a_width_out_of_range_is_refused(media: Path, width: int) -> None:
    with pytest.raises(MediaError, match="16 to 2048"):
        make_thumbnail(media, "gecko.png", width)
