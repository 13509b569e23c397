"""The referral code of a link (`/?ref=CODE`): it waits in a cookie until somebody buys."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalice.app import Request

from chalicelib import config, wiring
from chalicelib.entrypoints import http
from chalicelib.kernel.ids import UserId
from chalicelib.payments.reporting import referral_report
from chalicelib.payments.reporting.referral_report import Totals
from chalicelib.settings.model import ReferralSettings
from chalicelib.users.referral_codes import code_of as own_code
from chalicelib.users.referral_codes import normal

_COOKIE = "sm_ref"
_PARAMETER = "ref"
_SECONDS = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Own:
    """What a customer's page says of the own code."""

    code: str
    link: str
    totals: Totals
    settings: ReferralSettings
    counts_now: bool


def own(user_id: UserId) -> Own | None:
    """Return the customer's code, made now if need be; None while no codes are taken (B103)."""
    settings = wiring.settings_deps().store.referrals()
    if not settings.codes_enabled:
        return None
    code = own_code(wiring.users_deps(), user_id=user_id)
    shares = wiring.access_deps().store.of_user(user_id)
    return Own(
        code=code,
        link=link_of(code),
        totals=referral_report.totals(wiring.payments_deps(), referrer_id=user_id),
        settings=settings,
        counts_now=any(share.takes_seat for share in shares),
    )


def code_of(request: Request) -> str:
    """Return the code of the visitor's link, now or in the last 30 days; empty without one."""
    named = normal(http.query(request).get(_PARAMETER, ""))
    return named or normal(http.cookies(request).get(_COOKIE, ""))


def remembered(request: Request) -> Mapping[str, str]:
    """Return the headers that keep the code of this very link, none without one."""
    named = normal(http.query(request).get(_PARAMETER, ""))
    if not named:
        return {}
    return {"Set-Cookie": http.cookie(_COOKIE, named, seconds=_SECONDS)}


def link_of(code: str) -> str:
    """Return the link that somebody hands on."""
    return f"{config.config().site_url}/?{_PARAMETER}={code}"
