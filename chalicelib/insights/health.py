"""How everything fares that the system depends on, and what to do about it (pure; X060)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from chalicelib.catalog.model import PlexAccount
from chalicelib.enforcement.model import SERVER
from chalicelib.insights import running, trade
from chalicelib.insights.checks import Area, Check, State, span
from chalicelib.insights.facts import Facts, MailFacts, ServerFacts

_TOKEN_LATE = timedelta(days=3)
_CLOCK_OFF_SECONDS = 30.0
# Gateways sign the time, and Stripe's tolerance is 300 seconds.
_CLOCK_BROKEN_SECONDS = 240.0


def assess(facts: Facts) -> tuple[Check, ...]:
    """Return a check for every dependency, area by area; a missing one has a check as well."""
    return (
        *_system(facts),
        *_accounts(facts),
        *(_server(each) for each in facts.servers),
        *_no_server(facts),
        *(trade.gateway(each, now=facts.now) for each in facts.gateways),
        *(trade.webhooks(each) for each in facts.webhooks),
        *trade.offer(facts),
        *trade.trials(facts),
        *trade.capacity(facts),
        *_mail(facts.mail),
        *(running.schedule(each, facts) for each in facts.schedules),
        *running.jobs(facts),
    )


# --- The ground ----------------------------------------------------------------------------------


def _system(facts: Facts) -> Iterator[Check]:
    system = facts.system
    title, page = "Master key", "/settings?tab=stripe"
    if system.key_problem:
        remedy = "Bring the former master key back; docs/operations.md tells where it lies."
        yield Check(
            Area.SYSTEM, "master_key", title, State.BROKEN, system.key_problem, remedy, page
        )
    elif system.unreadable:
        names = ", ".join(system.unreadable)
        yield Check(
            Area.SYSTEM,
            "master_key",
            title,
            State.BROKEN,
            f"It cannot open what another key sealed: {names}.",
            "Bring the former master key back, or enter these secrets again.",
            page,
        )
    else:
        yield Check(
            Area.SYSTEM, "master_key", title, State.OK, "Secrets can be sealed and opened."
        )
    yield _clock(system.ahead_seconds)


def _clock(ahead_seconds: float | None) -> Check:
    title, page = "Clock", "/jobs?tab=schedules"
    if ahead_seconds is None:
        return Check(
            Area.SYSTEM,
            "clock",
            title,
            State.ATTENTION,
            "It could not be compared with another machine's.",
            "Reload this page in a minute.",
            page,
        )
    off = abs(ahead_seconds)
    if off <= _CLOCK_OFF_SECONDS:
        return Check(Area.SYSTEM, "clock", title, State.OK, "It agrees with the database's clock.")
    word = "ahead of" if ahead_seconds > 0 else "behind"
    remedy = "Let the machine keep its time by NTP; in the sandbox, set its clock back."
    is_broken = off > _CLOCK_BROKEN_SECONDS
    after = " Webhooks are refused for it, and access ends at the wrong time." if is_broken else ""
    return Check(
        Area.SYSTEM,
        "clock",
        title,
        State.BROKEN if is_broken else State.ATTENTION,
        f"It is {span(off)} {word} the database's clock.{after}",
        remedy,
        page,
    )


# --- Media servers -------------------------------------------------------------------------------


def _accounts(facts: Facts) -> Iterator[Check]:
    if not facts.accounts:
        yield Check(
            Area.MEDIA,
            "plex_accounts",
            "Plex account",
            State.NOT_SET_UP,
            "No Plex account is linked, so that nothing can be shared.",
            "Link the account that owns your servers.",
            "/plex-accounts",
        )
    for account in facts.accounts:
        yield _account(account, now=facts.now)


def _account(account: PlexAccount, *, now: datetime) -> Check:
    id_, title = f"plex_account:{account.id}", f"Plex token of {account.username}"
    checked_at, link = account.checked_at, "/plex-accounts"
    if account.token_error:
        text, remedy = account.token_error, "Link the account again."
        return Check(Area.MEDIA, id_, title, State.BROKEN, text, remedy, link, checked_at)
    if checked_at is None or now - checked_at > _TOKEN_LATE:
        text, remedy = "It was not checked lately.", "Press Test; the daily run checks it as well."
        return Check(Area.MEDIA, id_, title, State.ATTENTION, text, remedy, link, checked_at)
    return Check(Area.MEDIA, id_, title, State.OK, "It works.", at=checked_at)


def _no_server(facts: Facts) -> Iterator[Check]:
    if not facts.servers:
        yield Check(
            Area.MEDIA,
            "servers",
            "Servers",
            State.NOT_SET_UP,
            "There is no server, so that nobody can be given access.",
            "Add the servers of your Plex account.",
            "/plex-accounts",
        )


def _server(facts: ServerFacts) -> Check:
    server, link = facts.server, f"/servers/{facts.server.id}"
    id_, title = f"{SERVER}{server.id}", f"Server {server.name}"
    if not server.is_enabled:
        text, remedy = "It is switched off.", "Sort its libraries into groups, then enable it."
        return Check(Area.MEDIA, id_, title, State.NOT_SET_UP, text, remedy, link)
    if facts.error:
        text = f"It did not answer at the last look: {facts.error}"
        remedy = "See that it runs and that its address is right, then press Test."
        return Check(Area.MEDIA, id_, title, State.BROKEN, text, remedy, link, facts.error_since)
    if facts.swept_at is None or (server.added_at and facts.swept_at < server.added_at):
        text, remedy = "It was not looked at yet.", "Press Test; the sweep looks every 5 minutes."
        return Check(Area.MEDIA, id_, title, State.ATTENTION, text, remedy, link)
    return Check(Area.MEDIA, id_, title, State.OK, "It answered.", at=facts.swept_at)


# --- Mail ----------------------------------------------------------------------------------------


def _mail(facts: MailFacts) -> Iterator[Check]:
    state, text, remedy = _sending(facts)
    link = "" if state is State.OK else "/settings?tab=mail"
    yield Check(Area.MAIL, "mail", "Mail server", state, text, remedy, link, facts.sent_at)
    title = "Mail to the operator"
    if facts.operator:
        yield Check(Area.MAIL, "operator", title, State.OK, f"It goes to {facts.operator}.")
    else:
        text, remedy = "Nobody is told when something is wrong.", "Enter the operator's address."
        link = "/settings?tab=site"
        yield Check(Area.MAIL, "operator", title, State.NOT_SET_UP, text, remedy, link)


def _sending(facts: MailFacts) -> tuple[State, str, str]:
    if not facts.host:
        text = "No mail server is set: customers hear nothing, and cannot sign in by mail."
        return State.NOT_SET_UP, text, "Enter your mail server, and send a test mail."
    if not facts.is_enabled:
        return State.ATTENTION, "Mail is switched off.", "Send a test mail, then switch it on."
    if facts.password_problem:
        return State.BROKEN, facts.password_problem, "Enter the password again."
    if facts.failed:
        text = f"{facts.failed} could not be sent: {facts.error}"
        return State.BROKEN, text, "Mend it, send a test mail, then retry them under Jobs."
    if facts.waiting:
        text = f"{facts.waiting} wait to be sent again: {facts.error}"
        return State.ATTENTION, text, "Send a test mail to see what the server says."
    if facts.sent_at is None:
        return (
            State.OK,
            "It is set up; nothing was to be sent yet.",
            "Send a test mail to be sure.",
        )
    return State.OK, "The latest mail was handed over.", ""
