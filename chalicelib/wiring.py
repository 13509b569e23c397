"""The composition root: one cached `<topic>_deps()` per topic, built when first asked for.

Imports of adapters stand inside the functions, so that a process loads only the SDKs that it uses.
"""

import functools
import random
from typing import TYPE_CHECKING, Any

from chalicelib import community_wiring, enforcement_wiring, media_wiring, tool_wiring
from chalicelib.config import PLEX_TV, config
from chalicelib.kernel.clock import Clock, ShiftedClock, SystemClock, wait
from chalicelib.kernel.lazy import LazyPort

if TYPE_CHECKING:
    from chalicelib.access.ports import AccessDeps
    from chalicelib.adapters.dynamo.rows import Rows
    from chalicelib.catalog.call_budget import CallBudget
    from chalicelib.catalog.model import PlexAccount
    from chalicelib.catalog.ports import CatalogDeps, CatalogStore
    from chalicelib.checkout.ports import CheckoutDeps
    from chalicelib.community.ports import CommunityDeps
    from chalicelib.enforcement.downloads.ports import DownloadDeps
    from chalicelib.enforcement.ports import EnforcementDeps
    from chalicelib.enforcement.webhooks.ports import HookDeps
    from chalicelib.insights.ports import InsightsDeps
    from chalicelib.jobs.ports import JobsDeps, JobStore, Nudge
    from chalicelib.kernel.pages import PageRenderer
    from chalicelib.kernel.records import Database
    from chalicelib.kernel.secret import Vault
    from chalicelib.membership.ports import MembershipDeps
    from chalicelib.notifications.ports import NotificationsDeps
    from chalicelib.payments.ports import PaymentsDeps
    from chalicelib.settings.ports import SettingsDeps, SettingsStore
    from chalicelib.subscriptions.ports import SubscriptionsDeps
    from chalicelib.users.ports import UsersDeps


@functools.cache
def clock() -> Clock:
    """Return the system's clock: shifted where a clock file is set, else the machine's."""
    path = config().clock_file
    return ShiftedClock(path) if path else SystemClock()


@functools.cache
def vault() -> "Vault":
    """Return the vault with this deployment's master key."""
    from chalicelib.adapters import vault as vaults

    return vaults.AesGcmVault(_master_key())


@functools.cache
def pages() -> "PageRenderer":
    """Return the renderer of the customers' site."""
    return tool_wiring.pages()


@functools.cache
def settings_deps() -> "SettingsDeps":
    """Return what settings need."""
    from chalicelib.settings.ports import SettingsDeps

    return SettingsDeps(_database(), _settings_store(), vault(), clock())


@functools.cache
def catalog_deps() -> "CatalogDeps":
    """Return what the catalogue needs."""
    from chalicelib.catalog.ports import CatalogDeps

    return CatalogDeps(
        database=_database(),
        store=_catalog_store(),
        plex=LazyPort(media_wiring.plex_directory),
        directories=media_wiring.directories(),
        vault=vault(),
        clock=clock(),
        budget=_call_budget(),
    )


@functools.cache
def users_deps() -> "UsersDeps":
    """Return what users and logins need."""
    from chalicelib.adapters.dynamo.users_store import DynamoLoginStore, DynamoUserStore
    from chalicelib.users.ports import UsersDeps

    return UsersDeps(
        database=_database(),
        store=DynamoUserStore(_rows()),
        logins=DynamoLoginStore(_rows()),
        passwords=LazyPort(tool_wiring.passwords),
        signer=LazyPort(lambda: tool_wiring.signer(_master_key())),
        nudge=nudge(),
        clock=clock(),
        site_url=config().site_url,
    )


@functools.cache
def subscriptions_deps() -> "SubscriptionsDeps":
    """Return what subscriptions need."""
    from chalicelib.adapters.dynamo.subscriptions_store import DynamoSubscriptionStore
    from chalicelib.subscriptions.ports import SubscriptionsDeps

    return SubscriptionsDeps(_database(), DynamoSubscriptionStore(_rows()), nudge(), clock())


@functools.cache
def notifications_deps() -> "NotificationsDeps":
    """Return what notifications need."""
    from chalicelib.notifications.ports import NotificationsDeps

    return NotificationsDeps(
        settings=_settings_store(),
        renderer=LazyPort(tool_wiring.mail_renderer),
        mailer=LazyPort(functools.cache(lambda: tool_wiring.mailer(clock()))),
        vault=vault(),
        clock=clock(),
        site_url=config().site_url,
    )


@functools.cache
def payments_deps() -> "PaymentsDeps":
    """Return what payments need."""
    from chalicelib.adapters.dynamo.counter import DynamoCounter
    from chalicelib.adapters.dynamo.payments_store import DynamoPaymentStore
    from chalicelib.adapters.gateways.registry import Bases, Gateways
    from chalicelib.payments.ports import PaymentsDeps

    settings = config()
    bases = Bases(
        settings.stripe_api_base,
        settings.paypal_api_base,
        settings.paypal_nvp_base,
        settings.plisio_api_base,
    )
    gateways = Gateways(_settings_store(), vault(), bases, clock())
    return PaymentsDeps(
        database=_database(),
        store=DynamoPaymentStore(_rows()),
        users=users_deps().store,
        subscriptions=subscriptions_deps().store,
        catalog=_catalog_store(),
        settings=_settings_store(),
        gateways=gateways.by_name(),
        accounts=gateways.by_account(),
        recurring=gateways.recurring(),
        prorating=gateways.prorating(),
        counter=DynamoCounter(_rows()),
        nudge=nudge(),
        clock=clock(),
        site_url=settings.site_url,
    )


@functools.cache
def access_deps() -> "AccessDeps":
    """Return what access needs."""
    from chalicelib.access.ports import AccessDeps
    from chalicelib.adapters.dynamo.access_store import DynamoAccessStore

    return AccessDeps(
        database=_database(),
        store=DynamoAccessStore(_rows()),
        users=users_deps().store,
        logins=users_deps().logins,
        subscriptions=subscriptions_deps().store,
        catalog=_catalog_store(),
        settings=_settings_store(),
        cataloguing=catalog_deps(),
        hosts=media_wiring.library_hosts(_call_budget(), _doubt),
        account_hosts=media_wiring.account_hosts(),
        vault=vault(),
        nudge=nudge(),
        clock=clock(),
        site_url=config().site_url,
    )


@functools.cache
def checkout_deps() -> "CheckoutDeps":
    """Return what checkout needs."""
    from chalicelib.adapters.dynamo.waitlist_store import DynamoWaitlistStore
    from chalicelib.checkout.ports import CheckoutDeps

    return CheckoutDeps(
        database=_database(),
        catalog=_catalog_store(),
        plex=LazyPort(media_wiring.plex_directory),
        acceptor=LazyPort(media_wiring.invite_acceptor),
        payments=payments_deps().store,
        waitlist=DynamoWaitlistStore(_rows()),
        settling=payments_deps(),
        access=access_deps().store,
        users=users_deps().store,
        subscriptions=subscriptions_deps().store,
        settings=_settings_store(),
        gateways=payments_deps().gateways,
        jobs=_job_store(),
        signer=users_deps().signer,
        nudge=nudge(),
        clock=clock(),
        site_url=config().site_url,
    )


@functools.cache
def membership_deps() -> "MembershipDeps":
    """Return what letting people in needs."""
    from chalicelib.adapters.dynamo.invites_store import DynamoInviteListStore, DynamoOutageStore
    from chalicelib.membership.ports import MembershipDeps

    return MembershipDeps(
        DynamoInviteListStore(_rows()),
        DynamoOutageStore(_rows()),
        payments_deps(),
        access_deps(),
        community_deps().store,
    )


@functools.cache
def community_deps() -> "CommunityDeps":
    """Return what roles and accounts outside of the media servers need."""
    ground = settings_deps(), users_deps(), subscriptions_deps()
    return community_wiring.community_deps(_rows(), *ground)


@functools.cache
def enforcement_deps() -> "EnforcementDeps":
    """Return what enforcement needs."""
    return enforcement_wiring.enforcement_deps(
        _rows(),
        settings=settings_deps(),
        users=users_deps(),
        subscriptions=subscriptions_deps(),
        catalog=catalog_deps(),
        on_refused=_doubt,
    )


@functools.cache
def download_deps() -> "DownloadDeps":
    """Return what counting downloads needs."""
    return enforcement_wiring.download_deps(_rows(), enforcement_deps(), on_refused=_doubt)


@functools.cache
def looks() -> enforcement_wiring.Looks:
    """Return the looks at what plays that people share who open a page."""
    return enforcement_wiring.looks(_rows(), enforcement_deps())


@functools.cache
def hook_deps() -> "HookDeps":
    """Return what webhooks of media servers need."""
    return enforcement_wiring.hook_deps(_rows(), catalog_deps(), config())


@functools.cache
def insights_deps() -> "InsightsDeps":
    """Return what insights need."""
    from chalicelib.adapters.dynamo.activity_store import DynamoAuditStore
    from chalicelib.adapters.dynamo.signs import DynamoSigns
    from chalicelib.insights.ports import InsightsDeps

    return InsightsDeps(
        audit=DynamoAuditStore(_rows()),
        jobs=_job_store(),
        payments=payments_deps().store,
        users=users_deps().store,
        subscriptions=subscriptions_deps().store,
        catalog=_catalog_store(),
        access=access_deps().store,
        activity=enforcement_deps().store,
        settings=_settings_store(),
        counter=payments_deps().counter,
        logins=users_deps().logins,
        selling=checkout_deps(),
        signs=DynamoSigns(_rows()),
        outages=membership_deps().outages,
        vault=vault(),
        clock=clock(),
    )


@functools.cache
def jobs_deps() -> "JobsDeps":
    """Return what durable work needs."""
    from chalicelib.jobs.ports import JobsDeps

    return JobsDeps(
        database=_database(),
        store=_job_store(),
        nudge=nudge(),
        clock=clock(),
        chance=random.random,
    )


@functools.cache
def nudge() -> "Nudge":
    """Return what wakes a worker."""
    return tool_wiring.nudge(config().jobs_queue)


def setup_link() -> str | None:
    """Return a fresh one-time link to make the first administrator; None when there is one."""
    from chalicelib.users import setup

    token = setup.issue_link(users_deps())
    # After the hash sign it is sent to no server and stands in no log.
    return f"{config().site_url}/admin/setup#token={token}" if token else None


def reset() -> None:
    """Forget every part, so that the next one is built from the settings as they are now."""
    others = map(vars, (community_wiring, media_wiring, enforcement_wiring, tool_wiring))
    parts = (globals(), *others)
    for part in (each for names in parts for each in names.values()):
        if hasattr(part, "cache_clear"):
            part.cache_clear()


@functools.cache
def _rows() -> "Rows":
    from chalicelib.adapters.dynamo.rows import Rows
    from chalicelib.adapters.dynamo.tables import TableNames

    settings = config()
    return Rows(
        TableNames(
            core=settings.core_table,
            jobs=settings.jobs_table,
            activity=settings.activity_table,
            audit=settings.audit_table,
        )
    )


@functools.cache
def _database() -> "Database":
    from chalicelib.adapters.dynamo.transactions import DynamoDatabase

    return DynamoDatabase(_rows())


@functools.cache
def _settings_store() -> "SettingsStore":
    from chalicelib.adapters.dynamo.settings_store import DynamoSettingsStore

    return DynamoSettingsStore(_rows())


@functools.cache
def _catalog_store() -> "CatalogStore":
    from chalicelib.adapters.dynamo.catalog_store import DynamoCatalogStore

    return DynamoCatalogStore(_rows())


@functools.cache
def _job_store() -> "JobStore":
    from chalicelib.adapters.dynamo.jobs_store import DynamoJobStore

    return DynamoJobStore(_rows())


@functools.cache
def _master_key() -> Any:
    from chalicelib.adapters import vault as vaults

    return vaults.master_key(config().master_key_file, config().master_key_parameter)


@functools.cache
def _call_budget() -> "CallBudget":
    from chalicelib.adapters.dynamo.call_slots import DynamoCallSlots
    from chalicelib.catalog.call_budget import SpacedCalls, Unspaced

    if config().plex_tv_base != PLEX_TV:
        # A stand-in needs no sparing.
        return Unspaced()
    return SpacedCalls(DynamoCallSlots(_rows()), clock(), functools.partial(wait, clock()))


def _doubt(account: "PlexAccount") -> None:
    from chalicelib.catalog import accounts

    accounts.doubt(_database(), nudge(), account=account, now=clock().now())
