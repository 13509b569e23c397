"""What a plan limits, as customers read it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.catalog.limit_words import limit_words
from chalicelib.catalog.plan_limits import NO_LIMITS, PlanLimits
from chalicelib.settings.limit_model import StopMode


def test_a_plan_without_limits_says_nothing():
    assert limit_words(NO_LIMITS) == ()
    assert limit_words(PlanLimits(stop_mode=StopMode.ALL)) == ()


def test_every_limit_is_said_in_a_few_words():
    limits = PlanLimits(
        allows_transcoding=False,
        max_bitrate_kbps=8000,
        max_devices=3,
        weekly_hours=40,
        weekly_gb=200,
        weekly_downloads=1,
        from_hour=22,
        to_hour=6,
    )
    assert limit_words(limits) == (
        "no video conversion",
        "up to 8 Mbit/s",
        "3 devices",
        "40 hours a week",
        "200 GB a week",
        "1 download a week",
        "from 22:00 to 06:00",
    )


@pytest.mark.parametrize(
    ("kbps", "words"), [(64, "0.064"), (1500, "1.5"), (10_000, "10"), (1_000_000, "1000")]
)
def test_a_rate_has_no_needless_zeros(kbps, words):
    assert limit_words(PlanLimits(max_bitrate_kbps=kbps)) == (f"up to {words} Mbit/s",)


@given(kbps=st.integers(64, 1_000_000), devices=st.integers(1, 100))
def test_no_figure_is_ever_rounded(kbps, devices):
    rate, signed_in = limit_words(PlanLimits(max_bitrate_kbps=kbps, max_devices=devices))
    assert round(float(rate.split()[2]) * 1000) == kbps
    assert int(signed_in.split()[0]) == devices
