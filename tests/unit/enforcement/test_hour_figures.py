"""What the activity of an hour comes to."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.enforcement.activity.figures import figures, hour_of, resolution
from tests.builders import NOON
from tests.stream_builders import an_activity_entry

LATER = NOON + timedelta(days=90)


def entry(since: float, until: float, **changes: object):
    """Return what ran from one minute of the hour to another."""
    return an_activity_entry(
        first_seen=NOON + timedelta(minutes=since),
        last_seen=NOON + timedelta(minutes=until),
        **changes,
    )


def test_an_hour_counts_what_ran_in_it_and_for_how_long():
    made = figures(
        [
            entry(-30, 30, source_height=2160, transcodes_video=True),
            entry(10, 80, server_id="srv_beta", source_height=1080, user_id="usr_bob"),
            entry(40, 50, session_key="3", user_id=None),
            entry(-60, -1),
            entry(60, 90),
        ],
        at=NOON,
        expires_at=LATER,
    )

    assert (made.streams, made.peak, made.transcodes) == (3, 2, 1)
    assert made.servers == {"srv_alpha": 2, "srv_beta": 1}
    assert made.resolutions == {"4K": 1, "1080p": 1, "unknown": 1}
    assert made.people == {"usr_bob": 3000, "usr_ann": 1800}
    assert made.seconds == 1800 + 3000 + 600


def test_who_ends_as_another_begins_ran_with_it():
    made = figures([entry(0, 30), entry(30, 60)], at=NOON, expires_at=LATER)
    assert made.peak == 2


def test_people_call_a_picture_by_its_lines():
    named = [resolution(height) for height in (2160, 2076, 1080, 1038, 720, 576, 0)]
    assert named == ["4K", "4K", "1080p", "1080p", "720p", "SD", "unknown"]


@given(st.lists(st.tuples(st.integers(-90, 120), st.integers(0, 200)), max_size=20))
def test_parts_add_up_to_the_whole(spans: list[tuple[int, int]]):
    entries = [
        entry(since, since + length, session_key=str(number))
        for number, (since, length) in enumerate(spans)
    ]
    made = figures(entries, at=hour_of(NOON), expires_at=LATER)
    assert sum(made.servers.values()) == sum(made.resolutions.values()) == made.streams
    assert made.peak <= made.streams
    assert sum(made.people.values()) == made.seconds <= 3600 * made.streams
