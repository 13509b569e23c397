"""The address at which a media server tells that something plays, and the looks that follow.

What arrives says no more than "look at this server now" (X020). One row a server keeps the address
and whether a look is wanted or under way, so that a thousand events in a second become one look,
and one more if something came while it looked.
"""

import hmac
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Self

from chalicelib.kernel.ids import ServerId
from chalicelib.kernel.secret import Sealed, Secret

# How long an address that was replaced still works, unless the new one is used before.
GRACE = timedelta(hours=24)
# A look whose worker died is over after this: longer than any look takes.
LEASE = timedelta(seconds=50)
# Looks at one server begin at least this far apart.
SPACING = timedelta(seconds=1)
# A look that was asked for and has not begun by then was lost on the way.
PATIENCE = timedelta(seconds=15)
# What arrives is noted so often at most: some servers tell of themselves every few seconds.
NOTED_EVERY = timedelta(minutes=1)

# Clocks of two machines differ a little.
_SLACK = timedelta(seconds=1)
_NO_HASH = "0" * 64


@dataclass(frozen=True, slots=True)
class MediaHook:
    """A server's address for webhooks, and where the looks stand that it leads to.

    The secret in the address lies here as its hash, and `sealed` at ``media_hook.<server id>`` to
    be shown again. Until `old_until` the one before it works as well. `machine_id` is the
    platform's id of the server. `wanted_at` says that a look is to begin, `looking_until` that one
    is under way (its end is exclusive), `looked_at` when the last one began, and `again_at` that a
    message is under way that leads to another one then.
    """

    server_id: ServerId
    secret_hash: str = ""
    sealed: Sealed | None = None
    machine_id: str = ""
    made_at: datetime | None = None
    old_hash: str = ""
    old_until: datetime | None = None
    arrived_at: datetime | None = None
    sender: str = ""
    event: str = ""
    wanted_at: datetime | None = None
    looking_until: datetime | None = None
    looked_at: datetime | None = None
    again_at: datetime | None = None
    version: int = 0

    @property
    def identity(self) -> ServerId:
        """Return the natural key."""
        return self.server_id

    @property
    def place(self) -> str:
        """Return where the sealed secret lies."""
        return f"media_hook.{self.server_id}"

    def with_secret(self, secret: Secret, sealed: Sealed, *, now: datetime) -> Self:
        """Return the hook with a new secret; the one before works on for GRACE."""
        return replace(
            self,
            secret_hash=hash_of(secret.reveal()),
            sealed=sealed,
            made_at=now,
            old_hash=self.secret_hash,
            old_until=now + GRACE if self.secret_hash else None,
        )

    def old_works(self, *, now: datetime) -> bool:
        """Tell whether the replaced address still works."""
        return self.old_until is not None and now < self.old_until

    def is_looking(self, *, now: datetime) -> bool:
        """Tell whether a look is under way and its worker not given up."""
        return self.looking_until is not None and now < self.looking_until

    # --- what arrives -----------------------------------------------------------------------

    def used(self, text: str) -> Self:
        """Return the hook after `text` opened it: the first use of a new secret ends the old."""
        if self.old_hash and hmac.compare_digest(hash_of(text), self.secret_hash):
            return replace(self, old_hash="", old_until=None)
        return self

    def heard(self, *, sender: str, event: str, now: datetime) -> Self:
        """Return the hook with what arrived last, noted once in NOTED_EVERY."""
        if self.arrived_at is not None and now - self.arrived_at < NOTED_EVERY:
            return self
        return replace(self, arrived_at=now, sender=sender, event=event)

    def is_asked(self, *, now: datetime) -> bool:
        """Tell whether a look will begin without another word."""
        if self.wanted_at is None:
            return False
        return self.is_looking(now=now) or now - self.wanted_at < PATIENCE

    def wanted(self, *, now: datetime) -> Self:
        """Return the hook with a look to begin."""
        return replace(self, wanted_at=now)

    def seconds_to_wait(self, *, now: datetime) -> float:
        """Return how long the next look has to wait for the one before it."""
        if self.looked_at is None:
            return 0.0
        return max(0.0, (self.looked_at + SPACING - now).total_seconds())

    # --- looks ------------------------------------------------------------------------------

    def is_due(self, *, now: datetime) -> bool:
        """Tell whether a look is to begin: asked for, announced, or left by one who died."""
        if self.is_looking(now=now):
            return False
        is_announced = self.again_at is not None and self.again_at <= now + _SLACK
        return self.wanted_at is not None or self.looking_until is not None or is_announced

    def begun(self, *, now: datetime) -> Self:
        """Return the hook with a look under way."""
        is_announced = self.again_at is not None and self.again_at <= now + _SLACK
        return replace(
            self,
            wanted_at=None,
            looking_until=now + LEASE,
            looked_at=now,
            again_at=None if is_announced else self.again_at,
        )

    def ended(self) -> Self:
        """Return the hook with no look under way."""
        return replace(self, looking_until=None)

    def announced(self, again_at: datetime, *, now: datetime) -> Self:
        """Return the hook with another look announced; one that comes soon enough stands."""
        stands = self.again_at is not None and now - _SLACK < self.again_at <= again_at + _SLACK
        return self if stands else replace(self, again_at=again_at)


def opens(hook: MediaHook | None, text: str, *, now: datetime) -> bool:
    """Tell whether `text` is the secret of that hook, in the same time whatever is wrong."""
    given = hash_of(text)
    is_new = hmac.compare_digest(given, (hook.secret_hash if hook else "") or _NO_HASH)
    may_be_old = hook is not None and hook.old_works(now=now)
    is_old = hmac.compare_digest(given, (hook.old_hash if hook else "") or _NO_HASH)
    return is_new or (is_old and may_be_old)


def hash_of(text: str) -> str:
    """Return what is stored of a secret: it is long and random, so that a plain hash does."""
    return sha256(text.encode("utf-8", "replace")).hexdigest()
