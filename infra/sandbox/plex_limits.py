"""How many calls one account may send to plex.tv: a bucket that fills as time goes by."""

import math

from infra.sandbox.kit import Doc, World
from infra.sandbox.plex_shares import Refused
from infra.sandbox.plex_world import switches

_BUCKET = "plex_bucket"


def count_call(world: World, person: Doc) -> None:
    """Take one call out of the account's bucket; raises Refused 429 when it is empty.

    The bucket holds `calls_at_once` and fills by `calls_per_minute`; without that it has no end.
    """
    known = switches(world)
    rate = known["calls_per_minute"] / 60
    if not rate:
        return
    now, most = world.clock.now().timestamp(), float(known["calls_at_once"])
    with world.store.transaction():
        held = world.store.get(_BUCKET, str(person["id"])) or {"left": most, "at": now}
        left = min(most, held["left"] + max(0.0, now - held["at"]) * rate)
        taken = {"left": left - 1 if left >= 1 else left, "at": now}
        world.store.put(_BUCKET, str(person["id"]), taken)
    if left < 1:
        raise Refused(429, "Too many requests", 1003, math.ceil((1 - left) / rate))
