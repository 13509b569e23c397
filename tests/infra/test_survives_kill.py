"""Everything is killed, again and again, while people buy: what was acknowledged is there."""

import os
import random
import threading
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from chalicelib.notifications.model import Event
from infra.local.settings import HOUSE
from tests.infra.buyers import Crowd, Facts, client, sign_in
from tests.infra.processes import Run, eventually, free_port

pytestmark = [pytest.mark.infra, pytest.mark.timeout(400)]

_ROUNDS = 5 if os.environ.get("FAULTS") == "all" else 1
_BUYERS = 4
_BUSY_SECONDS = (2.0, 4.0)
_SEED = 20260131
_PAUSES = ("0s", "3m", "10m", "20m", "2h")


@pytest.mark.behaviour("X043", "X046", "B027", "B154")
def test_a_kill_of_everything_under_load_loses_nothing_that_was_acknowledged(tmp_path: Path):
    chance = random.Random(_SEED)
    port, data = free_port(), tmp_path / "data"
    run = Run(HOUSE, data, port=port, has_sandbox=True).until_ready(within=90)
    try:
        _make_room(run)
        crowd = Crowd(run.url, data / "admin.txt")
        crowd.begin(buyers=_BUYERS)
        for _ in range(_ROUNDS):
            threading.Event().wait(chance.uniform(*_BUSY_SECONDS))
            run.kill_everything()
            run = Run(HOUSE, data, port=port, has_sandbox=True).until_ready(within=90)
        threading.Event().wait(_BUSY_SECONDS[0])
        crowd.finish()

        assert crowd.facts.surprises == []
        assert len(crowd.facts.paid) >= _BUYERS
        assert _wrong_in_the_end(run, crowd.facts) == []
    finally:
        run.kill_everything()


def _make_room(run: Run) -> None:
    with client(run.url) as admin:
        sign_in(admin, run.data_dir / "admin.txt")
        for server in admin.get("/api/v1/servers").json()["items"]:
            detail = admin.get(f"/api/v1/servers/{server['id']}").json()
            names = ("is_enabled", "allows_new", "location_id", "logs_activity", "version")
            body = {name: detail[name] for name in names} | {"max_users": 1000}
            admin.put(f"/api/v1/servers/{server['id']}", json=body).raise_for_status()


def _wrong_in_the_end(run: Run, facts: Facts) -> list[str]:
    """Let time go by, over leases and back-offs, until nothing is wrong; return what still is."""
    with client(run.url) as browser:
        for pause in _PAUSES:
            _press(browser, "clock", advance=pause)
            _press(browser, "run", schedule="job_sweep")
            if not _wrong(run, facts):
                return []
        # The last jobs may be under way in the queue's worker.
        with suppress(AssertionError):
            eventually(lambda: not _wrong(run, facts), within=15)
    return _wrong(run, facts)


def _press(browser: httpx.Client, call: str, **body: str) -> None:
    if body != {"advance": "0s"}:
        browser.post(f"/sandbox/api/{call}", json=body, timeout=60).raise_for_status()


def _wrong(run: Run, facts: Facts) -> list[str]:
    with client(run.url) as admin:
        sign_in(admin, run.data_dir / "admin.txt")
        names = [each["name"] for each in admin.get("/api/v1/library-groups").json()["items"]]
        wrong = [f"{name} is lost" for name in facts.groups if names.count(name) != 1]
        shares = Counter(
            (each["person"], each["state"])
            for each in admin.get("/sandbox/api/state").json()["plex"]["shares"]
        )
        for url in facts.sessions:
            if admin.get(url).status_code != 200:
                wrong.append(f"the payment page {url} is lost")
        for name in facts.paid:
            wrong += [f"{name}: {each}" for each in _wrong_with(admin, name)]
            if shares[name, "accepted"] != 1 or shares[name, "pending"]:
                wrong.append(f"{name} has {shares[name, 'accepted']} shares at Plex")
        parked = admin.get("/api/v1/jobs", params={"state": "parked"}).json()["items"]
        return wrong + [f"parked: {job}" for job in parked]


def _wrong_with(admin: httpx.Client, name: str) -> list[str]:
    """Return what is wrong with one buyer's user, payments, shares and mails."""
    email = f"{name}@crowd.example"
    users = admin.get("/api/v1/users", params={"search": email}).json()["items"]
    if len(users) != 1:
        return [f"{len(users)} users"]
    wrong = []
    user = f"/api/v1/users/{users[0]['id']}"
    payments = admin.get(f"{user}/payments").json()["items"]
    if [each["status"] for each in payments] != ["settled"]:
        wrong.append(f"payments {payments}")
    detail = admin.get(user).json()
    if [each["state"] for each in detail["shares"]] != ["accepted"] or len(detail["periods"]) != 1:
        wrong.append(f"shares {detail['shares']}, periods {detail['periods']}")
    mails = sorted(_occasion(each) for each in _inbox(admin, email))
    # Two request systems tell a password, each by a mail of its own.
    accounts = [Event.REQUEST_ACCOUNT] * 2
    if mails != [Event.ACCESS_READY, Event.PAYMENT_RECEIVED, *accounts]:
        wrong.append(f"mails {mails}")
    return wrong


def _inbox(admin: httpx.Client, email: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = admin.get("/sandbox/api/mail", params={"to": email}).json()[
        "mail"
    ]
    return found


def _occasion(mail: dict[str, Any]) -> str:
    """Return what a mail is about, from its Message-ID."""
    id = mail["id"].strip("<>")
    return next(each for each in Event if id.startswith(f"job_send_mail_{each}_"))
