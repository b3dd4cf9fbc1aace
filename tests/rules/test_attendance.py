"""Who is in a room, and when it is said: to those who are there, once for all who come together."""

from datetime import timedelta

import pytest

from hub.cases.model import AgencyKind, Corner, Professional
from hub.effects import AnnounceRoster, Urgency
from hub.identifiers import COMMON, TEAM, CircleId, UserId
from hub.rooms import noting, rules
from hub.rooms.attendance import attendance
from hub.rooms.model import OwnCase, Seat
from tests.clock import MONDAY
from tests.people import (
    AGENCIES,
    AMIRA,
    BO,
    CHLOE,
    DARIO,
    ELIF,
    F1,
    JONAS,
    VOICE,
    case_f1,
    closed,
    consent_for,
)
from tests.rules.seats import SCHOOL, VOICES, basis_of, declined, invited, joined

FILE = case_f1(BO, CHLOE, ELIF)
GIVEN = [consent_for(person, circles=[SCHOOL], team=True) for person in (AMIRA, BO)]
KNOWN = {agency.id: agency for agency in AGENCIES}


def owed(
    known: dict[UserId, Seat], seen: dict[UserId, Seat], circle: CircleId = COMMON, *, is_open: bool = True
) -> list[object]:
    file = FILE if is_open else closed(FILE)
    may = rules.rights(FILE, GIVEN, VOICES, MONDAY)[circle]
    noted = noting.note(
        file, known=known, seen=seen, may=may, admitted=(), now=MONDAY, given=GIVEN, circle=circle
    )
    return [debt for debt in noted.debts if isinstance(debt.effect, AnnounceRoster)]


@pytest.mark.parametrize("circle", [COMMON, TEAM, SCHOOL], ids=["client", "team", "theme"])
def test_whoever_comes_is_told_who_is_there_when_others_have_had_time_to_come_too(circle: CircleId) -> None:
    (debt,) = owed({BO.user: invited()}, {BO.user: joined()}, circle)

    assert (debt.effect, debt.urgency) == (AnnounceRoster(F1, circle), Urgency.WORDS)  # type: ignore[attr-defined]
    assert debt.due_at - MONDAY == timedelta(seconds=3)  # type: ignore[attr-defined]


def test_six_who_come_are_told_once() -> None:
    came = {user: joined() for user in (JONAS.user, AMIRA.user, BO.user)}

    assert len(owed({}, came)) == 1


@pytest.mark.parametrize("after", [{}, {BO.user: declined()}], ids=["was taken out", "left"])
def test_when_somebody_went_the_others_are_told_who_is_left(after: dict[UserId, Seat]) -> None:
    assert len(owed({BO.user: joined()}, after)) == 1


@pytest.mark.parametrize(
    ("known", "seen"),
    [
        ({BO.user: joined()}, {BO.user: joined()}),
        ({}, {BO.user: invited()}),
        ({BO.user: invited()}, {}),
        ({BO.user: invited()}, {BO.user: declined()}),
        ({}, {VOICE: joined()}),
        ({VOICE: joined()}, {}),
        ({}, {DARIO.user: joined()}),
        ({DARIO.user: joined()}, {}),
        ({}, {ELIF.user: joined()}),
    ],
    ids=[
        "nobody came",
        "asked in",
        "asked out again",
        "declined",
        "a voice came",
        "a voice went",
        "a stranger came",
        "a stranger went",
        "who may not",
    ],
)
def test_else_nobody_is_told_anything(known: dict[UserId, Seat], seen: dict[UserId, Seat]) -> None:
    assert owed(known, seen) == []


def test_after_the_end_of_the_case_nobody_is_told_who_is_left() -> None:
    assert owed({BO.user: joined()}, {}, is_open=False) == []


# Who is named.


def test_who_is_inside_by_consent_is_named_in_the_order_of_names() -> None:
    may = {p.user: basis_of(consent_for(p)) for p in (CHLOE, AMIRA, BO)} | {JONAS.user: OwnCase()}
    seats = {CHLOE.user: joined(), AMIRA.user: invited(), BO.user: declined(), JONAS.user: joined()}

    there = attendance([CHLOE, AMIRA, BO], KNOWN, may, seats)

    assert [(one.person, one.agency.id, one.seat) for one in there] == [
        (AMIRA, "jobcenter", invited()),
        (CHLOE, "bruecke-ev", joined()),
    ]


@pytest.mark.parametrize("person", [DARIO, ELIF], ids=lambda person: person.name)
def test_who_may_not_be_there_is_not_named(person: Professional) -> None:
    assert attendance([person], KNOWN, {}, {person.user: joined()}) == ()


def test_after_the_consent_ended_nobody_is_named() -> None:
    may = rules.rights(FILE, GIVEN, VOICES, GIVEN[0].valid_until)[COMMON]

    assert attendance([AMIRA, BO], KNOWN, may, {AMIRA.user: joined(), BO.user: joined()}) == ()


# Where somebody stands in the triangle.


@pytest.mark.parametrize(
    ("kind", "corner"),
    [
        (AgencyKind.JOBCENTER, Corner.PAYER),
        (AgencyKind.YOUTH_OFFICE, Corner.PAYER),
        (AgencyKind.PROVIDER, Corner.PROVIDER),
        (AgencyKind.SCHOOL_SOCIAL_WORK, Corner.PROVIDER),
        (AgencyKind.SCHOOL, Corner.OUTSIDE),
        (AgencyKind.UNKNOWN, Corner.OUTSIDE),
    ],
)
def test_who_pays_and_who_provides_follows_from_what_the_law_takes_an_agency_for(
    kind: AgencyKind, corner: Corner
) -> None:
    assert kind.corner is corner
