"""Pictures and films, by the programs made for them: ImageMagick and ffprobe."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

TIME_LIMIT_SECONDS = 120


class MediaError(Exception):
    """A media file could not be processed; the message says which and why."""


def _inside(root: Path, name: str) -> Path:
    path = (root / name).resolve()
    if not path.is_relative_to(root.resolve()):
        raise MediaError(f"{name} lies outside the media folder")
    return path


def _run(command: list[str], name: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - a list, no shell; paths are checked by _inside
            command, capture_output=True, text=True, timeout=TIME_LIMIT_SECONDS, check=True
        )
    except FileNotFoundError as error:
        raise MediaError(f"{command[0]} is not installed in this image") from error
    except subprocess.TimeoutExpired as error:
        raise MediaError(f"{command[0]} took over {TIME_LIMIT_SECONDS} s on {name}") from error
    except subprocess.CalledProcessError as error:
        raise MediaError(f"{command[0]} failed on {name}: {error.stderr.strip()}") from error
    return done.stdout


def make_thumbnail(root: Path, name: str, width: int) -> str:
    """Write a thumbnail of a picture beside it; gives the thumbnail's name in the media folder."""
    if not 16 <= width <= 2048:
        raise MediaError(f"a thumbnail is 16 to 2048 pixels wide, not {width}")
    source = _inside(root, name)
    if not source.is_file():
        raise MediaError(f"{name} is not in the media folder")
    target = source.with_name(f"{source.stem}-{width}.jpg")
    _run(["convert", str(source), "-auto-orient", "-thumbnail", f"{width}x", str(target)], name)
    return str(target.relative_to(root.resolve()))


def probe_video(root: Path, name: str) -> dict[str, Any]:
    """Tell a film's duration in seconds and the codecs of its streams."""
    source = _inside(root, name)
    if not source.is_file():
        raise MediaError(f"{name} is not in the media folder")
    output = _run(
        ["ffprobe", "-v", "error", "-of", "json", "-show_format", "-show_streams", str(source)],
        name,
    )
    facts = json.loads(output)
    return {
        "durationSeconds": float(facts["format"]["duration"]),
        "codecs": [stream["codec_name"] for stream in facts["streams"]],
    }
