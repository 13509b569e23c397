"""Gather what the records know about everything that the system depends on, and judge it."""

from collections import Counter as Tally
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.checkout import offer
from chalicelib.checkout.trial import trial_plans
from chalicelib.enforcement.model import SERVER
from chalicelib.insights import health
from chalicelib.insights.checks import Check, State, worst
from chalicelib.insights.facts import (
    Facts,
    GatewayFacts,
    JobFacts,
    MailFacts,
    ScheduleFacts,
    ServerFacts,
    SystemFacts,
    TrialFacts,
    WebhookFacts,
)
from chalicelib.insights.ports import InsightsDeps
from chalicelib.jobs.model import Job, JobKind, JobState, ScheduleState
from chalicelib.kernel.errors import AppError
from chalicelib.kernel.secret import Sealed, Secret
from chalicelib.payments.model import GatewayAccount, GatewayName
from chalicelib.payments.reading.switches import is_synced
from chalicelib.settings.model import PayPalSettings

REFUSED_DAYS = 7
_MOST_JOBS = 100
_SWEEP = "enforcement"


@dataclass(frozen=True, slots=True)
class Health:
    """How everything fares at one instant; `state` is the most urgent of all."""

    now: datetime
    state: State
    checks: tuple[Check, ...]


def look(deps: InsightsDeps, *, schedules: Iterable[ScheduleFacts]) -> Health:
    """Return how everything fares; `schedules` come with blank states, which are filled in.

    Only reads what is recorded, besides the clock of the database; no vendor is called.
    """
    states = {state.name: state for state in deps.jobs.schedules()}
    found = Facts(
        now=deps.clock.now(),
        gateways=tuple(_gateways(deps)),
        webhooks=tuple(_webhooks(deps)),
        accounts=deps.catalog.plex_accounts(),
        people=_people(deps),
        servers=tuple(_servers(deps, states.get(_SWEEP))),
        offer=offer.offers(deps.selling),
        trials=TrialFacts(
            deps.settings.trials().enabled,
            tuple(plan.name for plan in trial_plans(deps.selling)),
        ),
        mail=_mail(deps),
        schedules=tuple(
            ScheduleFacts(
                each.name, each.rhythm, each.every, each.longest, states.get(each.name, each.state)
            )
            for each in schedules
        ),
        jobs=_jobs(deps),
        system=_system(deps),
    )
    checks = health.assess(found)
    return Health(found.now, worst(checks), checks)


# --- Money ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Account:
    """What the settings say of an account: its secrets by their places."""

    name: str
    is_enabled: bool
    key: Sealed | None
    key_place: str
    has_key: bool
    webhook_secret: Sealed | None
    webhook_place: str
    has_webhook_secret: bool


def _account(deps: InsightsDeps, account: GatewayAccount) -> _Account:
    match account:
        case GatewayAccount.STRIPE:
            stripe = deps.settings.stripe()
            key, hook = stripe.secret_key, stripe.webhook_secret
            return _Account(
                "Stripe",
                stripe.enabled,
                key,
                "stripe.secret_key",
                key is not None,
                hook,
                "stripe.webhook_secret",
                hook is not None,
            )
        case GatewayAccount.PAYPAL | GatewayAccount.PAYPAL_SECONDARY:
            return _paypal(deps.settings.paypal(account))
        case GatewayAccount.PLISIO:
            plisio = deps.settings.plisio()
            key, place = plisio.secret_key, "plisio.secret_key"
            is_set = key is not None
            return _Account("Plisio", plisio.enabled, key, place, is_set, key, place, is_set)


def _paypal(paypal: PayPalSettings) -> _Account:
    is_first = paypal.name == GatewayAccount.PAYPAL
    keys = {"client_secret": paypal.client_secret, "nvp_password": paypal.nvp_password}
    field = next((name for name, key in keys.items() if key is not None), "client_secret")
    return _Account(
        "PayPal" if is_first else "PayPal (secondary)",
        paypal.enabled,
        keys[field],
        f"{paypal.name}.{field}",
        keys[field] is not None,
        None,
        "",
        bool(paypal.webhook_id),
    )


def _listed(deps: InsightsDeps) -> Iterator[tuple[GatewayAccount, _Account]]:
    """Yield the accounts that we can read; the secondary one, which few have, if it is set up."""
    for account in deps.selling.settling.accounts:
        told = _account(deps, account)
        if told.has_key or account is not GatewayAccount.PAYPAL_SECONDARY:
            yield account, told


def _gateways(deps: InsightsDeps) -> Iterator[GatewayFacts]:
    for account, told in _listed(deps):
        cursor = deps.payments.sync_cursor(account) if told.has_key else None
        yield GatewayFacts(
            id=account,
            name=told.name,
            link=_page(account),
            is_enabled=told.is_enabled,
            is_synced=is_synced(deps.settings, account),
            has_key=told.has_key,
            key_problem=_problem(deps, told.key, place=told.key_place),
            read_until=cursor.read_until if cursor and cursor.ran_at else None,
            ran_at=cursor.ran_at if cursor else None,
            error=cursor.error if cursor else "",
        )


def _webhooks(deps: InsightsDeps) -> Iterator[WebhookFacts]:
    now = deps.clock.now()
    for account, told in _listed(deps):
        if account is GatewayAccount.PAYPAL_SECONDARY:
            continue
        gateway = GatewayName(account.value)
        latest = deps.signs.last_webhook(gateway)
        yield WebhookFacts(
            id=gateway,
            name=told.name,
            link=_page(account),
            address=f"{deps.selling.site_url}/webhooks/{gateway}",
            has_key=told.has_key,
            has_secret=told.has_webhook_secret,
            secret_problem=_problem(deps, told.webhook_secret, place=told.webhook_place),
            accepted_at=latest.received_at if latest else None,
            refused=deps.counter.read(f"webhook.refused.{gateway}", now=now, days=REFUSED_DAYS),
        )


def _page(account: GatewayAccount) -> str:
    return f"/settings?tab={account.value.partition('_')[0]}"


def _problem(deps: InsightsDeps, sealed: Sealed | None, *, place: str) -> str:
    """Return why a stored secret cannot be opened, empty if it can or is not set."""
    if sealed is None:
        return ""
    try:
        deps.vault.open(sealed, place=place)
    except AppError as error:
        return error.message
    return ""


# --- Media servers -------------------------------------------------------------------------------


def _servers(deps: InsightsDeps, sweep: ScheduleState | None) -> Iterator[ServerFacts]:
    now = deps.clock.now()
    seats = {each.server_id: each for each in deps.catalog.all_seats()}
    troubles = sweep.troubles if sweep else {}
    since = sweep.troubled_since if sweep else {}
    for server in deps.catalog.servers():
        name = f"{SERVER}{server.id}"
        yield ServerFacts(
            server=server,
            seats_taken=seats[server.id].taken(now=now) if server.id in seats else 0,
            swept_at=sweep.finished_at if sweep else None,
            error=troubles.get(name, ""),
            error_since=since.get(name),
        )


def _people(deps: InsightsDeps) -> Mapping[str, int]:
    """Return how many seats people take on each account's servers together."""
    seats = {each.server_id: each.people for each in deps.catalog.all_seats()}
    people: Tally[str] = Tally()
    for server in deps.catalog.servers():
        people[server.owner] += seats.get(server.id, 0)
    return people


# --- Mail and work -------------------------------------------------------------------------------


def _mail(deps: InsightsDeps) -> MailFacts:
    settings = deps.settings.mail()
    done = _mails(deps, JobState.DONE)
    failed = _mails(deps, JobState.PARKED)
    waiting = [each for each in _mails(deps, JobState.READY) if each.last_error]
    ended = [each.finished_at for each in done if each.finished_at]
    return MailFacts(
        host=settings.host,
        is_enabled=settings.enabled,
        password_problem=_problem(deps, settings.password, place="mail.password"),
        operator=deps.settings.site().admin_email,
        sent_at=max(ended, default=None),
        failed=len(failed),
        waiting=len(waiting),
        error=next((each.last_error for each in (*failed, *waiting)), ""),
    )


def _mails(deps: InsightsDeps, state: JobState) -> list[Job]:
    """Return the mails among the latest hundred jobs of that state."""
    page = deps.jobs.in_state(state, cursor=None, limit=_MOST_JOBS)
    return [job for job in page.items if job.kind is JobKind.SEND_MAIL]


def _jobs(deps: InsightsDeps) -> JobFacts:
    parked = deps.jobs.in_state(JobState.PARKED, cursor=None, limit=_MOST_JOBS)
    oldest = deps.jobs.due(now=deps.clock.now(), limit=1)
    return JobFacts(
        parked=len(parked.items),
        is_cut=parked.next_cursor is not None,
        oldest_due_at=oldest[0].due_at if oldest else None,
    )


# --- The ground ----------------------------------------------------------------------------------


def _system(deps: InsightsDeps) -> SystemFacts:
    try:
        deps.vault.seal(Secret("a probe of the key"), place="health")
    except AppError as error:
        key_problem, unreadable = error.message, []
    else:
        key_problem, unreadable = "", list(_unreadable(deps))
    try:
        elsewhere = deps.signs.elsewhere()
    except AppError:
        elsewhere = None
    ahead = (deps.clock.now() - elsewhere).total_seconds() if elsewhere else None
    link = deps.logins.setup_link()
    return SystemFacts(
        ahead_seconds=ahead,
        key_problem=key_problem,
        unreadable=tuple(unreadable),
        set_up_at=link.used_at if link else None,
    )


def _unreadable(deps: InsightsDeps) -> Iterator[str]:
    for account in deps.catalog.plex_accounts():
        if _problem(deps, account.token, place=f"plex_account.{account.id}"):
            yield f"the Plex token of {account.username}"
    for _, told in _listed(deps):
        if _problem(deps, told.key, place=told.key_place):
            yield f"the key of {told.name}"
        elif _problem(deps, told.webhook_secret, place=told.webhook_place):
            yield f"the webhook secret of {told.name}"
    if _problem(deps, deps.settings.mail().password, place="mail.password"):
        yield "the mail password"
