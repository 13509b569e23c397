"""A sign-in with Plex on its way: the sealed cookie that a browser keeps until it is back."""

from dataclasses import dataclass, replace

from chalice.app import Request, Response

from chalicelib import config, wiring
from chalicelib.catalog.ports import SignIn
from chalicelib.checkout import sign_in
from chalicelib.entrypoints import http
from chalicelib.entrypoints.site import pages
from chalicelib.entrypoints.site.draft import Draft
from chalicelib.kernel.errors import InvalidError

# plex.tv forgets a sign-in by PIN after half an hour.
_SECONDS = 1800


@dataclass(frozen=True, slots=True)
class PinCookie:
    """Keeps the sign-in's PIN for one subject, a customer or an order, and for one purpose."""

    name: str
    purpose: str

    def begin(self, subject: str, *, back_to: str) -> Response:
        """Send the customer to Plex, and from there to our page `back_to`."""
        begun = _begin(back_to)
        return pages.redirect(begun.url, set_cookie=self.kept(subject, begun.pin_id))

    def pin(self, request: Request, subject: str) -> str:
        """Return the PIN; raises InvalidError if none is kept, too old, or another subject's."""
        deps = wiring.users_deps()
        sealed = http.cookies(request).get(self.name, "")
        now = deps.clock.now()
        told = deps.signer.read(self.purpose, sealed, longest_seconds=_SECONDS, now=now)
        owner, _, pin_id = told.partition(" ")
        if owner != subject:
            raise InvalidError.of("pin", "This sign-in is another person's.", "Sign in again.")
        return pin_id

    def kept(self, subject: str, pin_id: str) -> str:
        """Return the cookie with the PIN."""
        deps = wiring.users_deps()
        sealed = deps.signer.sign(self.purpose, f"{subject} {pin_id}", now=deps.clock.now())
        return http.cookie(self.name, sealed, seconds=_SECONDS)

    def forgotten(self) -> str:
        """Return the cookie that makes the browser forget the PIN."""
        return http.cookie(self.name, "", seconds=0)


@dataclass(frozen=True, slots=True)
class DraftCookie:
    """Keeps what was typed into a form before the sign-in, with its PIN."""

    name: str

    def begin(self, typed: Draft, *, back_to: str) -> Response:
        """Send the visitor to Plex, and from there to our page `back_to`."""
        begun = _begin(f"{back_to}?back=plex")
        sealed = replace(typed, pin=begun.pin_id).sealed()
        return pages.redirect(
            begun.url, set_cookie=http.cookie(self.name, sealed, seconds=_SECONDS)
        )

    def draft(self, request: Request) -> Draft:
        """Return what was typed, with who signed in; an empty draft for who is not back."""
        sealed = http.cookies(request).get(self.name, "")
        if not sealed or http.query(request).get("back") != "plex":
            return Draft()
        try:
            draft = Draft.unsealed(sealed)
        except InvalidError:
            return Draft()
        return draft.after_sign_in() if draft.pin else draft

    def forgotten(self) -> str:
        """Return the cookie that makes the browser forget the draft."""
        return http.cookie(self.name, "", seconds=0)


def _begin(back_to: str) -> SignIn:
    forward_url = f"{config.config().site_url}{back_to}"
    return sign_in.begin(wiring.checkout_deps(), forward_url=forward_url)
