"""What a new account may do on Emby and Jellyfin: nearly everything.

A policy that is written in part goes back to these values where it is silent.
"""

from infra.sandbox.kit import Doc

_COMMON: Doc = {
    "IsAdministrator": False,
    "IsHidden": True,
    "IsDisabled": False,
    "MaxParentalRating": None,
    "BlockedTags": [],
    "EnableUserPreferenceAccess": True,
    "AccessSchedules": [],
    "BlockUnratedItems": [],
    "EnableRemoteControlOfOtherUsers": False,
    "EnableSharedDeviceControl": True,
    "EnableRemoteAccess": True,
    "EnableLiveTvManagement": True,
    "EnableLiveTvAccess": True,
    "EnableMediaPlayback": True,
    "EnableAudioPlaybackTranscoding": True,
    "EnableVideoPlaybackTranscoding": True,
    "EnablePlaybackRemuxing": True,
    "EnableContentDeletion": False,
    "EnableContentDeletionFromFolders": [],
    "EnableContentDownloading": True,
    "EnableSubtitleManagement": False,
    "EnableSyncTranscoding": True,
    "EnableMediaConversion": True,
    "EnabledDevices": [],
    "EnableAllDevices": True,
    "EnabledChannels": [],
    "EnableAllChannels": True,
    "EnabledFolders": [],
    "EnableAllFolders": True,
    "InvalidLoginAttemptCount": 0,
    "EnablePublicSharing": True,
    "BlockedMediaFolders": [],
    "RemoteClientBitrateLimit": 0,
}

POLICIES: dict[str, Doc] = {
    "jellyfin": {
        **_COMMON,
        "EnableCollectionManagement": False,
        "EnableLyricManagement": False,
        "MaxParentalSubRating": None,
        "AllowedTags": [],
        "ForceRemoteSourceTranscoding": False,
        "LoginAttemptsBeforeLockout": -1,
        "MaxActiveSessions": 0,
        "BlockedChannels": [],
        "AuthenticationProviderId": (
            "Jellyfin.Server.Implementations.Users.DefaultAuthenticationProvider"
        ),
        "PasswordResetProviderId": (
            "Jellyfin.Server.Implementations.Users.DefaultPasswordResetProvider"
        ),
        "SyncPlayAccess": "CreateAndJoinGroups",
    },
    "emby": {
        **_COMMON,
        "IsHiddenRemotely": True,
        "IsHiddenFromUnusedDevices": False,
        "LockedOutDate": 0,
        "IsTagBlockingModeInclusive": False,
        "IncludeTags": [],
        "RestrictedFeatures": [],
        "EnableSubtitleDownloading": True,
        "ExcludedSubFolders": [],
        "SimultaneousStreamLimit": 0,
        "AllowCameraUpload": True,
        "AllowSharingPersonalItems": False,
        "AllowTagOrRating": True,
        "AuthenticationProviderId": "Emby.Server.Implementations.Library.DefaultAuthProvider",
    },
}
