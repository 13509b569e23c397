"""Records about limits in which every field is set to something else than its default."""

from datetime import timedelta
from typing import Any

from chalicelib.enforcement.downloads.model import Noted
from chalicelib.enforcement.model import PlayState
from chalicelib.enforcement.records.devices import DeviceWatch
from chalicelib.insights.own_look import Meter, MyStream, MyStreams, OwnLook
from tests.builders import NOON
from tests.download_builders import (
    a_counted_download,
    a_download_hold,
    a_download_watch,
    a_download_week,
)

LATER = NOON + timedelta(microseconds=1)
LIMITS: tuple[Any, ...] = (
    a_counted_download(again=2),
    a_download_hold(until=LATER, only_asks=True),
    a_download_watch(noted=(Noted("1", NOON, 3), Noted("2", LATER)), expires_at=LATER),
    a_download_week(
        units=("0123456789abcdef", "fedcba9876543210"),
        used_up_told_at=NOON,
        excess_told_at=LATER,
        excess_recorded_at=LATER,
        withheld_at=NOON,
    ),
    OwnLook(
        "usr_ann",
        NOON,
        LATER,
        stopped_at=NOON,
        told=MyStreams(
            NOON,
            (
                MyStream(
                    *("srv_alpha", "1", "Alpha", "A Film", "TV", PlayState.PLAYING, NOON, ""),
                    is_own=True,
                    can_be_stopped=True,
                ),
            ),
            limit=2,
            counted=1,
            is_shared=True,
            meters=(Meter("GB", 1.5, 20.0),),
            renews_at=LATER,
            unread=("Beta",),
        ),
    ),
    DeviceWatch(
        "srv_alpha",
        NOON,
        LATER,
        {"a" * 32: "=12", "b" * 32: "!observe|34|56,78"},
        closed=frozenset({"a" * 32}),
    ),
)
