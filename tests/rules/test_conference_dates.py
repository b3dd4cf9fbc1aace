"""The date of a conference in calendars: which edition it is, and when it is put into the room."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from hub.audit import Act
from hub.conference import dates, rules
from hub.conference.model import Conference, Form, Occasion
from hub.effects import AttachAgenda, AttachDate, Effect, Urgency
from hub.identifiers import ConferenceId
from tests.clock import MONDAY
from tests.people import BO, F1, case_f1, closed
from tests.rules.test_conference import conference

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
OTHER = ConferenceId("conference-2")
FILE = case_f1(BO)
CANCELLED = conference(cancelled_at=MONDAY + HOUR)


def act(deed: str, at: datetime = MONDAY, *, of: ConferenceId | None = None, basis: str = "") -> Act:
    return Act(at=at, actor="hub", deed=deed, case=F1, target=of or conference().id, basis=basis)


def date(one: Conference, *acts: Act) -> dates.Dated:
    return dates.dated(FILE, one, acts)


MOVED = act("conference.moved", MONDAY + HOUR)


def test_a_date_is_in_its_first_edition_until_it_is_changed() -> None:
    first = date(conference(), act("conference.called"), act("conference.moved", of=OTHER))

    assert (first.edition, first.changed_at) == (0, MONDAY)


def test_every_change_makes_a_new_edition_of_its_own_instant() -> None:
    again = date(conference(), MOVED, act("conference.cancelled", MONDAY + 2 * HOUR))

    assert (again.edition, again.changed_at) == (2, MONDAY + 2 * HOUR)


def test_an_edition_is_put_into_the_room_once() -> None:
    attached = dates.date_attached(date(conference()), MONDAY)

    assert dates.still_worth_attaching(date(conference()), MONDAY)
    assert not dates.still_worth_attaching(date(conference(), attached), MONDAY)
    assert dates.still_worth_attaching(date(conference(), attached, MOVED), MONDAY)


def test_that_one_is_off_is_put_there_where_its_date_stands_and_nowhere_else() -> None:
    attached = dates.date_attached(date(conference()), MONDAY)
    cancelled = act("conference.cancelled", MONDAY + HOUR)

    assert dates.still_worth_attaching(date(CANCELLED, attached, cancelled), MONDAY + HOUR)
    assert not dates.still_worth_attaching(date(CANCELLED, cancelled), MONDAY + HOUR)


@pytest.mark.parametrize(
    "changed",
    [
        {"file": closed(FILE)},
        {"conference": conference(form=Form.WRITTEN)},
        {"conference": conference(begins_at=MONDAY)},
    ],
    ids=["closed", "in writing", "begun"],
)
def test_a_date_that_is_no_use_any_more_is_not_put_there(changed: dict[str, object]) -> None:
    assert not dates.still_worth_attaching(replace(date(conference()), **changed), MONDAY)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "now", "is_worth_it"),
    [
        (conference(), MONDAY, True),
        (conference(), MONDAY + DAY, True),
        (conference(), MONDAY + DAY + HOUR, False),
        (conference(ended_at=MONDAY), MONDAY, False),
        (CANCELLED, MONDAY, False),
    ],
    ids=["called", "begun", "over by time", "ended", "cancelled"],
)
def test_an_agenda_is_put_there_until_its_conference_ends(
    one: Conference, now: datetime, *, is_worth_it: bool
) -> None:
    assert dates.agenda_still_worth_attaching(one, FILE, now) is is_worth_it


def test_of_a_closed_case_no_agenda_is_put_there() -> None:
    assert not dates.agenda_still_worth_attaching(conference(), closed(FILE), MONDAY)


@pytest.mark.parametrize(
    ("occasion", "is_news", "owed"),
    [
        (Occasion.CALLED, True, [AttachAgenda(F1, conference().id), AttachDate(F1, conference().id)]),
        (Occasion.EVE, True, [AttachAgenda(F1, conference().id)]),
        (Occasion.START, False, []),
    ],
)
def test_a_new_agenda_is_followed_by_its_file_and_the_first_one_by_the_date(
    occasion: Occasion, owed: list[Effect], *, is_news: bool
) -> None:
    posted = replace(
        rules.agenda(conference(), (), moderator=None, file=FILE), occasion=occasion, is_news=is_news
    )

    debts = dates.owed_behind(posted, MONDAY)

    assert [debt.effect for debt in debts] == owed
    assert {(debt.due_at, debt.urgency) for debt in debts} <= {(MONDAY, Urgency.WORDS)}


def test_the_chain_is_told_which_edition_and_not_what_it_says() -> None:
    moved = date(conference(), MOVED)

    assert dates.date_attached(moved, MONDAY) == act("date.attached", basis="1")
    assert dates.agenda_attached(conference(), MONDAY) == act("agenda.attached")
