"""The soak has teeth: whoever sits too long is found, whoever sits through an outage is not."""

from datetime import timedelta

from hub.identifiers import RoomId
from tests.clock import MONDAY
from tests.crash.books import Books, Clock
from tests.crash.findings import Findings
from tests.crash.spans import Overstay, Span
from tests.crash.watcher import Stay
from tests.people import BO, DARIO, case_f1, consent_for

HOUR = 3600.0
CLOCK = Clock(MONDAY.timestamp())
ROOM, NAMES = RoomId("!abc"), {RoomId("!abc"): "F-1"}
# Bo may sit for the first hour.
BOOKS = Books({"F-1": case_f1(BO)}, {"F-1": [consent_for(BO, lasts=timedelta(hours=1))]})


def judged(stay: Stay, *outages: Span) -> Findings:
    found = Findings(outages=[("hub", outage) for outage in outages])
    found.judge([stay], NAMES, BOOKS, CLOCK)
    return found


def test_who_leaves_at_once_is_no_trouble_but_is_told() -> None:
    found = judged(Stay(BO.user, ROOM, Span(HOUR - 10, HOUR + 1)))

    assert found.troubles == []
    assert found.overstays == [(Overstay(1, Span(HOUR, HOUR + 1)), f"{BO.user} in F-1")]


def test_who_stays_too_long_is_trouble() -> None:
    assert judged(Stay(BO.user, ROOM, Span(HOUR - 10, HOUR + 6))).troubles


def test_who_stays_through_an_outage_is_no_trouble_if_they_leave_soon_behind_it() -> None:
    outage = Span(HOUR - 1, HOUR + 30)

    assert judged(Stay(BO.user, ROOM, Span(HOUR - 10, HOUR + 32)), outage).troubles == []
    assert judged(Stay(BO.user, ROOM, Span(HOUR - 10, HOUR + 36)), outage).troubles


def test_who_never_had_a_basis_is_trouble_whenever_they_sit() -> None:
    assert judged(Stay(DARIO.user, ROOM, Span(10, 16))).troubles


def test_a_room_nobody_can_name_is_nobodys_to_sit_in() -> None:
    assert judged(Stay(BO.user, RoomId("!other"), Span(10, 16))).troubles


def test_whoever_looks_too_seldom_is_trouble() -> None:
    found = Findings()
    found.count_blinks([Span(0, 0.3), Span(0.3, 0.6), Span(0.6, 0.7)])

    assert found.troubles
