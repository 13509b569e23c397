"""Downloads with sensible values, each overridable."""

from datetime import timedelta
from typing import Any

from chalicelib.enforcement.downloads.model import CountedDownload, DownloadWatch, DownloadWeek
from chalicelib.users.holds import DownloadHold
from tests.builders import NOON, make

KEPT_UNTIL = NOON + timedelta(days=91)


def a_download_watch(**overrides: Any) -> DownloadWatch:
    return make(DownloadWatch, {"server_id": "srv_alpha", "since": NOON}, overrides)


def a_download_week(**overrides: Any) -> DownloadWeek:
    defaults = {
        "user_id": "usr_ann",
        "first_day": "2026-01-25",
        "units": ("0123456789abcdef",),
        "expires_at": KEPT_UNTIL,
    }
    return make(DownloadWeek, defaults, overrides)


def a_counted_download(**overrides: Any) -> CountedDownload:
    defaults = {
        "user_id": "usr_ann",
        "first_day": "2026-01-25",
        "unit": "0123456789abcdef",
        "server_id": "srv_alpha",
        "title": "A Film",
        "at": NOON,
        "again": 0,
        "expires_at": KEPT_UNTIL,
    }
    return make(CountedDownload, defaults, overrides)


def a_download_hold(**overrides: Any) -> DownloadHold:
    defaults = {
        "user_id": "usr_ann",
        "first_day": "2026-01-25",
        "since": NOON,
        "until": NOON + timedelta(hours=12),
        "server_id": "srv_alpha",
    }
    return make(DownloadHold, defaults, overrides)
