"""How pages and forms of the site are registered, so that each says only what is its own.

`page` and `form` are for anybody, `customers_page` and `customers_form` for whoever is signed in.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial, wraps
from typing import Concatenate

from chalice import Blueprint
from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.entrypoints import auth
from chalicelib.entrypoints.site import pages
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.ids import UserId
from chalicelib.users.model import Session, User


@dataclass(frozen=True, slots=True)
class Customer:
    """A signed-in customer, and what they sent: `form` is empty where nothing was."""

    request: Request
    session: Session
    form: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> UserId:
        """Return whose session it is."""
        return UserId(self.session.subject)

    @property
    def actor(self) -> Actor:
        """Return who acts, for the audit log."""
        return Actor(f"user:{self.id}")

    def user(self) -> User | None:
        """Read who it is; None once the account was merged into another."""
        return wiring.users_deps().store.get(self.id)


# What stands in `{braces}` in a path is given to the view by that name.
View = Callable[Concatenate[Request, ...], Response]
CustomersView = Callable[Concatenate[Customer, ...], Response]


class SiteBlueprint(Blueprint):
    """A blueprint of the site: whatever goes wrong in a view becomes a page."""

    def page(self, path: str) -> Callable[[View], View]:
        """Register what anybody is shown."""
        return partial(self._register, path, methods=["GET"])

    def form(self, path: str, *, again: str = "") -> Callable[[View], View]:
        """Register what a form does that anybody may send.

        Whoever opens the address of its answer again is led to `again`; empty where the address
        has a page of its own, or its answer is always another page.
        """
        if again:
            self.page(path)(partial(_lead, again))
        return partial(self._register, path, methods=["POST"], content_types=pages.FORM)

    def customers_page(self, path: str) -> Callable[[CustomersView], View]:
        """Register what a signed-in customer is shown; anybody else is asked to sign in."""
        return lambda view: self.page(path)(_of_customer(view, sends_form=False))

    def customers_form(self, path: str, *, again: str = "") -> Callable[[CustomersView], View]:
        """Register what a signed-in customer's form does, sent with the session's own token."""
        return lambda view: self.form(path, again=again)(_of_customer(view, sends_form=True))

    def _register(self, path: str, view: View, **options: list[str]) -> View:
        @wraps(view)
        def guarded(**parts: str) -> Response:
            request = self.current_request
            return pages.guarded(request, partial(view, request, **parts))

        self.route(path, **options)(guarded)
        return view


def _lead(path: str, _request: Request, **parts: str) -> Response:
    return pages.redirect(path.format(**parts))


def _of_customer(view: CustomersView, *, sends_form: bool) -> View:
    """Return the view for a visitor who may be signed in or not."""

    @wraps(view)
    def with_customer(request: Request, **parts: str) -> Response:
        session = auth.customer(request)
        if session is None:
            return pages.redirect("/account")
        if not sends_form:
            return view(Customer(request, session), **parts)
        form = pages.form(request)
        auth.check_csrf(session, given=form.get("csrf_token", ""))
        return view(Customer(request, session, form), **parts)

    return with_customer
