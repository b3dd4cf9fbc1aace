"""What others see of somebody, by what they laid down, what is known of them, and the hour."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from hub.identifiers import ProfessionalId
from hub.presence import rules
from hub.presence.hours import Period, Span, Week
from hub.presence.model import (
    NOT_SHOWN,
    NOTHING_DECLARED,
    NOTHING_KNOWN,
    Absence,
    Declared,
    Live,
    Shown,
    Source,
    State,
    Status,
)
from tests.clock import MONDAY

NOW = MONDAY
SOON, LATER = NOW + timedelta(minutes=1), NOW + timedelta(hours=3)
BEFORE = NOW - timedelta(seconds=1)
ALL_DAY = Week(tuple(Span(day, time(0), time(0)) for day in range(7)))
NEVER = Week((Span((NOW.weekday() + 3) % 7, time(8), time(9)),))
OPEN = Declared(is_shown=True)
TYPING = Live({Source.TYPING: SOON})
DEPUTY = ProfessionalId("deputy")


def busy(live: Live, *periods: Period) -> Live:
    """What is known of somebody whose calendar was read right now."""
    return rules.busied(live, periods, NOW, NOW)


@pytest.mark.parametrize(
    ("declared", "live", "expected"),
    [
        # Whoever did not say that they want to be seen is not, whatever is known of them.
        (NOTHING_DECLARED, TYPING, NOT_SHOWN),
        (NOTHING_DECLARED, Live(status=Status(State.REACHABLE, LATER)), NOT_SHOWN),
        (Declared(absence=Absence(LATER)), NOTHING_KNOWN, NOT_SHOWN),
        # Unknown is no, also within one's hours.
        (OPEN, NOTHING_KNOWN, NOT_SHOWN),
        (replace(OPEN, week=ALL_DAY), NOTHING_KNOWN, NOT_SHOWN),
        # A sign, as long as it holds.
        (OPEN, TYPING, Shown(State.REACHABLE)),
        (OPEN, Live({Source.TYPING: NOW}), NOT_SHOWN),
        (OPEN, Live({Source.TYPING: BEFORE, Source.CONSOLE: SOON}), Shown(State.REACHABLE)),
        # Their calendar goes before a sign, their hours before their calendar.
        (OPEN, busy(TYPING, Period(BEFORE, LATER)), Shown(State.BUSY, LATER)),
        (OPEN, busy(TYPING, Period(SOON, LATER)), Shown(State.REACHABLE)),
        (OPEN, busy(TYPING, Period(BEFORE, NOW)), Shown(State.REACHABLE)),
        (replace(OPEN, week=NEVER), busy(TYPING, Period(BEFORE, LATER)), Shown(State.HOURS_OVER)),
        (replace(OPEN, week=NEVER), TYPING, Shown(State.HOURS_OVER)),
        (replace(OPEN, week=ALL_DAY), TYPING, Shown(State.REACHABLE)),
        # What they said goes before all that.
        (
            replace(OPEN, week=NEVER),
            Live(status=Status(State.REACHABLE, LATER)),
            Shown(State.REACHABLE, LATER),
        ),
        (OPEN, replace(TYPING, status=Status(State.BUSY, LATER)), Shown(State.BUSY, LATER)),
        (OPEN, replace(TYPING, status=Status(State.IN_CONFERENCE, LATER)), Shown(State.IN_CONFERENCE, LATER)),
        (OPEN, replace(TYPING, status=Status(State.BUSY, NOW)), Shown(State.REACHABLE)),
        # Whoever is away is away, and says who stands in.
        (replace(OPEN, absence=Absence(LATER, DEPUTY)), TYPING, Shown(State.AWAY, LATER, DEPUTY)),
        (
            replace(OPEN, absence=Absence(LATER)),
            Live(status=Status(State.REACHABLE, LATER)),
            Shown(State.AWAY, LATER),
        ),
        (replace(OPEN, absence=Absence(NOW, DEPUTY)), TYPING, Shown(State.REACHABLE)),
    ],
)
def test_a_state_follows_from_what_is_known_now(declared: Declared, live: Live, expected: Shown) -> None:
    assert rules.shown(declared, live, NOW) == expected


def test_an_outlook_holds_until_time_changes_it() -> None:
    seen = rules.outlook(OPEN, TYPING, NOW)

    assert seen.shown == Shown(State.REACHABLE)
    assert seen.holds(NOW)
    assert not seen.holds(SOON)
    assert not seen.holds(BEFORE)


def test_whoever_is_within_their_hours_has_no_next_time() -> None:
    assert rules.outlook(replace(OPEN, week=ALL_DAY), NOTHING_KNOWN, NOW).next_at is None
    taken = busy(NOTHING_KNOWN, Period(BEFORE, LATER))
    assert rules.outlook(replace(OPEN, week=ALL_DAY), taken, NOW).next_at == LATER


@pytest.mark.parametrize("source", list(Source))
def test_a_sign_of_each_kind_holds_for_a_while_and_is_then_nothing(source: Source) -> None:
    live = rules.signed(NOTHING_KNOWN, source, NOW, is_there=True)
    over = NOW + rules.SIGN_LASTS[source]

    assert rules.shown(OPEN, live, over - timedelta(seconds=1)) == Shown(State.REACHABLE)
    assert rules.shown(OPEN, live, over) == NOT_SHOWN
    assert rules.live_at(live, over) == NOTHING_KNOWN


def test_a_device_that_goes_takes_away_what_its_own_kind_said() -> None:
    both = rules.signed(
        rules.signed(NOTHING_KNOWN, Source.ONLINE, NOW, is_there=True), Source.CONSOLE, NOW, is_there=True
    )

    left = rules.signed(both, Source.ONLINE, NOW, is_there=False)

    assert rules.shown(OPEN, left, NOW) == Shown(State.REACHABLE)
    assert rules.shown(OPEN, rules.signed(left, Source.CONSOLE, NOW, is_there=False), NOW) == NOT_SHOWN


def test_functions_that_only_few_have_are_not_told() -> None:
    there, busy, gone, elsewhere = (
        rules.Findable("Schuldnerberatung", agency, state)
        for agency, state in (
            ("neustart", State.REACHABLE),
            ("neustart", State.BUSY),
            ("neustart", State.NOT_SHOWN),
            ("caritas", State.BUSY),
        )
    )
    other = rules.Findable("Wohnhilfe", "caritas", State.REACHABLE)

    assert rules.functions_reachable([there, busy, elsewhere]) == ("Schuldnerberatung",)
    assert rules.functions_reachable([busy, busy, elsewhere]) == ()
    assert rules.functions_reachable([there, elsewhere]) == ()
    assert rules.functions_reachable([there, elsewhere, other]) == ()
    # Two who are never shown help nobody to find out about the third, nor does one agency alone.
    assert rules.functions_reachable([there, gone, gone, elsewhere]) == ()
    assert rules.functions_reachable([there, busy, busy]) == ()


def test_a_sign_that_says_no_more_than_the_last_one_is_no_news_to_others() -> None:
    fresh = rules.signed(NOTHING_KNOWN, Source.TYPING, NOW, is_there=True)
    half_gone = NOW + rules.SIGN_LASTS[Source.TYPING] / 2 + timedelta(seconds=1)

    assert rules.is_news(NOTHING_KNOWN, Source.TYPING, NOW, is_there=True)
    assert not rules.is_news(fresh, Source.TYPING, NOW, is_there=True)
    assert rules.is_news(fresh, Source.TYPING, half_gone, is_there=True)
    assert rules.is_news(fresh, Source.READING, NOW, is_there=True)
    assert rules.is_news(fresh, Source.TYPING, NOW, is_there=False)
    assert not rules.is_news(fresh, Source.READING, NOW, is_there=False)


def test_nothing_that_is_over_is_kept() -> None:
    over, ahead, until = Period(BEFORE, NOW), Period(SOON, LATER), NOW + timedelta(minutes=30)
    live = Live({Source.TYPING: NOW}, Status(State.BUSY, NOW), (over, ahead), until)

    assert rules.live_at(live, NOW) == Live(busy=(ahead,), busy_until=until)
    assert rules.live_at(Live(busy=(over,), busy_until=until), NOW) == NOTHING_KNOWN


def test_a_status_is_taken_back() -> None:
    said = rules.said(TYPING, Status(State.BUSY, LATER), NOW)

    assert rules.shown(OPEN, rules.said(said, None, NOW), NOW) == Shown(State.REACHABLE)


def test_what_is_read_in_a_calendar_stays_whatever_else_is_heard_of_them() -> None:
    taken = busy(NOTHING_KNOWN, Period(BEFORE, LATER))

    typing = rules.signed(taken, Source.TYPING, NOW, is_there=True)
    back = rules.said(rules.said(typing, Status(State.REACHABLE, SOON), NOW), None, NOW)

    assert rules.shown(OPEN, back, NOW) == Shown(State.BUSY, LATER)


def test_a_calendar_counts_until_it_was_read_an_hour_ago() -> None:
    appointment = Period(BEFORE, NOW + timedelta(hours=5))
    live = busy(Live(status=None), appointment)
    over = NOW + rules.CALENDAR_LASTS

    assert rules.changes_at(OPEN, live, NOW) == over
    assert rules.shown(OPEN, live, over - timedelta(microseconds=1)).state is State.BUSY
    assert rules.shown(OPEN, live, over) == NOT_SHOWN
    assert rules.live_at(live, over) == NOTHING_KNOWN
    # Nor does it count for longer by a clock that was set back.
    assert rules.shown(OPEN, live, NOW - timedelta(seconds=1)) == NOT_SHOWN


def test_a_calendar_read_again_says_all_that_there_is() -> None:
    taken = busy(TYPING, Period(BEFORE, LATER))

    assert rules.shown(OPEN, busy(taken), NOW) == Shown(State.REACHABLE)
    assert busy(taken) == TYPING


@pytest.mark.parametrize(
    ("declared", "live"),
    [
        (OPEN, TYPING),
        (OPEN, Live(status=Status(State.BUSY, LATER))),
        (replace(OPEN, absence=Absence(LATER)), NOTHING_KNOWN),
        (replace(OPEN, week=NEVER), TYPING),
        (OPEN, busy(TYPING, Period(SOON, LATER))),
    ],
)
def test_between_two_changes_nothing_changes(declared: Declared, live: Live) -> None:
    changes = rules.changes_at(declared, live, NOW)

    assert changes is not None
    just_before = changes - timedelta(microseconds=1)
    assert rules.shown(declared, live, just_before) == rules.shown(declared, live, NOW)


def test_of_whoever_is_not_shown_time_changes_nothing() -> None:
    assert rules.changes_at(NOTHING_DECLARED, TYPING, NOW) is None


def test_windows_are_hours_without_appointments_and_absence() -> None:
    week = Week((Span(NOW.weekday(), time(0), time(0)),))
    appointment = Period(NOW + timedelta(hours=1), NOW + timedelta(hours=2))
    first, second, *_ = rules.windows(replace(OPEN, week=week), busy(NOTHING_KNOWN, appointment), NOW)

    assert (first.begins, first.ends) == (NOW, appointment.begins)
    assert second.begins == appointment.ends
    away = replace(OPEN, week=week, absence=Absence(appointment.ends))
    assert rules.windows(away, NOTHING_KNOWN, NOW)[0].begins == appointment.ends


def test_whoever_is_not_shown_has_no_windows() -> None:
    assert rules.windows(Declared(week=ALL_DAY), NOTHING_KNOWN, NOW) == []
    assert rules.windows(OPEN, TYPING, NOW) == []


def test_a_common_window_is_long_enough_for_all() -> None:
    def after(begins: int, ends: int) -> Period:
        return Period(NOW + timedelta(minutes=begins), NOW + timedelta(minutes=ends))

    mine, theirs = [after(0, 20), after(60, 120)], [after(10, 80), after(90, 180)]

    assert rules.common_window([mine, theirs], timedelta(minutes=10)) == after(10, 20)
    assert rules.common_window([mine, theirs], timedelta(minutes=15)) == after(60, 75)
    assert rules.common_window([mine, theirs], timedelta(hours=2)) is None
    assert rules.common_window([mine, []], timedelta(minutes=1)) is None
    assert rules.common_window([], timedelta(minutes=1)) is None


def test_the_hour_may_jump_back_and_nothing_old_comes_again() -> None:
    live = rules.live_at(TYPING, LATER)

    assert rules.shown(OPEN, live, NOW - timedelta(days=1)) == NOT_SHOWN


def test_a_sign_lasts_no_longer_for_a_clock_that_was_set_back() -> None:
    live = rules.signed(NOTHING_KNOWN, Source.TYPING, NOW + timedelta(hours=5), is_there=True)

    assert rules.shown(OPEN, live, NOW) == NOT_SHOWN
