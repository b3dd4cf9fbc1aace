"""Topics: who may name one, until when, and what may stand in it."""

from dataclasses import replace
from datetime import datetime

import pytest

from hub.audit import Act
from hub.cases.model import CaseFile
from hub.conference import rules
from hub.conference.model import Attendance, Topic
from hub.conference.rules import LONGEST_TOPIC, MOST_TOPICS
from hub.errors import Refused
from hub.identifiers import CLIENT, UserId
from tests.clock import MONDAY
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, F1, JONAS, case_f1, closed
from tests.rules.test_conference import BLINK, DAY, HOUR, conference

NEXT_WEEK = conference(begins_at=MONDAY + 7 * DAY)
STANDS = Refused("agenda-stands", {"case": "F-1"})
TOO_MUCH = Refused("too-much-for-an-agenda", {"topics": "20", "most": "300"})


def topic(number: int = 1, *, author: str = BO.id, text: str = "Wohnen") -> Topic:
    return Topic(conference=NEXT_WEEK.id, number=number, author=author, text=text, added_at=MONDAY)


def named(
    text: str = "Wohnen",
    *,
    author: str = BO.id,
    known: tuple[Topic, ...] = (),
    file: CaseFile | None = None,
    now: datetime = MONDAY,
    moderates: bool = False,
) -> Topic | Refused:
    file = file or case_f1(BO)
    return rules.topic(text, NEXT_WEEK, author=author, known=known, file=file, now=now, moderates=moderates)


def there(*users: UserId, file: CaseFile | None = None) -> Attendance:
    return Attendance(file=file or case_f1(BO, CHLOE), may=frozenset(users))


def test_a_topic_keeps_who_named_it_and_gets_the_next_number() -> None:
    assert named(" Wohnen ", known=(topic(3),)) == topic(4)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        pytest.param("x" * 100_000, TOO_MUCH, id="100 kB"),
        pytest.param("x" * (LONGEST_TOPIC + 1), TOO_MUCH, id="a letter too many"),
        pytest.param("", Refused("unshowable-text", {"given": "''", "most": "300"}), id="nothing"),
    ],
)
def test_a_topic_says_something_and_is_short(text: str, answer: Refused) -> None:
    assert named(text) == answer


@pytest.mark.parametrize("text", ["<b>Wohnen</b>", "@room Wohnen", "[Wohnen](https://x.example)"])
def test_what_looks_like_markup_or_a_mention_is_plain_text(text: str) -> None:
    assert named(text) == topic(text=text)


@pytest.mark.parametrize("text", ["Wohnen\n9. Beschluss", "Woh\x00nen", "\u202eslleH"])
def test_a_topic_plays_no_tricks(text: str) -> None:
    assert named(text) == Refused("unshowable-text", {"given": ascii(text), "most": "300"})


def test_there_are_no_more_topics_than_fit() -> None:
    known = tuple(topic(n) for n in range(1, MOST_TOPICS + 1))

    assert named(known=known[1:]) == topic(MOST_TOPICS + 1)
    assert named(known=known) == TOO_MUCH


def test_topics_are_named_until_the_day_before_and_by_the_moderator_until_it_begins() -> None:
    eve, begins = MONDAY + 6 * DAY, MONDAY + 7 * DAY

    assert isinstance(named(now=eve - BLINK), Topic)
    assert named(now=eve) == STANDS
    assert isinstance(named(moderates=True, now=begins - BLINK), Topic)
    assert named(moderates=True, now=begins) == STANDS


def test_at_short_notice_the_agenda_stands_when_it_begins() -> None:
    soon = conference(begins_at=MONDAY + HOUR)

    assert rules.closes_at(soon) == MONDAY + HOUR
    assert rules.closes_at(conference(begins_at=MONDAY + DAY)) == MONDAY + DAY
    assert rules.closes_at(NEXT_WEEK) == MONDAY + 6 * DAY


def test_in_a_closed_case_no_topic_is_named_or_withdrawn() -> None:
    no = Refused("case-closed", {"case": "F-1"})

    assert named(file=closed(case_f1(BO))) == no
    assert (
        rules.withdrawn(1, NEXT_WEEK, author=BO.id, known=[topic()], file=closed(case_f1(BO)), now=MONDAY)
        == no
    )


@pytest.mark.parametrize(
    ("number", "author", "answer"),
    [
        (1, BO.id, topic()),
        (1, CHLOE.id, Refused("unknown-topic", {"number": "1"})),
        (2, BO.id, Refused("unknown-topic", {"number": "2"})),
    ],
    ids=["one's own", "another one's", "none"],
)
def test_nobody_takes_back_but_what_they_named_themselves(
    number: int, author: str, answer: Topic | Refused
) -> None:
    taken = rules.withdrawn(number, NEXT_WEEK, author=author, known=[topic()], file=case_f1(BO), now=MONDAY)

    assert taken == answer


def test_the_chain_tells_who_named_a_topic_and_not_what_about() -> None:
    told = rules.topic_named(topic(), F1), rules.topic_withdrawn(topic(), F1, MONDAY + HOUR)

    target = NEXT_WEEK.id
    assert told == (
        Act(at=MONDAY, actor=BO.id, deed="topic.named", case=F1, target=target),
        Act(at=MONDAY + HOUR, actor=BO.id, deed="topic.withdrawn", case=F1, target=target),
    )


# Who takes part.


def test_who_may_sit_in_the_room_takes_part() -> None:
    here = there(BO.user, JONAS.user)

    assert here.actor(BO.user) == BO.id
    assert here.actor(JONAS.user) == CLIENT
    assert here.people == (BO,)


@pytest.mark.parametrize("person", [CHLOE, ELIF, DARIO], ids=lambda person: person.name)
def test_who_may_not_sit_there_takes_no_part(person: object) -> None:
    here = there(BO.user, JONAS.user)

    assert here.actor(person.user) is None  # type: ignore[attr-defined]


def test_whoever_sits_there_for_the_hub_takes_no_part() -> None:
    assert there(UserId("@voice:hub")).actor(UserId("@voice:hub")) is None


def test_a_client_whose_account_nobody_knows_takes_no_part() -> None:
    assert there(BO.user).actor(JONAS.user) is None


def test_the_lead_moderates_without_a_seat_and_in_the_place_of_who_may_no_longer() -> None:
    by_bo = replace(NEXT_WEEK, moderator=BO.id)

    assert there(BO.user).moderator(by_bo) == BO
    assert there(CHLOE.user).moderator(by_bo) == AMIRA
    assert there(CHLOE.user).actor(AMIRA.user) == AMIRA.id


def test_without_a_lead_nobody_takes_the_place() -> None:
    without_lead = replace(case_f1(), participations=())

    assert there(file=without_lead).moderator(NEXT_WEEK) is None
    assert there(file=without_lead).actor(AMIRA.user) is None
