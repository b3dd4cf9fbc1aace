"""What a reaction says."""

from datetime import UTC, datetime, timedelta

import pytest

from hub.calendar import HOME
from hub.presence.model import State
from hub.presence.reactions import (
    FRESH,
    STATUS_LASTS,
    BeAway,
    BeSeen,
    Meant,
    Say,
    SayNothing,
    is_hiding,
    is_too_late,
    meant,
)

# A Monday in winter, ten o'clock in Musterstadt.
NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)


def today(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 1, 12, hour, minute, tzinfo=HOME)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("🟢", Say(State.REACHABLE, NOW + STATUS_LASTS[State.REACHABLE])),
        ("🟡", Say(State.BUSY, NOW + STATUS_LASTS[State.BUSY])),
        ("🔴", Say(State.IN_CONFERENCE, NOW + STATUS_LASTS[State.IN_CONFERENCE])),
        ("⚪", SayNothing()),
        ("⚪\ufe0f", SayNothing()),
        ("👁\ufe0f", BeSeen(is_shown=True)),
        ("👁", BeSeen(is_shown=True)),
        ("🙈", BeSeen(is_shown=False)),
        ("🏠", BeAway(None)),
        ("bis 15:00", Say(State.REACHABLE, today(15))),
        ("Bis 15 Uhr", Say(State.REACHABLE, today(15))),
        ("until 15.30", Say(State.REACHABLE, today(15, 30))),
        ("15:00", Say(State.REACHABLE, today(15))),
        ("🟡 bis 11:15", Say(State.BUSY, today(11, 15))),
        ("🔴12", Say(State.IN_CONFERENCE, today(12))),
        ("weg bis 16.1.", BeAway(datetime(2026, 1, 16, tzinfo=HOME))),
        ("away until 11.1", BeAway(datetime(2027, 1, 11, tzinfo=HOME))),
    ],
)
def test_what_is_known_says_one_thing(key: str, said: Meant) -> None:
    assert meant(key, NOW) == said


@pytest.mark.parametrize(
    "key",
    [
        "",
        "👍",
        "🟢🟢",
        "bis 25:00",
        "bis 15:61",
        # Gone by today already: nobody means tomorrow.
        "bis 9:00",
        "bis 10:00",
        "weg bis 31.2.",
        # Neither this year nor the next one has it.
        "weg bis 29.2.",
        "weg bis 0.1.",
        "weg",
        "15 Euro",
        "x" * 60,
    ],
)
def test_of_anything_else_nothing_is_meant(key: str) -> None:
    assert meant(key, NOW) is None


def test_a_time_is_read_by_the_clock_on_the_wall_in_summer_too() -> None:
    july = datetime(2026, 7, 6, 8, tzinfo=UTC)

    said = meant("bis 11", july)

    assert isinstance(said, Say)
    assert said.until - july == timedelta(hours=1)


def test_a_day_that_only_next_year_has_is_next_years() -> None:
    assert meant("weg bis 29.2.", datetime(2027, 3, 1, tzinfo=UTC)) == BeAway(
        datetime(2028, 2, 29, tzinfo=HOME)
    )


@pytest.mark.parametrize("key", ["🙈", " 🙈\ufe0f"])
def test_one_reaction_alone_hides(key: str) -> None:
    assert is_hiding(key)
    assert not any(map(is_hiding, ("👁", "⚪", "🟢", "weg bis 16.1.", "")))


def test_what_was_said_long_ago_is_too_late_except_that_somebody_wants_to_be_hidden() -> None:
    moment = timedelta(seconds=1)

    assert [is_too_late("🟢", NOW - ago, NOW) for ago in (FRESH - moment, FRESH, -FRESH)] == [
        False,
        True,
        True,
    ]
    assert not is_too_late("🙈", NOW - 2 * FRESH, NOW)
