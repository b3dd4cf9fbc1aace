"""Topics without words: who may name one, once, until when, and of whose an agenda tells."""

from dataclasses import replace
from datetime import datetime

import pytest

from hub.cases.model import CaseFile
from hub.conference import rules, unsaid
from hub.conference.model import Attendance, Conference, Form, Topic
from hub.conference.rules import MOST_TOPICS
from hub.errors import Refused
from hub.identifiers import CLIENT, UserId
from tests.clock import MONDAY
from tests.people import AMIRA, BO, CHLOE, JONAS, case_f1, closed
from tests.rules.test_conference import BLINK, DAY
from tests.rules.test_conference_topics import NEXT_WEEK, STANDS, TOO_MUCH, topic

MINE = replace(topic(), text=None)


def named(
    *known: Topic,
    author: str = BO.id,
    file: CaseFile | None = None,
    now: datetime = MONDAY,
    moderates: bool = False,
) -> Topic | Refused | None:
    file = file or case_f1(BO)
    return unsaid.named(NEXT_WEEK, author=author, known=known, file=file, now=now, moderates=moderates)


def there(*users: UserId) -> Attendance:
    return Attendance(file=case_f1(BO, CHLOE), may=frozenset(users))


@pytest.mark.parametrize("key", ["➕", "➕\ufe0f", " ➕"])
def test_a_plus_is_meant(key: str) -> None:
    assert unsaid.is_meant(key)


@pytest.mark.parametrize("key", ["", "+", "➕➕", "➕ Mietschulden", "👍", "1\ufe0f\u20e3"])
def test_nothing_else_is(key: str) -> None:
    assert not unsaid.is_meant(key)


def test_a_topic_without_words_is_named_as_any_other() -> None:
    assert named() == MINE
    assert named(topic(3)) == replace(MINE, number=4)


def test_whoever_has_named_one_without_words_names_no_second_one() -> None:
    assert named(MINE) is None
    assert named(MINE, author=CHLOE.id) == replace(MINE, number=2, author=CHLOE.id)


def test_it_is_named_until_the_agenda_stands_and_where_there_is_space_for_it() -> None:
    eve, many = MONDAY + 6 * DAY, [topic(number) for number in range(1, MOST_TOPICS + 1)]

    assert named(now=eve - BLINK) == replace(MINE, added_at=eve - BLINK)
    assert named(now=eve) == STANDS
    assert isinstance(named(now=eve, moderates=True), Topic)
    assert named(*many) == TOO_MUCH
    assert named(file=closed(case_f1(BO))) == Refused("case-closed", {"case": "F-1"})


def test_an_agenda_tells_of_whoever_may_take_part_in_the_order_in_which_they_named_them() -> None:
    known = [
        replace(MINE, number=number, author=author) for number, author in enumerate((CLIENT, CHLOE.id, BO.id))
    ]

    assert unsaid.told([topic(7), *known], there(BO.user, CHLOE.user, JONAS.user)) == (None, CHLOE, BO)
    assert unsaid.told(known, there(BO.user)) == (BO,)
    # Who leads the case without a seat reacts nowhere.
    assert unsaid.told([replace(MINE, author=AMIRA.id)], there(BO.user)) == ()


@pytest.mark.parametrize(
    "one",
    [
        pytest.param(replace(NEXT_WEEK, cancelled_at=MONDAY), id="cancelled"),
        pytest.param(replace(NEXT_WEEK, begun_at=MONDAY), id="running"),
        pytest.param(replace(NEXT_WEEK, ended_at=MONDAY), id="over"),
        pytest.param(replace(NEXT_WEEK, form=Form.WRITTEN, begins_at=MONDAY), id="in writing"),
    ],
)
def test_nobody_is_invited_to_add_a_topic_where_it_is_too_late(one: Conference) -> None:
    assert unsaid.invited_until(one, MONDAY) is None


def test_people_are_invited_to_add_a_topic_until_the_agenda_stands() -> None:
    eve = MONDAY + 6 * DAY

    assert unsaid.invited_until(NEXT_WEEK, MONDAY) == eve
    assert unsaid.invited_until(replace(NEXT_WEEK, checked_at=MONDAY), eve - BLINK) == eve
    assert unsaid.invited_until(NEXT_WEEK, eve) is None


def test_a_topic_without_words_makes_another_agenda_and_leaves_the_print_of_others_as_it_was() -> None:
    plain = rules.agenda(NEXT_WEEK, ["Wohnen"], moderator=AMIRA, file=case_f1(BO))
    prints = [rules.print_of(replace(plain, unsaid=who)) for who in ((), (BO,), (None,), (BO, None))]
    said = rules.print_of(replace(plain, topics=("Wohnen", CLIENT)))

    assert len({*prints, said}) == 5
    assert prints[0] == rules.print_of(plain)


def test_an_agenda_counts_what_people_want_to_speak_about_with_words_or_without() -> None:
    said = rules.agenda(NEXT_WEEK, ["Wohnung", "Schule"], moderator=AMIRA, file=case_f1(BO))

    assert said.wanted == 2
    assert replace(said, unsaid=(BO, None)).wanted == 4
