"""Whether a Plex account lets go of somebody who has moved to a place elsewhere (pure).

plex.tv counts whom an account ever let in until the friendship ends, and lets it have so many and
no more (B131): whoever has moved away takes a place there for nothing. They are let go by the
rules of a departure, and only if it was by us that they came.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from chalicelib.access.deciding.expiry import Farewell, Verdict, judge
from chalicelib.access.model import GONE, Share, ShareState
from chalicelib.access.plan import Seen
from chalicelib.access.ports import RemotePeople
from chalicelib.catalog.model import Server
from chalicelib.kernel.ids import ServerId
from chalicelib.users.model import MediaIdentity

# How long the account's list may show what was taken away.
LAG = timedelta(minutes=15)


def why_tied(
    rows: Collection[Share],
    servers: Mapping[ServerId, Server],
    *,
    owner: str,
    place: Share | None,
    seen: Seen,
) -> str:
    """Return what of our own records keeps somebody with an owner, empty for nothing.

    `rows` are all of the person's, `place` is the one in use by now, and `seen` what the last look
    at its server showed. Rows of a server that was deleted here might be of any owner.
    """
    if place is None or place.state is not ShareState.ACCEPTED:
        return "No other place is in use yet"
    if seen.best is None or not seen.best.is_accepted:
        return "The other place was not seen in use just now"
    if servers[place.server_id].owner == owner:
        return "The person's place is with the same owner"
    here = [row for row in rows if _owner(row, servers) == owner]
    if any(row.takes_seat for row in here):
        return "The owner still shares something with the person by our doing"
    placed = [row for row in here if row.is_placed]
    if not placed:
        return "Nothing shows that the person is there by our doing"
    unknown = [row for row in rows if row.server_id not in servers and row.is_placed]
    if not all(row.is_by_us for row in (*placed, *unknown)):
        return "The owner knew the person before we did"
    return ""


def judge_left(
    known: RemotePeople,
    *,
    media: MediaIdentity,
    owner_id: str,
    lately: frozenset[str],
    is_sent: bool,
) -> Verdict:
    """Return what to do about somebody whom none of our records ties to the account any more.

    `lately` are the machines whose shares were taken away a moment ago. Any other share is not by
    us, whatever the machine. For the rest see `expiry.judge`.
    """
    found = next((each for each in known.people if each.plex_id == media.plex_id), None)
    if media.plex_id and found is not None and found.machine_ids and found.machine_ids <= lately:
        return Verdict(Farewell.UNSURE, "A share that was just taken away is in the list yet")
    return judge(known, media=media, owner_id=owner_id, ours=frozenset(), is_sent=is_sent)


def taken_lately(
    rows: Collection[Share],
    servers: Mapping[ServerId, Server],
    *,
    owner: str,
    now: datetime,
) -> frozenset[str]:
    """Return the owner's machines whose shares were taken away so lately that lists may lag."""
    return frozenset(
        servers[row.server_id].machine_id
        for row in rows
        if _owner(row, servers) == owner and row.state in GONE and now - row.changed_at < LAG
    )


def _owner(row: Share, servers: Mapping[ServerId, Server]) -> str:
    server = servers.get(row.server_id)
    return server.owner if server else ""
