"""What goes wrong with Plex accounts, servers and lists, as buttons of the console."""

import re

from infra.sandbox import plex_console, plex_world
from infra.sandbox.kit import Action, BadAction, Doc, Fault, World, need
from infra.sandbox.plex_console import described

_PLEX_TV = "plextv"
_LISTS = ("friends", "shares", "invites", "libraries")


def add_home_person(world: World, body: Doc) -> Doc:
    """Add somebody to an owner's Plex Home; a `managed` one has neither name nor address."""
    who = plex_world.add_person(
        world,
        need(body, "username"),
        home_of=str(body.get("owner") or plex_world.OWNER_USERNAME),
        managed=body.get("managed") is True,
    )
    return plex_console.show_person(world, who)


def shorten_lists(world: World, body: Doc) -> Doc:
    """Leave the last entries off lists: `friends`, `shares`, `invites`, `libraries`.

    With `admitted` the lists still say how many entries they should have; nothing given heals all.
    """
    hidden = {f"hide_{name}": _count(body, name) for name in _LISTS}
    return plex_world.set_switch(world, **hidden, short_lists_admit=body.get("admitted") is True)


def limit_people(world: World, body: Doc) -> Doc:
    """Choose how many people an owner may share with, Home and open invites included."""
    return plex_world.set_switch(world, people_ceiling=_count(body, "people"))


def limit_calls(world: World, body: Doc) -> Doc:
    """Choose how many calls an account may send a minute and at once; then 429. 0: any number."""
    return plex_world.set_switch(
        world, calls_per_minute=_count(body, "per_minute"), calls_at_once=_count(body, "at_once")
    )


def too_many_requests(world: World, body: Doc) -> Doc:
    """Answer the next calls to plex.tv with 429 and a Retry-After of so many seconds."""
    fault = Fault("status", status=429, seconds=_count(body, "seconds"), times=1)
    fault.times = max(1, _count(body, "times"))
    return {"fault": world.faults.add(_PLEX_TV, fault)}


def withdraw_endpoint(world: World, body: Doc) -> Doc:
    """Let an endpoint of plex.tv vanish: 410 from now on, until the fault is healed."""
    fault = Fault("status", status=410, path=need(body, "path"), method=body.get("method"))
    if fault.method is not None and not isinstance(fault.method, str):
        raise BadAction("method must be a word such as GET")
    return {"fault": world.faults.add(_PLEX_TV, fault)}


def set_addresses(world: World, body: Doc) -> Doc:
    """Choose whether a server is also offered through a relay and at a home address."""
    server = plex_world.find_server(world, need(body, "server"))
    for name in ("relayed", "at_home"):
        server[name] = body.get(name) is True
    plex_world.save_server(world, server)
    return plex_console.show_server(world, server)


def _count(body: Doc, name: str) -> int:
    value = body.get(name, 0)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 100_000:
        raise BadAction(f"{name} must be a whole number from 0 to 100000")
    return value


ACTIONS: list[Action] = [
    described(add_home_person, username="kid", managed=True),
    described(shorten_lists, friends=1, shares=0, invites=0, libraries=0, admitted=False),
    described(limit_people, people=100),
    described(limit_calls, per_minute=60, at_once=10),
    described(too_many_requests, seconds=30, times=1),
    described(withdraw_endpoint, path=re.escape("/api/v2/shared_servers/invites")),
    described(set_addresses, server="alpha", relayed=True, at_home=False),
]
