"""What a customer has typed so far; it travels in the form, signed, not in our database."""

import json
import secrets
from dataclasses import asdict, dataclass, replace
from typing import Self

from chalicelib import wiring
from chalicelib.checkout import offer, sign_in, wait
from chalicelib.checkout.model import StartRequest
from chalicelib.checkout.waiting import WaitEntry
from chalicelib.kernel.ids import LocationId, PlanId, UserId, WaitId
from chalicelib.users.model import MediaIdentity, User

_PURPOSE = "checkout-draft"
_LONGEST_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Draft:
    """The form's fields; `plex_id` is only ever set from a sign-in or a signed text.

    `pin` is the sign-in with Plex under way, `proof` the one that was made, `token` makes paying
    twice from one form one order, `ticket` is the signed text of a turn in the waitlist.
    """

    email: str = ""
    name: str = ""
    media_name: str = ""
    location_id: str = ""
    way: str = ""
    discount_code: str = ""
    referral_code: str = ""
    replaces_now: bool = False
    keeps_credit: bool = False
    plex_id: str = ""
    plex_username: str = ""
    plex_email: str = ""
    pin: str = ""
    token: str = ""
    ticket: str = ""
    proof: str = ""

    @property
    def is_proven(self) -> bool:
        """Tell whether the customer signed in with Plex."""
        return bool(self.plex_id)

    @property
    def media(self) -> MediaIdentity:
        """Return who the customer is at Plex: proven by a sign-in, else what was typed."""
        if self.is_proven:
            return MediaIdentity(
                username=self.plex_username,
                email=self.plex_email,
                plex_id=self.plex_id,
                is_proven=True,
            )
        if "@" in self.media_name:
            return MediaIdentity(email=self.media_name.casefold())
        return MediaIdentity(username=self.media_name.casefold())

    @classmethod
    def typed(cls, fields: dict[str, str]) -> Self:
        """Return what a form holds; a Plex identity counts only from its signed field."""
        proven = cls.unsealed(fields["proven"]) if fields.get("proven") else cls()
        return replace(
            proven,
            email=fields.get("email", ""),
            name=fields.get("name", ""),
            media_name=fields.get("media_name", ""),
            location_id=fields.get("location_id", ""),
            way=fields.get("way", ""),
            discount_code=fields.get("discount_code", ""),
            referral_code=fields.get("referral_code", ""),
            replaces_now=fields.get("start") == "now",
            keeps_credit=fields.get("keeps_credit") == "yes",
            token=secrets.token_urlsafe(18),
            ticket=fields.get("ticket", ""),
        )

    @classmethod
    def unsealed(cls, sealed: str) -> Self:
        """Return what `sealed` wrote; raises InvalidError if forged or a day old."""
        deps = wiring.users_deps()
        text = deps.signer.read(
            _PURPOSE, sealed, longest_seconds=_LONGEST_SECONDS, now=deps.clock.now()
        )
        return cls(**json.loads(text))

    def after_sign_in(self) -> Self:
        """Return the draft with who signed in with Plex meanwhile; nobody did: as it was."""
        media = sign_in.finish(wiring.checkout_deps(), pin_id=self.pin)
        if media is None:
            return replace(self, pin="")
        return replace(
            self.proven_by(media),
            pin="",
            proof=self.pin,
            email=self.email or media.email,
            name=self.name or media.username,
        )

    def proven_by(self, media: MediaIdentity) -> Self:
        """Return the draft with a Plex identity that is proven."""
        return replace(
            self,
            plex_id=media.plex_id,
            plex_username=media.username,
            plex_email=media.email,
        )

    def without_plex(self) -> Self:
        """Return the draft without a Plex identity, to sign in with another."""
        return replace(self, plex_id="", plex_username="", plex_email="", proof="")

    def sealed(self) -> str:
        """Return the draft as a signed text for a hidden field or a cookie."""
        deps = wiring.users_deps()
        return deps.signer.sign(_PURPOSE, json.dumps(asdict(self)), now=deps.clock.now())

    def filled_from(self, user: User) -> Self:
        """Return the draft with what we know of a signed-in customer in its empty fields."""
        filled = replace(self, email=self.email or user.email, name=self.name or user.name)
        if self.plex_id or self.media_name:
            return filled
        return replace(filled, media_name=user.media.handle)

    def to_request(self, plan_id: PlanId, *, user_id: UserId | None = None) -> StartRequest:
        """Return what checkout needs; raises InvalidError for a way to pay that is none."""
        way = offer.way_to_pay(wiring.checkout_deps(), plan_id=plan_id, named=self.way)
        return StartRequest(
            plan_id=plan_id,
            email=self.email,
            name=self.name,
            media=self.media,
            location_id=LocationId(self.location_id) if self.location_id else None,
            user_id=user_id,
            gateway=way.gateway,
            mode=way.mode,
            discount_code=self.discount_code,
            referral_code=self.referral_code,
            replaces_now=self.replaces_now,
            uses_credit=not self.keeps_credit,
            token=self.token,
            wait_id=self._wait_id(),
        )

    def _wait_id(self) -> WaitId | None:
        if not self.ticket:
            return None
        return wait.of_ticket(wiring.checkout_deps(), ticket=self.ticket).id

    def filled_from_turn(self, entry: WaitEntry) -> Self:
        """Return the draft with what somebody filled in to wait in its empty fields."""
        filled = replace(
            self,
            email=self.email or entry.email,
            name=self.name or entry.name,
            location_id=self.location_id or entry.location_id or "",
            referral_code=self.referral_code or entry.referral_code,
        )
        if self.plex_id or self.media_name:
            return filled
        media = entry.media
        if not media.is_proven:
            return replace(filled, media_name=media.handle)
        return filled.proven_by(media)
