"""Fill a new local world: plans, media servers, people with a history, an administrator.

    python -m infra.local.seed

Everything goes through the product's own use cases against the stand-ins. Safe to run again and
after a run that died half-way: what exists is left alone.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import requests

from chalicelib import wiring
from chalicelib.catalog import accounts, groups, libraries, locations, plans, servers
from chalicelib.catalog.model import STANDARD, Plan, PlexAccount, Server
from chalicelib.entrypoints.money_jobs import ALL_HANDLERS
from chalicelib.jobs import run
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import ConflictError
from chalicelib.kernel.ids import GroupId, LocationId, PlanId
from chalicelib.kernel.money import Money
from chalicelib.kernel.records import Update
from chalicelib.kernel.secret import Secret
from chalicelib.kernel.term import days, months
from chalicelib.payments.by_hand import enter
from chalicelib.payments.model import GatewayName
from chalicelib.payments.renewing import offers
from chalicelib.settings import change, change_payments, paypal, plisio, receipts, trials
from chalicelib.settings.model import MailSecurity, PayPalMode, PayPalReading
from chalicelib.settings.ports import SettingsDeps
from chalicelib.users import edit, setup
from chalicelib.users.model import MediaIdentity, User
from infra.local import seed_community, seed_hooks, seed_keyed

_ACTOR = Actor("seed:demo")
_ADMIN = "admin@demo.example"
_PLEX_TOKEN = "plex-owner-token"  # noqa: S105 - the stand-in's, public on purpose
_STRIPE_KEY = "sk_test_sandbox"
_PLISIO_KEY = "plisio_sandbox_secret_key"  # the same as the sandbox
_STRIPE_WEBHOOK_SECRET = "whsec_sandbox0123456789abcdefghijklmnop"  # noqa: S105 - likewise

# What customers may subscribe to.
_RENEWING = frozenset({"Standard", "Premium"})
_GROUPS_OF = {"4K Movies": "Premium 4K", "Kids": "Family"}
_LOCATION_OF = {"alpha": "Frankfurt", "beta": "New York"}
_TAKES_TRIALS = "alpha"


@dataclass(frozen=True, slots=True)
class _Customer:
    """Somebody with a history; a past is `(plan, started so many days ago, how many terms)`."""

    username: str
    name: str
    plan: str = ""
    days_ago: int = 0
    terms: int = 1
    is_permanent: bool = False
    accepts: bool = True


_CUSTOMERS = (
    _Customer("ann", "Ann Archer", "Standard", days_ago=70, terms=3),
    _Customer("ben", "Ben Brook", "Basic", days_ago=12),
    _Customer("carla", "Carla Cruz", "Standard", days_ago=45),
    _Customer("dev", "Dev Das", is_permanent=True),
    _Customer("emma", "Emma Ekberg", "Premium", days_ago=1, accepts=False),
)


def main() -> None:
    """Bring the world into the state that newcomers should find."""
    _settings()
    _administrator(Path(os.environ["DATA_DIR"]) / "admin.txt")
    group_ids = _groups()
    location_ids = _locations()
    account = _account()
    for server in _servers(account, location_ids):
        _classify(server, group_ids)
    offered = _plans(group_ids)
    seed_keyed.add(group_ids)
    seed_hooks.add()
    seed_community.add(tuple(offered.values()))
    _trials()
    news = [_customer(customer, offered) for customer in _CUSTOMERS]
    if any(news):
        # Only for a new world: after a restart the work that waits is the worker's.
        for _ in range(3):  # jobs beget jobs: a share, its acceptance, the mail
            run.run_due(wiring.jobs_deps(), handlers=ALL_HANDLERS)


def _settings() -> None:
    deps = wiring.settings_deps()
    site = deps.store.site()
    if site.version == 0:
        changes = change.SiteChanges(
            site_name="Northlight Streams",
            support_email="help@demo.example",
            admin_email=_ADMIN,
            # In the demo one film on three devices should show a stop at once.
            device_switch_grace_seconds=0,
        )
        change.site(deps, version=0, changes=changes, actor=_ACTOR)
    if deps.store.stripe().version == 0:
        stripe = change.StripeChanges(
            enabled=True,
            recurring_enabled=True,
            secret_key=_STRIPE_KEY,
            webhook_secret=_STRIPE_WEBHOOK_SECRET,
        )
        change.stripe(deps, version=0, changes=stripe, actor=_ACTOR)
    if deps.store.plisio().version == 0:
        crypto = plisio.PlisioChanges(enabled=True, secret_key=_PLISIO_KEY)
        plisio.change(deps, version=0, changes=crypto, actor=_ACTOR)
    _paypal(deps)
    if deps.store.payments().version == 0:
        sells = change_payments.PaymentChanges(recurring_enabled=True)
        change_payments.payments(deps, version=0, changes=sells, actor=_ACTOR)
    if deps.store.receipts().version == 0:
        seller = receipts.ReceiptChanges(
            business_name="Northlight Streams Ltd",
            address="1 Film Street\n0150 Oslo",
            tax_line="VAT NO 987 654 321 MVA",
            footer="Thank you for watching with us.",
        )
        receipts.change(deps, version=0, changes=seller, actor=_ACTOR)
    mail = deps.store.mail()
    port = int(os.environ["SMTP_PORT"])
    if mail.version == 0 or (mail.host == "127.0.0.1" and mail.port != port):
        wanted = change.MailChanges(
            enabled=True,
            host=os.environ["SMTP_HOST"],
            port=port,
            security=MailSecurity.NONE,
            from_address="hello@demo.example",
            from_name="Northlight Streams",
        )
        change.mail(deps, version=mail.version, changes=wanted, actor=_ACTOR)


def _paypal(deps: SettingsDeps) -> None:
    """Set up both accounts that the stand-in has: one that sells, one that is only read."""
    if deps.store.paypal(paypal.PRIMARY).version == 0:
        primary = paypal.PayPalChanges(
            enabled=True,
            recurring_enabled=True,
            is_business=True,
            mode=PayPalMode.SANDBOX,
            client_id="paypal-primary-client",
            client_secret="paypal-primary-secret",  # noqa: S106 - the stand-in's, public
            webhook_id="SANDBOXPRIMARY001",
        )
        paypal.change(deps, name=paypal.PRIMARY, version=0, changes=primary, actor=_ACTOR)
    if deps.store.paypal(paypal.SECONDARY).version == 0:
        secondary = paypal.PayPalChanges(
            enabled=True,
            mode=PayPalMode.SANDBOX,
            reads_by=PayPalReading.NVP,
            nvp_username="secondary_api1.sandbox.test",
            nvp_password="paypal-secondary-password",  # noqa: S106 - likewise
            nvp_signature="paypal-secondary-signature",
        )
        paypal.change(deps, name=paypal.SECONDARY, version=0, changes=secondary, actor=_ACTOR)


def _administrator(path: Path) -> None:
    deps = wiring.users_deps()
    if deps.logins.any_login():
        return
    password = secrets.token_urlsafe(15)
    # Written first: a login whose password nobody knows would lock everybody out.
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(opened, "w") as file:
        file.write(f"{_ADMIN}\n{password}\n")
    setup.create_admin(deps, email=_ADMIN, password=password)


def _groups() -> Mapping[str, GroupId]:
    deps = wiring.catalog_deps()
    have = {group.name: group.id for group in deps.store.groups()}
    for name in sorted({*_GROUPS_OF.values(), *seed_keyed.GROUPS} - set(have)):
        have[name] = groups.add(deps, name=name, actor=_ACTOR).id
    return have


def _locations() -> Mapping[str, LocationId]:
    deps = wiring.catalog_deps()
    have = {location.name: location.id for location in deps.store.locations()}
    for name in sorted(set(_LOCATION_OF.values()) - set(have)):
        have[name] = locations.add(deps, name=name, actor=_ACTOR).id
    return have


def _account() -> PlexAccount:
    deps = wiring.catalog_deps()
    linked = deps.store.plex_accounts()
    if linked:
        return linked[0]
    return accounts.link_by_token(deps, token=Secret(_PLEX_TOKEN), actor=_ACTOR)


def _servers(account: PlexAccount, location_ids: Mapping[str, LocationId]) -> list[Server]:
    deps = wiring.catalog_deps()
    have = {server.machine_id: server for server in deps.store.servers()}
    result = []
    for found in servers.found(deps, account_id=account.id):
        url = found.urls[0]
        server = have.get(found.machine_id) or servers.add(
            deps, account_id=account.id, machine_id=found.machine_id, url=url, actor=_ACTOR
        )
        if server.url != url:
            # The stand-ins listen elsewhere than in the run before.
            deps.database.commit(Update(replace(server, url=url)))
            server = replace(server, url=url, version=server.version + 1)
        if server.machine_id not in have:
            server = _enabled(server, location_ids)
        result.append(server)
    return result


def _enabled(server: Server, location_ids: Mapping[str, LocationId]) -> Server:
    return servers.change(
        wiring.catalog_deps(),
        server_id=server.id,
        version=server.version,
        changes=servers.ServerChanges(
            is_enabled=True,
            allows_new=True,
            allows_trials=server.name == _TAKES_TRIALS,
            max_users=25,
            location_id=location_ids.get(_LOCATION_OF.get(server.name, "")),
            logs_activity=True,
        ),
        actor=_ACTOR,
    )


def _classify(server: Server, group_ids: Mapping[str, GroupId]) -> None:
    deps = wiring.catalog_deps()
    stored = deps.store.libraries(server.id)
    if any(library.version > 1 for library in stored):
        return  # an operator or the run before has sorted them
    for library in stored:
        group_id = group_ids.get(_GROUPS_OF.get(library.title, ""), STANDARD)
        libraries.classify(
            deps,
            library_id=library.id,
            server_id=server.id,
            group_id=group_id,
            actor=_ACTOR,
        )


def _plans(group_ids: Mapping[str, GroupId]) -> Mapping[str, Plan]:
    deps = wiring.catalog_deps()
    have = {plan.name: plan for plan in deps.store.plans()}
    for draft in _drafts(group_ids):
        if draft.name not in have:
            have[draft.name] = plans.add(deps, draft=draft, actor=_ACTOR)
            if draft.name == "Standard":
                plans.make_default(deps, plan_id=have[draft.name].id, actor=_ACTOR)
            if draft.name in _RENEWING:
                _offer(have[draft.name].id)
    return have


def _offer(plan_id: PlanId) -> None:
    """Give the plan a price of its own at the gateways that charge again and again."""
    deps = wiring.payments_deps()
    for gateway in (GatewayName.STRIPE, GatewayName.PAYPAL):
        plan = deps.catalog.plan(plan_id)
        version = plan.version if plan else 0
        offers.make(deps, plan_id=plan_id, version=version, gateway=gateway, actor=_ACTOR)


def _trials() -> None:
    deps = wiring.settings_deps()
    if deps.store.trials().version == 0:
        wanted = trials.TrialChanges(enabled=True)
        trials.change(deps, version=0, changes=wanted, has_trial_plan=True, actor=_ACTOR)


def _drafts(group_ids: Mapping[str, GroupId]) -> tuple[plans.PlanDraft, ...]:
    family = (STANDARD, group_ids["Family"])
    return (
        plans.PlanDraft(
            name="Basic",
            description="One screen, everything in HD.",
            price=Money(500, "USD"),
            term=days(30),
            max_streams=1,
            group_ids=(STANDARD,),
            sort_order=1,
        ),
        plans.PlanDraft(
            name="Standard",
            description="Two screens and the kids’ library.",
            price=Money(1000, "USD"),
            term=months(1),
            max_streams=2,
            group_ids=family,
            sort_order=2,
        ),
        plans.PlanDraft(
            name="Premium",
            description="Four screens, 4K and downloads for three months.",
            price=Money(4500, "USD"),
            term=months(3),
            max_streams=4,
            group_ids=(*family, group_ids["Premium 4K"]),
            allows_downloads=True,
            sort_order=3,
        ),
        plans.PlanDraft(
            name="Taster",
            description="A week to look around, on one screen.",
            price=Money(0, "USD"),
            term=days(7),
            max_streams=1,
            group_ids=(STANDARD,),
            is_trial=True,
            sort_order=4,
        ),
    )


def _customer(customer: _Customer, offered: Mapping[str, Plan]) -> bool:
    """Return whether the customer has paid anything that was not in the books yet."""
    media = MediaIdentity(username=customer.username, email=f"{customer.username}@demo.example")
    if customer.accepts:
        _accepts_by_itself(customer.username)
    user = _user(customer, media)
    return bool(customer.plan) and _history(customer, user, offered[customer.plan])


def _user(customer: _Customer, media: MediaIdentity) -> User:
    deps = wiring.users_deps()
    known = deps.store.by_media(media)
    if known:
        return known[0]
    draft = edit.UserDraft(
        email=media.email,
        name=customer.name,
        media=media,
        is_permanent=customer.is_permanent,
        discord_id=seed_community.discord_id_of(customer.username),
    )
    return edit.add(deps, draft=draft, actor=_ACTOR)


def _history(customer: _Customer, user: User, plan: Plan) -> bool:
    deps = wiring.payments_deps()
    starts_at = _midnight(deps.clock.now()) - timedelta(days=customer.days_ago)
    for number in range(customer.terms):
        ends_at = plan.term.end_from(starts_at)
        try:
            enter.enter(
                deps,
                user_id=user.id,
                plan_id=plan.id,
                amount=plan.price,
                external_id=f"demo-{customer.username}-{number + 1}",
                starts_at=starts_at,
                ends_at=ends_at,
                notes="Paid in cash before the site existed.",
                actor=_ACTOR,
            )
        except ConflictError:
            return False  # entered by an earlier run
        starts_at = ends_at
    return True


def _accepts_by_itself(username: str) -> None:
    answer = requests.Session().post(
        f"{os.environ['SANDBOX_URL']}/sandbox/api/plex/change_person",
        json={"person": username, "auto_accept": True},
        timeout=10,
    )
    answer.raise_for_status()


def _midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


if __name__ == "__main__":
    main()
