"""Conferences: how one is called, what is on its agenda, and when that is still worth posting."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.audit import Act
from hub.cases.model import Professional
from hub.conference import rules
from hub.conference.model import TEMPLATE, Conference
from hub.conference.rules import LONGEST_CONFERENCE, LONGEST_TOPIC, MOST_TOPICS, Called
from hub.conference.told import Agenda
from hub.effects import Debt, PostAgenda, Urgency
from hub.errors import Refused
from hub.identifiers import ConferenceId
from tests.clock import MONDAY
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, F1, case_f1, closed

MINUTE = timedelta(minutes=1)
BLINK = timedelta(microseconds=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TOPICS = ("Wohnen", "Ausbildung ab August")

instants = st.integers(-48, 48).map(lambda hours: MONDAY + hours * HOUR)


def conference(**changed: object) -> Conference:
    """Called on Monday for Tuesday, moderated by Amira."""
    tuesday = Conference(
        id=ConferenceId("conference-1"),
        case=F1,
        begins_at=MONDAY + DAY,
        lasts=HOUR,
        moderator=AMIRA.id,
        called_at=MONDAY,
    )
    return replace(tuesday, **changed)  # type: ignore[arg-type]


# Calling.


def test_calling_owes_the_agenda_at_once_and_seats_nobody() -> None:
    called = rules.call(conference(), TOPICS, case_f1(BO))

    agenda_owed = Debt(PostAgenda(F1, conference().id), MONDAY, Urgency.WORDS)
    assert called == Called(conference(), TOPICS, agenda_owed)


@pytest.mark.parametrize("person", [ELIF, DARIO], ids=lambda person: person.name)
def test_to_moderate_a_conference_is_no_seat_in_the_room(person: Professional) -> None:
    called = rules.call(conference(moderator=person.id), TOPICS, case_f1(BO))

    if isinstance(called, Called):
        assert called.debt.effect == PostAgenda(F1, conference().id)


def test_in_a_closed_case_no_conference_is_called() -> None:
    answer = rules.call(conference(), TOPICS, closed(case_f1()))

    assert answer == Refused("case-closed", {"case": "F-1"})


@pytest.mark.parametrize("begins_at", [MONDAY, MONDAY - BLINK, MONDAY - DAY])
def test_a_conference_lies_in_the_future(begins_at: datetime) -> None:
    answer = rules.call(conference(begins_at=begins_at), TOPICS, case_f1())

    assert answer == Refused("conference-in-the-past")


@pytest.mark.parametrize(
    "lasts", [timedelta(0), -HOUR, MINUTE / 2, HOUR + BLINK, LONGEST_CONFERENCE + MINUTE]
)
def test_a_conference_lasts_some_time_and_no_longer_than_a_working_day(lasts: timedelta) -> None:
    answer = rules.call(conference(lasts=lasts), TOPICS, case_f1())

    assert answer == Refused("conference-too-long", {"hours": str(LONGEST_CONFERENCE // HOUR)})


@pytest.mark.parametrize("lasts", [MINUTE, LONGEST_CONFERENCE])
def test_the_shortest_and_the_longest_conference_are_called(lasts: timedelta) -> None:
    assert isinstance(rules.call(conference(lasts=lasts), TOPICS, case_f1()), Called)


@pytest.mark.parametrize(
    "topics",
    [
        pytest.param(["x" * (LONGEST_TOPIC + 1)], id="a novel"),
        pytest.param(["Wohnen"] * (MOST_TOPICS + 1), id="too many"),
    ],
)
def test_topics_are_few_and_short(topics: list[str]) -> None:
    answer = rules.call(conference(), topics, case_f1())

    assert answer == Refused("too-much-for-an-agenda", {"topics": "20", "most": "300"})


@pytest.mark.parametrize("topic", ["", "   ", "Wohnen\n9. Beschluss", "Wohnen\u2028x", "\u202eslleH"])
def test_a_topic_says_something_and_plays_no_tricks(topic: str) -> None:
    answer = rules.call(conference(), ["Wohnen", topic], case_f1())

    assert answer == Refused("unshowable-text", {"given": ascii(topic), "most": "300"})


def test_whoever_moderates_works_on_the_case() -> None:
    # Dario's name above the agenda would tell the room what Jonas did not want said.
    answer = rules.call(replace(conference(), moderator=DARIO.id), TOPICS, case_f1())

    assert answer == Refused("moderator-not-involved", {"case": "F-1"})


def test_as_many_topics_as_fit_are_taken_in_order_and_without_blanks_around_them() -> None:
    topics = [f"  Thema {n} " for n in range(MOST_TOPICS - 1)] + ["x" * LONGEST_TOPIC]

    called = rules.call(conference(), topics, case_f1())

    assert isinstance(called, Called)
    assert called.topics == (*(f"Thema {n}" for n in range(MOST_TOPICS - 1)), "x" * LONGEST_TOPIC)


def test_a_conference_without_topics_of_its_own_is_called() -> None:
    called = rules.call(conference(), [], case_f1())

    assert isinstance(called, Called)
    assert called.topics == ()


@given(st.lists(st.text(max_size=LONGEST_TOPIC + 1), max_size=MOST_TOPICS + 1))
def test_whatever_people_want_to_talk_about_gets_an_answer(topics: list[str]) -> None:
    answer = rules.call(conference(), topics, case_f1())

    if isinstance(answer, Called):
        assert answer.topics == tuple(topic.strip() for topic in topics)
        assert all(0 < len(topic) <= LONGEST_TOPIC for topic in answer.topics)


def test_calling_is_recorded_by_the_number_of_the_conference_and_without_its_topics() -> None:
    act = rules.called(conference(), AMIRA.id)

    deed, target = "conference.called", conference().id
    assert act == Act(at=MONDAY, actor=AMIRA.id, deed=deed, case=F1, target=target)


# The agenda.


def test_the_agenda_follows_the_template_and_then_what_people_asked_for() -> None:
    file = case_f1(BO, CHLOE)

    agenda = rules.agenda(conference(), list(TOPICS), moderator=AMIRA, file=file)

    assert agenda == Agenda(
        file=file, conference=conference(), moderator=AMIRA, items=TEMPLATE, topics=TOPICS
    )


def test_the_client_is_heard_before_anybody_reports() -> None:
    order = [item.key for item in TEMPLATE]

    assert order[:2] == ["arrival", "client-view"]
    assert order.index("decisions") < order.index("feedback") == len(order) - 1


def test_the_template_fits_into_an_hour() -> None:
    assert sum(item.minutes for item in TEMPLATE) == 60
    assert all(item.minutes > 0 for item in TEMPLATE)


# Whether it is still worth posting.


def test_an_agenda_is_posted_until_the_conference_begins() -> None:
    assert rules.still_worth_posting(conference(), case_f1(), MONDAY)
    assert rules.still_worth_posting(conference(), case_f1(), MONDAY + DAY - BLINK)
    assert not rules.still_worth_posting(conference(), case_f1(), MONDAY + DAY)


def test_an_agenda_is_posted_once() -> None:
    posted = conference(agenda_posted_at=MONDAY)

    assert not rules.still_worth_posting(posted, case_f1(), MONDAY)


def test_no_agenda_is_posted_after_the_end_of_the_case() -> None:
    assert not rules.still_worth_posting(conference(), closed(case_f1()), MONDAY)


@given(instants, instants, instants, st.none() | instants, st.booleans())
def test_an_agenda_no_longer_worth_posting_never_is_again(
    begins_at: datetime, one: datetime, other: datetime, posted_at: datetime | None, is_closed: bool
) -> None:
    called = conference(begins_at=begins_at, agenda_posted_at=posted_at)
    file = closed(case_f1()) if is_closed else case_f1()
    sooner, later = sorted((one, other))

    if rules.still_worth_posting(called, file, later):
        assert rules.still_worth_posting(called, file, sooner)


def test_posting_is_recorded_as_the_hubs_own_deed() -> None:
    act = rules.posted(conference(), MONDAY + HOUR)

    target = conference().id
    assert act == Act(at=MONDAY + HOUR, actor="hub", deed="agenda.posted", case=F1, target=target)


def test_just_the_same_conference_is_called_once() -> None:
    again = conference(id=ConferenceId("conference-2"))

    answer = rules.call(again, ("Etwas anderes",), case_f1(BO), [conference()])

    assert answer == Refused("conference-called-already", {"case": "F-1"})


@pytest.mark.parametrize(
    "changed", [{"begins_at": MONDAY + DAY + HOUR}, {"lasts": 2 * HOUR}, {"moderator": BO.id}]
)
def test_another_conference_is_called_beside_it(changed: dict[str, object]) -> None:
    other = conference(id=ConferenceId("conference-2"), **changed)

    assert isinstance(rules.call(other, TOPICS, case_f1(BO), [conference()]), Called)
