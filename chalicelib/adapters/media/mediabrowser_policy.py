"""Policies of Emby and Jellyfin accounts: what an account may do, in some forty fields.

A server replaces the whole policy and takes what is missing for allowed. So a policy is read,
changed in a few fields and written back with everything that we do not know
(jellyfin/jellyfin#10552, hrfee/jfa-go#76).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.access.account_ports import AccountRights
from chalicelib.adapters.media.mediabrowser_session import Dialect, Row, plain_id

Policy = dict[str, Any]

# What an account needs for watching stays as the server has it; all else is off.
_LEAST: Mapping[str, object] = {
    "IsHidden": True,
    "IsHiddenRemotely": True,
    "EnableAllChannels": False,
    "EnabledChannels": [],
    "EnableLiveTvAccess": False,
    "EnableLiveTvManagement": False,
    "EnableContentDeletion": False,
    "EnableContentDeletionFromFolders": [],
    "EnableSyncTranscoding": False,
    "EnableMediaConversion": False,
    "EnableRemoteControlOfOtherUsers": False,
    "EnableSharedDeviceControl": False,
    "EnablePublicSharing": False,
    "EnableCollectionManagement": False,
    "EnableSubtitleManagement": False,
    "EnableSubtitleDownloading": False,
    "EnableLyricManagement": False,
    "AllowCameraUpload": False,
    "AllowSharingPersonalItems": False,
    "AllowTagOrRating": False,
    "SyncPlayAccess": "None",
}
# How somebody signs in is the account's own; what a model has forgotten or locked is not copied.
_OWN = frozenset(
    {
        "AuthenticationProviderId",
        "PasswordResetProviderId",
        "InvalidLoginAttemptCount",
        "LockedOutDate",
        "EnabledDevices",
        "EnableAllDevices",
    }
)
_NEEDED = frozenset(
    {"IsAdministrator", "IsDisabled", "EnableAllFolders", "EnabledFolders"}
    | {"EnableContentDownloading"}
)


def policy_of(user: Row) -> Policy:
    """Return an account's policy; raises KeyError when it lacks what we rely on."""
    policy: Policy = dict(user["Policy"])
    missing = _NEEDED - policy.keys()
    if missing:
        raise KeyError(min(missing))
    return policy


def locked(fresh: Policy, *, model: Policy | None) -> Policy:
    """Return the policy of a new account that may not even sign in yet.

    Further rights are those of the model, or the least.
    """
    given = model if model is not None else _known(fresh, _LEAST)
    copied = {name: value for name, value in given.items() if name not in _OWN}
    return {
        **fresh,
        **copied,
        "IsAdministrator": False,
        "IsDisabled": True,
        "EnableAllFolders": False,
        "EnabledFolders": [],
        "EnableContentDownloading": False,
    }


def changed(policy: Policy, rights: AccountRights, dialect: Dialect) -> Policy:
    """Return the policy with these rights, unlocked."""
    wanted: Policy = {
        "IsDisabled": False,
        "EnableAllFolders": False,
        "EnabledFolders": _in_order(policy, rights.library_share_ids),
        "EnableContentDownloading": rights.allows_downloads,
        **_known(policy, dialect.limits(rights)),
    }
    if rights.allows_video_transcoding is not None:
        wanted["EnableVideoPlaybackTranscoding"] = rights.allows_video_transcoding
    if rights.max_kbps is not None:
        wanted["RemoteClientBitrateLimit"] = rights.max_kbps * 1000
    return {**policy, **wanted}


def rights_of(policy: Row, dialect: Dialect, *, everything: Iterable[str]) -> AccountRights:
    """Return what a policy allows; `everything` are the ids of all libraries."""
    return AccountRights(
        library_share_ids=(
            frozenset(everything) if policy["EnableAllFolders"] else frozenset(_folders(policy))
        ),
        allows_downloads=bool(policy["EnableContentDownloading"]),
        allows_video_transcoding=bool(policy.get("EnableVideoPlaybackTranscoding", True)),
        max_streams=dialect.max_streams(policy),
        max_kbps=int(policy.get("RemoteClientBitrateLimit") or 0) // 1000,
    )


def sees_nothing(policy: Row) -> bool:
    """Tell whether an account has no library at all."""
    return not policy["EnableAllFolders"] and not policy["EnabledFolders"]


def differences(wanted: Row, found: Row) -> tuple[str, ...]:
    """Return the fields in which a policy is not what was written."""
    return tuple(
        sorted(name for name, value in wanted.items() if not _same(value, found.get(name)))
    )


def _same(one: object, other: object) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return {plain_id(each) for each in one} == {plain_id(each) for each in other}
    return one == other


def _folders(policy: Row) -> list[str]:
    return [plain_id(each) for each in policy["EnabledFolders"] or ()]


def _in_order(policy: Row, wanted: frozenset[str]) -> list[str]:
    """Return the ids, those that are there already first, so that nothing moves without need."""
    kept = [each for each in _folders(policy) if each in wanted]
    return kept + sorted(wanted - set(kept))


def _known(policy: Row, fields: Mapping[str, object]) -> Policy:
    """Return the fields that this server's policies have: another version knows others."""
    return {name: value for name, value in fields.items() if name in policy}
