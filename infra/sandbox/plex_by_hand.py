"""What an owner does in Plex itself, past any site: share a server with somebody."""

from infra.sandbox import plex_shares, plex_world
from infra.sandbox.kit import Action, BadAction, Doc, World, need
from infra.sandbox.plex_console import described, show_share


def share_server(world: World, body: Doc) -> Doc:
    """Share libraries of a server with a person, who accepts at once unless told otherwise."""
    server = plex_world.find_server(world, need(body, "server"))
    who = plex_world.find_person(world, need(body, "person"))
    wanted = body.get("libraries") or [each["title"] for each in server["libraries"][:1]]
    by_title = {each["title"]: each["id"] for each in server["libraries"]}
    missing = [title for title in wanted if title not in by_title]
    if missing:
        raise BadAction(f"{server['name']} has no library {missing[0]!r}")
    share = plex_shares.invite(
        world,
        server,
        email=None,
        person_id=who["id"],
        sections=[by_title[title] for title in wanted],
        settings={"allowSync": "0"},
    )
    if body.get("accepts", True) and not share["accepted"]:
        share = plex_shares.accept(world, server, share, who)
    return {"share": show_share(world, server, share)}


ACTIONS: list[Action] = [
    described(share_server, server="alpha", person="ann", libraries=["Movies"], accepts=True),
]
