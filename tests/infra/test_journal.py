"""The journal's file: what a crash may leave, and what it may not."""

import asyncio
import os
from pathlib import Path

import pytest

from infra.local import journal, locks

pytestmark = pytest.mark.infra


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "journal.jsonl"
    journal.rewrite(file, [["one"], ["two"]])
    return file


def test_records_come_back_in_order(path):
    log = journal.Journal(path)
    log.append(["three", {"text": "ä\ud800"}])
    asyncio.run(log.settle())
    log.close()

    assert list(journal.read(path)) == [["one"], ["two"], ["three", {"text": "ä\ud800"}]]


def test_a_missing_journal_is_an_empty_one(tmp_path):
    assert list(journal.read(tmp_path / "none")) == []


@pytest.mark.parametrize("tail", [b'["thr', b'["three"]', b"\x00\x00\x00", b"\xff\n"])
def test_a_torn_last_line_is_dropped(path, tail):
    with path.open("ab") as file:
        file.write(tail)

    assert list(journal.read(path)) == [["one"], ["two"]]


def test_a_bad_line_in_the_middle_is_refused(path):
    with path.open("ab") as file:
        file.write(b'["thr\n["four"]\n')

    with pytest.raises(journal.JournalDamagedError, match="line 4"):
        list(journal.read(path))


def test_a_file_of_another_kind_is_refused(tmp_path):
    path = tmp_path / "journal.jsonl"
    path.write_text('{"journal":99}\n[]\n')

    with pytest.raises(journal.JournalDamagedError, match="version"):
        list(journal.read(path))


def test_only_its_owner_may_read_it(path):
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_rewrite_that_died_halfway_changes_nothing(path):
    path.with_name("journal.jsonl.new").write_text('["half')

    journal.rewrite(path, journal.read(path))

    assert list(journal.read(path)) == [["one"], ["two"]]


def test_writers_that_wait_together_share_one_visit_to_the_disk(path, monkeypatch):
    visits = []
    inner = os.fsync

    def fsync(descriptor: int) -> None:
        visits.append(descriptor)
        inner(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    log = journal.Journal(path)

    async def write(number: int) -> None:
        log.append([number])
        await log.settle()

    async def write_all() -> None:
        await asyncio.gather(*(write(number) for number in range(50)))

    asyncio.run(write_all())
    log.close()
    assert list(journal.read(path))[2:] == [[number] for number in range(50)]
    assert len(visits) <= 2


def test_a_writer_that_goes_away_does_not_spoil_the_next(path):
    log = journal.Journal(path)

    async def write() -> None:
        log.append(["given up"])
        gone = asyncio.ensure_future(log.settle())
        await asyncio.sleep(0)
        gone.cancel()
        log.append(["kept"])
        await log.settle()

    asyncio.run(write())
    log.close()
    assert list(journal.read(path))[2:] == [["given up"], ["kept"]]


def test_a_lock_has_one_holder_and_names_it(tmp_path):
    descriptor = locks.hold(tmp_path / "lock")

    with pytest.raises(locks.HeldElsewhereError, match=str(os.getpid())):
        locks.hold(tmp_path / "lock")
    os.close(descriptor)
    os.close(locks.hold(tmp_path / "lock"))
