"""Who might sit where, as the soak tells it by itself: as the rules of the house do, but not by them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from math import inf

import pytest

from hub.cases.model import CaseFile
from hub.consent.model import Consent
from hub.identifiers import UserId
from tests.clock import MONDAY
from tests.crash.books import Books, Clock
from tests.crash.spans import Span
from tests.people import (
    AMIRA,
    BO,
    DARIO,
    ELIF,
    F1_OPENED,
    JONAS,
    STEWARD,
    VOICE,
    case_f1,
    closed,
    consent_for,
)
from tests.signing import circle_of

HOUR = 3600.0
TUESDAY = MONDAY + timedelta(days=1)
HOUSING = circle_of("housing")
# Monday is the beginning of time.
CLOCK = Clock(MONDAY.timestamp())
OPENED = CLOCK.at(F1_OPENED)


def books(*consents: Consent, file: CaseFile | None = None) -> Books:
    return Books({"F-1": file or case_f1(BO)}, {"F-1": consents})


def held(consents: Iterable[Consent], user: UserId = BO.user, room: str = "F-1") -> list[Span]:
    return books(*consents).bases(user, room, CLOCK)


def lasting(ends: datetime = TUESDAY) -> Consent:
    return consent_for(BO, lasts=ends - MONDAY)


def test_a_consent_is_a_basis_from_its_beginning_to_its_end() -> None:
    assert held([lasting()]) == [Span(0, 24 * HOUR)]


def test_a_withdrawn_consent_is_none_from_then_on() -> None:
    assert held([replace(lasting(), ended_at=MONDAY + timedelta(hours=2))]) == [Span(0, 2 * HOUR)]


def test_a_consent_that_was_asked_for_and_not_given_is_none() -> None:
    assert held([replace(lasting(), given_at=None)]) == []


def test_nothing_counts_before_somebody_works_on_the_case() -> None:
    file = case_f1(BO)
    later = [replace(part, since=MONDAY + timedelta(hours=1)) for part in file.participations]
    late = books(lasting(), file=replace(file, participations=tuple(later)))

    assert late.bases(BO.user, "F-1", CLOCK) == [Span(HOUR, 24 * HOUR)]


@pytest.mark.parametrize("stranger", [DARIO.user, ELIF.user, AMIRA.user])
def test_somebody_elses_consent_is_none(stranger: UserId) -> None:
    assert held([lasting()], stranger) == []


def test_consent_for_somebody_who_does_not_work_on_the_case_is_none() -> None:
    assert held([consent_for(DARIO)], DARIO.user) == []


def test_a_theme_is_heard_in_its_own_room_only() -> None:
    for_housing = replace(lasting(), in_common=False, circles=(HOUSING,))

    assert held([for_housing], room=f"F-1 · {HOUSING[:4]}") == [Span(0, 24 * HOUR)]
    assert held([for_housing]) == []
    assert held([lasting()], room=f"F-1 · {HOUSING[:4]}") == []


@pytest.mark.parametrize("user", [BO.user, JONAS.user, VOICE])
def test_nobody_but_the_steward_has_a_basis_once_the_case_is_closed(user: UserId) -> None:
    ended = books(consent_for(BO, begins=F1_OPENED), file=closed(case_f1(BO)))

    assert ended.bases(user, "F-1", CLOCK) == [Span(OPENED, 0)]
    assert ended.bases(STEWARD, "F-1", CLOCK) == [Span(-inf)]


def test_in_a_room_of_no_case_nobody_has_a_basis() -> None:
    assert held([lasting()], room="F-2") == []
    assert held([lasting()], room="!abc") == []
    assert held([], JONAS.user, room="F-2") == []
