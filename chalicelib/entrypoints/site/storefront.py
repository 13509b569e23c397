"""The storefront: what is offered, and the files its pages need."""

from pathlib import Path

from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.checkout import offer
from chalicelib.entrypoints import auth
from chalicelib.entrypoints.site import pages, referral, waitlist
from chalicelib.entrypoints.site.views import SiteBlueprint
from chalicelib.kernel.errors import NotFoundError

blueprint = SiteBlueprint(__name__)

_ASSETS = Path(__file__).resolve().parents[2] / "templates" / "assets"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@blueprint.page("/")
def home(request: Request) -> Response:
    """Show the site and every plan that can be bought."""
    offered = offer.offers(wiring.checkout_deps(), user_id=auth.customer_id(request))
    is_sold_out = any(each.is_sold_out for each in offered.plans)
    return pages.page(
        "home.html",
        {"offer": offered, "can_wait": waitlist.can_wait(is_sold_out=is_sold_out)},
        request=request,
        headers=referral.remembered(request),
    )


@blueprint.page("/assets/{name}")
def asset(request: Request, name: str) -> Response:
    """Return a stylesheet, script or picture of the site."""
    if name == "theme.css":
        colour = wiring.settings_deps().store.site().accent_colour
        return _file(f":root {{ --accent: {colour}; }}\n", ".css", "max-age=60")
    path = _ASSETS / name
    if path.parent != _ASSETS or path.suffix not in _TYPES or not path.is_file():
        raise NotFoundError("There is no such file.")
    return _file(path.read_text(), path.suffix, "public, max-age=86400")


def _file(text: str, suffix: str, cache: str) -> Response:
    return Response(
        body=text,
        headers={
            "Content-Type": _TYPES[suffix],
            "Cache-Control": cache,
            "X-Content-Type-Options": "nosniff",
        },
    )
