"""`python -m migrator` as the process it is: an ECS task, and a Lambda function."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import Engine

from migrator.__main__ import event_from, main, run

ROOT = Path(__file__).parent.parent
WAIT_SECONDS = 30


def test_a_command_line_is_an_event() -> None:
    assert event_from(["upgrade"]) == {"command": "upgrade", "target": "head"}
    assert event_from(["sql", "--from", "0001"]) == {"command": "sql", "from": "0001", "to": "head"}
    with pytest.raises(SystemExit):
        event_from([])


def test_the_last_line_is_the_answer(database: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["upgrade", "head"]) == 0
    answer = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert answer == {"before": None, "after": "0003", "applied": ["0001", "0002", "0003"]}


def test_sql_comes_out_as_sql(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["migrator", "sql", "--from", "0002"])
    assert main() == 0
    assert "ALTER TABLE reptiles" in capsys.readouterr().out


def test_a_database_that_does_not_answer_is_an_exit_code(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody:hidden@127.0.0.1:1/nothing")
    assert run(["upgrade", "head"]) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith("upgrade failed: ")
    assert "hidden" not in printed.err + printed.out


def test_an_ecs_task_exits_with_zero(database: Engine) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "migrator", "upgrade", "head"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=WAIT_SECONDS,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["after"] == "0003"
    assert "Running upgrade 0001 -> 0002" in done.stderr


class Runtime(ThreadingHTTPServer):
    """The Lambda runtime interface, for as many events as it is given."""

    daemon_threads = True

    def __init__(self, events: list[dict[str, Any]]) -> None:
        super().__init__(("127.0.0.1", 0), RuntimeRequest)
        self.events = [json.dumps(event).encode() for event in events]
        self.answers: Queue[tuple[str, Any]] = Queue()
        self.closing = Event()


class RuntimeRequest(BaseHTTPRequestHandler):
    server: Runtime

    def do_GET(self) -> None:
        if not self.server.events:
            self.server.closing.wait(WAIT_SECONDS)
            return
        body = self.server.events.pop(0)
        self.send_response(200)
        self.send_header("Lambda-Runtime-Aws-Request-Id", "request-1")
        self.send_header("Lambda-Runtime-Deadline-Ms", "9999999999999")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.answers.put((self.path.rsplit("/", 1)[1], json.loads(body)))
        self.send_response(202)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Keep the tests' output free of requests."""


@pytest.fixture
def runtime() -> Iterator[Runtime]:
    server = Runtime([{"command": "upgrade"}, {"command": "downgrade"}])
    Thread(target=server.serve_forever).start()
    yield server
    server.closing.set()
    server.shutdown()
    server.server_close()


def test_lambda_gets_answers_and_errors(database: Engine, runtime: Runtime) -> None:
    address = f"127.0.0.1:{runtime.server_port}"
    function = subprocess.Popen(
        [sys.executable, "-m", "migrator"],
        cwd=ROOT,
        env=os.environ | {"AWS_LAMBDA_RUNTIME_API": address},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        upgraded = runtime.answers.get(timeout=WAIT_SECONDS)
        refused = runtime.answers.get(timeout=WAIT_SECONDS)
    finally:
        function.kill()
        function.wait()
    assert upgraded == (
        "response",
        {"before": None, "after": "0003", "applied": ["0001", "0002", "0003"]},
    )
    assert refused[0] == "error"
    assert refused[1]["errorType"] == "MigratorError"
