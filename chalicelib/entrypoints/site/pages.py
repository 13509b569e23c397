"""HTML answers of the customers' site: headers, forms, errors."""

import logging
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from chalice.app import Request, Response

from chalicelib import config, wiring
from chalicelib.entrypoints import auth, http
from chalicelib.kernel.errors import AppError, ErrorKind, InvalidError, RetryLaterError

log = logging.getLogger(__name__)

FORM = ["application/x-www-form-urlencoded"]
_MAX_FORM_BYTES = 16 * 1024
# Where forms may lead: the pages on which customers pay, or change how they pay.
_PAYMENT_PAGES = frozenset(
    {
        "https://checkout.stripe.com",
        "https://billing.stripe.com",
        "https://www.paypal.com",
        "https://www.sandbox.paypal.com",
        "https://plisio.net",
    }
)


def page(
    template: str,
    values: Mapping[str, Any],
    *,
    request: Request,
    error: AppError | None = None,
    status: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a rendered page with the site's name, colours and the visitor's sign-in state.

    An `error` is shown, marks the fields that have a problem, and gives the status if none is.
    """
    shared = {
        "site": wiring.settings_deps().store.site(),
        "is_signed_in": _is_signed_in(request),
        "has_trial": _has_trial(request),
        "path": request.context.get("path", ""),
        "error": error,
        "problems": {each.field: each for each in error.problems} if error else {},
    }
    expected = http.STATUS[error.kind] if error else 200
    return Response(
        body=wiring.pages().render(template, {**shared, **values}),
        status_code=status or expected,
        headers={**_headers(), **(headers or {})},
    )


def _is_signed_in(request: Request) -> bool:
    """Tell whether the visitor's session still runs; costs a read where there is a cookie."""
    try:
        return auth.customer(request) is not None
    except RetryLaterError:
        # A busy database must not keep a page back, least of all the one that says so.
        return False


def _has_trial(request: Request) -> bool:
    """Tell whether to show the link to the free trial: to customers, not to administrators."""
    try:
        if not wiring.settings_deps().store.trials().enabled:
            return False
        return auth.administrator(request) is None
    except RetryLaterError:
        return False


def redirect(location: str, *, set_cookie: str = "") -> Response:
    """Return a 303 to another page, so that a reload repeats nothing."""
    headers: dict[str, str | list[str]] = {"Location": location, "Cache-Control": "no-store"}
    if set_cookie:
        headers["Set-Cookie"] = set_cookie
    return Response(body="", status_code=303, headers=headers)


def form(request: Request) -> dict[str, str]:
    """Return a form's fields, trimmed, the first value of each; raises InvalidError."""
    body, _headers_sent = http.raw(request)
    if len(body) > _MAX_FORM_BYTES:
        raise InvalidError.of("form", "The form is too long.", "Shorten what you typed.")
    try:
        fields = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=50)
    except ValueError:
        raise InvalidError.of("form", "The form cannot be read.", "Send it again.") from None
    return {name: values[0].strip() for name, values in fields.items()}


def guarded(request: Request, view: Callable[[], Response]) -> Response:
    """Run a view; whatever goes wrong becomes a page that says what to do."""
    try:
        return view()
    except AppError as error:
        return failure(error, request)
    except Exception:
        log.exception("site.crashed", extra={"request_id": http.request_id(request)})
        bug = http.BugError("Something went wrong on our side.", remedy="Try again in a minute.")
        return failure(bug, request, status=500)


def failure(error: AppError, request: Request, *, status: int | None = None) -> Response:
    """Return the page for an anticipated error."""
    headers = {}
    if isinstance(error, RetryLaterError):
        headers["Retry-After"] = str(max(1, round(error.after_seconds)))
    if error.kind is ErrorKind.ACTION_REQUIRED:
        status = 503  # visitors cannot act on our settings; for them it is not available
    values = {"request_id": http.request_id(request)}
    return page("error.html", values, request=request, error=error, status=status, headers=headers)


def _headers() -> dict[str, str | list[str]]:
    settings = config.config()
    targets = {"'self'", *_PAYMENT_PAGES}
    bases = (settings.stripe_api_base, settings.paypal_api_base, settings.plisio_api_base)
    for url in (*bases, settings.plex_auth_url):
        parts = urlsplit(url)
        if parts.netloc:
            targets.add(f"{parts.scheme}://{parts.netloc}")
    policy = (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        f"frame-ancestors 'none'; form-action {' '.join(sorted(targets))}"
    )
    headers: dict[str, str | list[str]] = {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "no-store",
        "Content-Security-Policy": policy,
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
    if settings.is_https:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return headers
