"""The part of the composition root that speaks to media servers, one platform at a time.

As in `wiring`, imports stand inside the functions: a process loads only the platforms it meets.
"""

import functools
import hashlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.catalog.model import Platform
from chalicelib.config import config
from chalicelib.kernel.lazy import LazyMapping

if TYPE_CHECKING:
    from chalicelib.access.account_ports import AccountHost
    from chalicelib.access.ports import MediaLibraryHost
    from chalicelib.adapters.media.mediabrowser_session import MediaBrowserSession
    from chalicelib.adapters.media.plex_session import PlexSession
    from chalicelib.catalog.call_budget import CallBudget
    from chalicelib.catalog.model import PlexAccount
    from chalicelib.catalog.ports import ItemCounter, MediaServerDirectory
    from chalicelib.enforcement.device_ports import DeviceHost
    from chalicelib.enforcement.downloads.ports import DownloadSource
    from chalicelib.enforcement.ports import StreamHost

    OnRefused = Callable[[PlexAccount], None]

# How many servers a sweep may talk to at once.
_POOL_SIZE = 256
_BY_KEY = (Platform.EMBY, Platform.JELLYFIN)


def library_hosts(
    budget: "CallBudget", on_refused: "OnRefused"
) -> "Mapping[Platform, MediaLibraryHost]":
    """Return each platform as a place where libraries are shared."""
    plex = functools.partial(_plex_library_host, budget, on_refused)
    by_key = {each: functools.partial(_shares_by_account, each) for each in _BY_KEY}
    return LazyMapping({Platform.PLEX: plex, **by_key})


def account_hosts() -> "Mapping[Platform, AccountHost]":
    """Return the platforms whose servers keep accounts."""
    return LazyMapping({each: functools.partial(_accounts, each) for each in _BY_KEY})


def stream_hosts(on_refused: "OnRefused") -> "Mapping[Platform, StreamHost]":
    """Return each platform as a place where streams run."""
    plex = functools.partial(_plex_stream_host, on_refused)
    by_key = {each: functools.partial(_streams, each) for each in _BY_KEY}
    return LazyMapping({Platform.PLEX: plex, **by_key})


def device_hosts() -> "Mapping[Platform, DeviceHost]":
    """Return the platforms whose servers list the devices that are signed in."""
    return LazyMapping({each: functools.partial(_devices, each) for each in _BY_KEY})


def download_sources(on_refused: "OnRefused") -> "Mapping[Platform, DownloadSource]":
    """Return each platform as a place from which people download."""
    plex = functools.partial(_plex_downloads, on_refused)
    by_key = {each: functools.partial(_downloads, each) for each in _BY_KEY}
    return LazyMapping({Platform.PLEX: plex, **by_key})


def item_counters() -> "Mapping[Platform, ItemCounter]":
    """Return what counts what each platform's servers have to see."""
    by_key = {each: functools.partial(_item_counter, each) for each in _BY_KEY}
    return LazyMapping({Platform.PLEX: _plex_item_counter, **by_key})


def directories() -> "Mapping[Platform, MediaServerDirectory]":
    """Return what reads servers that are added by address and key."""
    return LazyMapping({each: functools.partial(_directory, each) for each in _BY_KEY})


@functools.cache
def plex_directory() -> Any:
    """Return what reads plex.tv accounts and their servers."""
    from chalicelib.adapters.media.plex_directory import PlexDirectory

    return PlexDirectory(_plex_session(), sign_in_page=config().plex_auth_url)


@functools.cache
def invite_acceptor() -> Any:
    """Return what accepts invites at plex.tv for the person who signed in."""
    from chalicelib.adapters.media.plex_acceptance import PlexInviteAcceptor

    return PlexInviteAcceptor(_plex_session())


@functools.cache
def _plex_session() -> "PlexSession":
    from chalicelib.adapters.media.plex_session import PlexSession

    settings = config()
    # plex.tv counts each client id as a device of the account; one site stays one device.
    client_id = hashlib.sha256(settings.site_url.encode()).hexdigest()[:24]
    base = settings.plex_tv_base
    return PlexSession(client_id=client_id, plex_tv_base=base, pool_size=_POOL_SIZE)


def _plex_library_host(budget: "CallBudget", on_refused: "OnRefused") -> Any:
    from chalicelib.adapters.media.plex_sharing import PlexLibraryHost

    return PlexLibraryHost(_plex_session(), budget=budget, on_refused=on_refused)


def _plex_stream_host(on_refused: "OnRefused") -> Any:
    from chalicelib.adapters.media.plex_streams import PlexStreamHost

    return PlexStreamHost(_plex_session(), on_refused=on_refused)


def _plex_downloads(on_refused: "OnRefused") -> Any:
    from chalicelib.adapters.media.plex_downloads import PlexDownloads

    return PlexDownloads(_plex_session(), on_refused=on_refused)


@functools.cache
def _session(platform: Platform) -> "MediaBrowserSession":
    from chalicelib.adapters.media.emby import Emby
    from chalicelib.adapters.media.jellyfin import Jellyfin
    from chalicelib.adapters.media.mediabrowser_session import MediaBrowserSession

    dialect = Emby() if platform is Platform.EMBY else Jellyfin()
    return MediaBrowserSession(dialect, pool_size=_POOL_SIZE)


@functools.cache
def _accounts(platform: Platform) -> Any:
    from chalicelib.adapters.media.mediabrowser_accounts import MediaBrowserAccounts

    return MediaBrowserAccounts(_session(platform))


@functools.cache
def _shares_by_account(platform: Platform) -> Any:
    from chalicelib.access.applying.shares_by_account import SharesByAccount

    return SharesByAccount(_accounts(platform))


@functools.cache
def _streams(platform: Platform) -> Any:
    from chalicelib.adapters.media.mediabrowser_streams import MediaBrowserStreamHost

    return MediaBrowserStreamHost(_session(platform))


@functools.cache
def _devices(platform: Platform) -> Any:
    from chalicelib.adapters.media.mediabrowser_devices import MediaBrowserDevices

    return MediaBrowserDevices(_session(platform), _accounts(platform))


@functools.cache
def _downloads(platform: Platform) -> Any:
    from chalicelib.adapters.media.mediabrowser_downloads import MediaBrowserDownloads

    return MediaBrowserDownloads(_session(platform))


@functools.cache
def _directory(platform: Platform) -> Any:
    from chalicelib.adapters.media.mediabrowser_directory import MediaBrowserDirectory

    return MediaBrowserDirectory(_session(platform))


@functools.cache
def _plex_item_counter() -> Any:
    from chalicelib.adapters.media.plex_counts import PlexItemCounter

    return PlexItemCounter(_plex_session())


@functools.cache
def _item_counter(platform: Platform) -> Any:
    from chalicelib.adapters.media.mediabrowser_counts import MediaBrowserItemCounter

    return MediaBrowserItemCounter(_session(platform))
