"""`make run` over a small project: it comes up, notices edits, keeps its state and ends whole."""

import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from infra.local import ports
from tests.infra.processes import Run, alive, eventually, fetch
from tests.infra.project import write_project

pytestmark = pytest.mark.infra

_VISIBLE_SECONDS = 3.0
_END_SECONDS = 5.0


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_project(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def run(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """One run that the tests share; each leaves it healthy."""
    running = Run(project, tmp_path_factory.mktemp("shared") / "data")
    try:
        yield running.until_ready()
    finally:
        running.kill()


def control(run: Run, path: str, *, body: bytes | None = None) -> tuple[int, Any]:
    port = json.loads((run.data_dir / "ports.json").read_text())["control"]
    status, answer = fetch(f"http://127.0.0.1:{port}{path}", body=body)
    return status, json.loads(answer)


def lines(run: Run, name: str) -> list[str]:
    path = run.data_dir / name
    return path.read_text().splitlines() if path.exists() else []


def test_every_part_answers_on_one_origin(run):
    status, answer = fetch(f"{run.url}/healthz")

    parts = {"aws": "ok", "worker": "ok", "dashboard": "not built"}
    assert (status, json.loads(answer)) == (200, {"status": "ok", "parts": parts})
    assert fetch(f"{run.url}/")[1] in {b"first", b"second"}
    assert b"not built" in fetch(f"{run.url}/admin/")[1]
    assert f"{run.url}/admin/" in run.said()


def test_a_body_reaches_the_app_byte_for_byte(run):
    body = b'{ "a":\r\n1}\n'

    status, answer = fetch(f"{run.url}/hooks", body=body)

    assert status == 200
    assert json.loads(answer) == {
        "sha256": hashlib.sha256(body).hexdigest(),
        "host": f"127.0.0.1:{run.port}",
    }


def test_a_queue_message_is_handled_and_a_failed_one_stays(run):
    fetch(f"{run.url}/send/hello", body=b"")

    eventually(lambda: {"hello", "bad hello"} <= set(lines(run, "messages")), within=10)
    assert lines(run, "messages").count("hello") == 1


def test_a_schedule_runs_on_request_and_tells_its_result(run):
    status, done = control(run, "/run/daily", body=b"")
    assert (status, done["schedule"]) == (200, "daily")
    assert done["result"]["at"].endswith("Z")

    status, failed = control(run, "/run/broken", body=b"")
    assert (status, failed["error"]) == (500, "RuntimeError: the reason")

    status, unknown = control(run, "/run/none", body=b"")
    assert status == 404
    assert "daily" in unknown["error"]


def test_a_schedule_follows_the_moved_clock_and_runs_once_for_many_slots(run):
    slots = run.data_dir / "schedules.json"
    eventually(lambda: slots.exists() and "daily" in json.loads(slots.read_text()), within=5)
    before = len(lines(run, "daily"))
    offset = timedelta(days=31).total_seconds()
    fresh = run.data_dir / "clock.json.new"
    fresh.write_text(json.dumps({"offset_seconds": offset}))
    fresh.replace(run.data_dir / "clock.json")

    eventually(lambda: len(lines(run, "daily")) > before, within=5)

    _, listed = control(run, "/schedules")
    (daily,) = [one for one in listed["schedules"] if one["name"] == "daily"]
    assert daily["expression"] == "cron(0 3 * * ? *)"
    assert daily["last_run"]["error"] == ""
    assert len(lines(run, "daily")) == before + 1


def test_an_edit_is_visible_soon_and_broken_code_waits_for_the_next(run, project):
    app = project / "app.py"
    good = app.read_text()
    try:
        app.write_text(good.replace('"first"', '"second"'))
        eventually(lambda: fetch(f"{run.url}/")[1] == b"second", within=_VISIBLE_SECONDS)

        app.write_text("def broken(:\n")
        eventually(lambda: "after the next edit" in run.said(), within=10)
        assert "SyntaxError" in run.said()
    finally:
        app.write_text(good)
    eventually(lambda: fetch(f"{run.url}/")[1] == b"first", within=_VISIBLE_SECONDS + 2)


def test_a_process_that_dies_is_started_again(run):
    (worker,) = [child for child in run.children() if "infra.local.worker" in child.cmdline()]
    worker.kill()

    eventually(lambda: not alive([worker]), within=5)
    # The front waits for the new one, so nobody sees the gap.
    assert fetch(f"{run.url}/notes/any")[0] == 200


def test_a_taken_port_is_named_together_with_its_variable(project, tmp_path):
    with ports.listen(0) as listener:
        port = listener.getsockname()[1]
        with Run(project, tmp_path / "data", port=port) as second:
            assert second.ends() == 1
    assert f"Port {port} is taken" in second.said()
    assert "PORT=" in second.said()


def test_a_data_folder_has_one_run(run, project):
    with Run(project, run.data_dir) as second:
        assert second.ends() == 1
    assert f"DATA_DIR {run.data_dir} is in use" in second.said()
    assert str(run.process.pid) in second.said()


def test_two_copies_run_side_by_side_and_one_ends_whole_on_request(run, project, tmp_path):
    with Run(project, tmp_path / "data").until_ready() as other:
        fetch(f"{other.url}/notes/mine", body=b"")
        assert json.loads(fetch(f"{other.url}/notes/mine")[1]) == {"found": True}
        assert json.loads(fetch(f"{run.url}/notes/mine")[1]) == {"found": False}
        children = other.children()
        assert len(children) >= 3

        assert other.stop() == 0

    assert alive(children) == []
    assert not (other.data_dir / "starting").exists()
    assert fetch(f"{run.url}/")[0] == 200


def test_a_killed_run_leaves_no_orphan_and_loses_nothing(project, tmp_path):
    with Run(project, tmp_path / "data").until_ready() as first:
        fetch(f"{first.url}/notes/kept", body=b"")
        kept_ports = (first.data_dir / "ports.json").read_text()
        children = first.children()

        first.kill()

    eventually(lambda: not alive(children), within=_END_SECONDS)
    with Run(project, tmp_path / "data").until_ready() as second:
        assert json.loads(fetch(f"{second.url}/notes/kept")[1]) == {"found": True}
        assert (second.data_dir / "ports.json").read_text() == kept_ports
