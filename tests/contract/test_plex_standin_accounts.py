"""Accounts and sign-in at the plex.tv stand-in, driven by the unmodified plexapi package."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest
import requests
from plexapi.exceptions import TwoFactorRequired, Unauthorized
from plexapi.myplex import MyPlexAccount, MyPlexPinLogin

from tests.contract.plex_standin import Standin, new_world, running, session_for

_FORWARD = "http://127.0.0.1:9/back?state=xyz"


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    with running() as board_and_address:
        yield board_and_address


@pytest.fixture
def standin(server: Any) -> Iterator[Standin]:
    world = new_world(*server)
    with session_for(world.base_url) as http:
        yield Standin(world, http)
    world.store.close()


# ------------------------------------------------------------------ the account


def test_a_token_gives_the_account_with_its_plex_pass(standin: Standin) -> None:
    account = standin.account()
    assert (account.username, account.email) == ("owner", "owner@demo.example")
    assert account.subscriptionActive
    assert account.roles == ["plexpass"]
    assert account.ping() is True


def test_a_dead_token_is_refused_with_the_vendors_code(standin: Standin) -> None:
    standin.act("token_dies", person="owner")
    with pytest.raises(Unauthorized, match='code="1001"'):
        standin.account()


def test_a_password_signs_in_and_a_wrong_one_does_not(standin: Standin) -> None:
    account = MyPlexAccount("ann", "ann-password", session=standin.http)
    assert standin.account(account.authToken).username == "ann"
    with pytest.raises(Unauthorized):
        MyPlexAccount("ann", "wrong", session=standin.http)


def test_a_second_factor_is_asked_for(standin: Standin) -> None:
    standin.act("change_person", person="ann", two_factor_code="123456")
    with pytest.raises(TwoFactorRequired):
        MyPlexAccount("ann", "ann-password", session=standin.http)
    account = MyPlexAccount("ann", "ann-password", session=standin.http, code="123456")
    assert account.twoFactorEnabled


def test_webhook_addresses_are_kept_per_account(standin: Standin) -> None:
    account = standin.account()
    assert account.webhooks() == []
    assert account.addWebhook("http://127.0.0.1:9/hook") == ["http://127.0.0.1:9/hook"]
    assert standin.account().webhooks() == ["http://127.0.0.1:9/hook"]


# ------------------------------------------------------------------ sign-in by PIN


def _login(standin: Standin) -> tuple[MyPlexPinLogin, str]:
    """Start a sign-in; returns it with the page's address as a server sees it."""
    login = MyPlexPinLogin(session=standin.http, oauth=True)
    fragment = login.oauthUrl(_FORWARD).split("#!?")[1]
    return login, f"{standin.plextv}/auth?{fragment}"


def _decide(standin: Standin, page: str, **fields: str) -> requests.Response:
    query = dict(parse_qsl(page.split("?", 1)[1]))
    known = {name: query[name] for name in ("clientID", "code", "forwardUrl")}
    return standin.http.post(page, data={**known, **fields}, allow_redirects=False, timeout=10)


def test_the_sign_in_page_moves_the_fragment_into_the_query(standin: Standin) -> None:
    answer = standin.http.get(f"{standin.plextv}/auth", timeout=10)
    assert answer.ok
    assert "location.hash" in answer.text


def test_an_approved_pin_gives_the_chosen_persons_token(standin: Standin) -> None:
    login, page = _login(standin)
    assert "ann@demo.example" in standin.http.get(page, timeout=10).text
    assert not login.checkLogin()
    answer = _decide(standin, page, person="ann", decision="approve")
    assert (answer.status_code, answer.headers["location"]) == (303, _FORWARD)
    assert login.checkLogin()
    assert standin.account(login.token).username == "ann"


def test_a_denied_pin_sends_back_without_a_token(standin: Standin) -> None:
    login, page = _login(standin)
    answer = _decide(standin, page, person="ann", decision="deny")
    assert answer.headers["location"] == _FORWARD
    assert not login.checkLogin()


def test_an_unknown_username_is_said_on_the_page(standin: Standin) -> None:
    _, page = _login(standin)
    answer = _decide(standin, page, username="<nobody>", decision="approve")
    assert answer.status_code == 400
    assert "username that exists" in answer.text


def test_a_pin_belongs_to_one_client_and_expires(standin: Standin) -> None:
    made = standin.call("POST", "/plextv/api/v2/pins?strong=true", as_json=True).json()
    path = f"/plextv/api/v2/pins/{made['id']}"
    assert standin.get(path, as_json=True).json()["authToken"] is None
    stranger = {"X-Plex-Client-Identifier": "another"}
    assert standin.get(path, headers=stranger).status_code == 404
    standin.world.clock.advance(timedelta(minutes=31))
    assert standin.get(path, as_json=True).json()["errors"][0]["code"] == 1020
