"""The part of the composition root that keeps limits.

As in `wiring`, imports stand inside the functions: a process loads only what it meets.
"""

import functools
from typing import TYPE_CHECKING, NamedTuple

from chalicelib import media_wiring
from chalicelib.kernel.clock import wait

if TYPE_CHECKING:
    from chalicelib.adapters.dynamo.rows import Rows
    from chalicelib.catalog.ports import CatalogDeps
    from chalicelib.config import Config
    from chalicelib.enforcement.activity.shared_look import SharedLook
    from chalicelib.enforcement.downloads.ports import DownloadDeps
    from chalicelib.enforcement.ports import EnforcementDeps
    from chalicelib.enforcement.webhooks.ports import HookDeps
    from chalicelib.insights.ports import OwnLookDeps
    from chalicelib.settings.ports import SettingsDeps
    from chalicelib.subscriptions.ports import SubscriptionsDeps
    from chalicelib.users.ports import UsersDeps


def enforcement_deps(
    rows: "Rows",
    *,
    settings: "SettingsDeps",
    users: "UsersDeps",
    subscriptions: "SubscriptionsDeps",
    catalog: "CatalogDeps",
    on_refused: "media_wiring.OnRefused",
) -> "EnforcementDeps":
    """Return what enforcement needs, with the stores of the topics below it."""
    from chalicelib.adapters.dynamo.activity_store import DynamoActivityStore
    from chalicelib.adapters.dynamo.usage_store import DynamoUsageStore
    from chalicelib.enforcement.ports import EnforcementDeps

    return EnforcementDeps(
        database=users.database,
        store=DynamoActivityStore(rows, clock=users.clock),
        usage=DynamoUsageStore(rows),
        users=users.store,
        subscriptions=subscriptions.store,
        catalog=catalog.store,
        settings=settings.store,
        hosts=media_wiring.stream_hosts(on_refused),
        vault=catalog.vault,
        nudge=users.nudge,
        clock=users.clock,
        site_url=users.site_url,
        device_hosts=media_wiring.device_hosts(),
        pause=functools.partial(wait, users.clock),
    )


def hook_deps(rows: "Rows", catalog: "CatalogDeps", settings: "Config") -> "HookDeps":
    """Return what webhooks of media servers need."""
    from chalicelib.adapters.dynamo.hook_store import DynamoHookStore
    from chalicelib.adapters.queue import SqsLooks
    from chalicelib.enforcement.webhooks.ports import HookDeps

    return HookDeps(
        database=catalog.database,
        hooks=DynamoHookStore(rows),
        looks=SqsLooks(settings.jobs_queue),
        catalog=catalog.store,
        vault=catalog.vault,
        clock=catalog.clock,
        site_url=settings.site_url,
    )


def download_deps(
    rows: "Rows", enforcing: "EnforcementDeps", *, on_refused: "media_wiring.OnRefused"
) -> "DownloadDeps":
    """Return what counting downloads needs."""
    from chalicelib.adapters.dynamo.downloads_store import DynamoDownloadStore
    from chalicelib.enforcement.downloads.ports import DownloadDeps

    sources = media_wiring.download_sources(on_refused)
    return DownloadDeps(enforcing, DynamoDownloadStore(rows), sources)


class Looks(NamedTuple):
    """Looks at what plays: of each customer at the own streams, and of administrators at all."""

    own: "OwnLookDeps"
    playing: "SharedLook"


def looks(rows: "Rows", enforcing: "EnforcementDeps") -> Looks:
    """Return the looks at what plays that people share who open a page."""
    from chalicelib.adapters.dynamo.own_look_store import DynamoOwnLookStore
    from chalicelib.enforcement.activity.now_playing import now_playing
    from chalicelib.enforcement.activity.shared_look import SharedLook
    from chalicelib.insights.ports import OwnLookDeps

    return Looks(
        OwnLookDeps(enforcing, DynamoOwnLookStore(rows)),
        SharedLook(functools.partial(now_playing, enforcing), clock=enforcing.clock),
    )
