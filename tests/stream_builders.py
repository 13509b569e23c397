"""Streams, and what is remembered and decided about them, for tests (see builders.py)."""

from datetime import timedelta
from typing import Any

from chalicelib.enforcement.model import (
    ActivityEntry,
    AddressKind,
    Decision,
    DecisionKind,
    Evidence,
    MediaKind,
    PlayState,
    ServerWatch,
    Sighting,
    Stream,
)
from chalicelib.enforcement.records.appeal import OpenAppeal
from chalicelib.enforcement.records.hours import HourFigures
from chalicelib.enforcement.records.sharing import SharingScore
from chalicelib.enforcement.records.usage import WeekUse
from tests.builders import MONTH_LATER, NOON, make


def a_stream(**overrides: Any) -> Stream:
    defaults = {
        "server_id": "srv_alpha",
        "session_key": "1",
        "session_id": "stop-1",
        "account_ref": "2000",
        "username": "ann",
        "is_owner": False,
        "device_id": "device-tv",
        "device_name": "Living room",
        "product": "Plex for Android (TV)",
        "title": "A Film",
        "title_key": "100",
        "media_kind": MediaKind.VIDEO,
        "state": PlayState.PLAYING,
        "address": "203.0.113.7",
        "address_kind": AddressKind.PUBLIC,
        "transcodes_video": False,
        "source_height": 1080,
        "bitrate_kbps": 8000,
    }
    return make(Stream, defaults, overrides)


def a_sighting(**overrides: Any) -> Sighting:
    defaults = {
        "server_id": "srv_alpha",
        "session_key": "1",
        "title_key": "100",
        "first_seen": NOON,
        "last_seen": NOON,
    }
    return make(Sighting, defaults, overrides)


def a_watch(*sightings: Sighting, **overrides: Any) -> ServerWatch:
    defaults = {"server_id": "srv_alpha", "sightings": sightings, "expires_at": MONTH_LATER}
    return make(ServerWatch, defaults, overrides)


def some_evidence(**overrides: Any) -> Evidence:
    defaults = {
        "server_id": "srv_alpha",
        "session_key": "1",
        "device_id": "device-tv",
        "device_name": "Living room",
        "product": "Plex for Android (TV)",
        "title": "A Film",
        "state": PlayState.PLAYING,
        "address": "203.0.113.7",
        "first_seen": NOON,
        "counted": True,
        "why": "plays",
    }
    return make(Evidence, defaults, overrides)


def a_decision(**overrides: Any) -> Decision:
    defaults = {
        "id": "dec_1",
        "at": NOON,
        "user_id": "usr_ann",
        "server_id": "srv_alpha",
        "session_key": "1",
        "kind": DecisionKind.STOP,
        "rule": "max_streams",
        "limit": 2,
        "counted": 3,
        "reason": "3 streams ran, 2 are allowed",
        "evidence": (some_evidence(),),
        "carried_out": True,
        "outcome": "stopped",
        "expires_at": NOON + timedelta(days=365),
    }
    return make(Decision, defaults, overrides)


def an_open_appeal(**overrides: Any) -> OpenAppeal:
    defaults = {
        "decision_id": "dec_1",
        "user_id": "usr_ann",
        "at": NOON,
        "expires_at": NOON + timedelta(days=365),
    }
    return make(OpenAppeal, defaults, overrides)


def an_activity_entry(**overrides: Any) -> ActivityEntry:
    defaults = {
        "server_id": "srv_alpha",
        "session_key": "1",
        "user_id": "usr_ann",
        "username": "ann",
        "device_name": "Living room",
        "product": "Plex for Android (TV)",
        "title": "A Film",
        "address": "203.0.113.7",
        "transcodes_video": False,
        "first_seen": NOON,
        "last_seen": NOON,
        "expires_at": NOON + timedelta(days=90),
    }
    return make(ActivityEntry, defaults, overrides)


def a_week_use(**overrides: Any) -> WeekUse:
    defaults = {
        "user_id": "usr_ann",
        "first_day": "2026-01-25",
        "seconds": 0,
        "bytes": 0,
        "expires_at": NOON + timedelta(days=120),
    }
    return make(WeekUse, defaults, overrides)


def some_hour_figures(**overrides: Any) -> HourFigures:
    defaults = {
        "at": NOON,
        "streams": 2,
        "peak": 1,
        "transcodes": 1,
        "seconds": 5400,
        "expires_at": NOON + timedelta(days=90),
        "servers": {"srv_alpha": 2},
        "resolutions": {"1080p": 1, "4K": 1},
        "people": {"usr_ann": 5400},
    }
    return make(HourFigures, defaults, overrides)


def a_score(**overrides: Any) -> SharingScore:
    defaults = {
        "user_id": "usr_ann",
        "score": 60,
        "at": NOON,
        "reasons": ("Streams ran at the same time from different networks on 3 days.",),
        "networks": 2,
        "devices": 3,
        "expires_at": NOON + timedelta(days=14),
    }
    return make(SharingScore, defaults, overrides)
