"""What voices say of a specialist question: to the two nothing of the case, to the case what was answered."""

import pytest

from bots import words
from hub.catalogue import LANGUAGES
from hub.consult.model import Deed, End, Posting
from hub.rooms.model import Membership, Seat
from hub.rooms.rules import rightful
from hub.rooms.service import Roster
from tests.clock import MONDAY
from tests.people import AGENCIES, JONAS, JUGENDAMT, RUTH
from tests.rules.asking import ANSWER, ASKED, CIRCLE, asking, question


def roster() -> Roster:
    file = asking()
    (one,) = file.consultations
    return Roster(
        file,
        may=rightful(file, [], (), MONDAY, CIRCLE),
        seats={person.user: Seat(Membership.JOINED, MONDAY) for person in one.people},
        circle=CIRCLE,
        people=one.people,
        agencies={agency.id: agency for agency in AGENCIES},
    )


def test_the_two_read_who_they_are_until_when_and_what_is_asked() -> None:
    lines = words.question(roster(), ASKED, "de")["body"].splitlines()

    assert lines[1:3] == [
        "• Amira Kaya, Jobcenter Musterstadt, Fallmanagement: dabei seit 23.11.2026, bis 07.12.2026 10:00",
        "• Ruth Sommer, Jugendamt Musterstadt, Insoweit erfahrene Fachkraft: dabei seit 23.11.2026, "
        "bis 07.12.2026 10:00",
    ]
    assert lines[4:-1] == list(ASKED.paragraphs)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_the_case_is_said_to_them(language: str) -> None:
    said = str(words.question(roster(), ASKED, language))

    assert not [word for word in ("F-1", JONAS.name, JONAS.user, str(CIRCLE)) if word in said]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_case_reads_who_answered_what_and_that_they_are_no_part_of_it(language: str) -> None:
    answered = question(end=End(Deed.ANSWER, RUTH.id, MONDAY))

    said = words.answer(Posting(answered, ASKED, ANSWER, RUTH, JUGENDAMT), language)

    for word in (RUTH.name, JUGENDAMT.name, RUTH.function, ASKED.question, *ANSWER):
        assert word in said["body"]


def test_what_people_write_is_no_markup() -> None:
    posting = Posting(question(), ASKED, ("<b>nein</b>",), RUTH, JUGENDAMT)

    assert "&lt;b&gt;nein" in words.answer(posting, "de")["formatted_body"]
