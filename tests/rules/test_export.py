"""What a client sees of their own case: who may sit and why, who did and when, what they agreed to."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from hub.audit import Act
from hub.cases.model import CaseFile
from hub.consent.model import Basis, Deed, Kind
from hub.export import rules
from hub.export.model import Facts, Part, Person, Stay
from hub.identifiers import CLIENT, ConsentId, ReceiptId, UserId
from hub.receipts.model import Facts as RecordFacts
from hub.rooms.model import HubVoice, Membership, OwnCase, Rightful, Seat
from tests import evidence
from tests.clock import MONDAY
from tests.evidence import HIS, given
from tests.people import (
    AGENCIES,
    AMIRA,
    BO,
    DARIO,
    ELIF,
    F1,
    F1_OPENED,
    JONAS,
    VOICE,
    case_f1,
    closed,
    function_of,
)

HOUR = timedelta(hours=1)
NOON = MONDAY + 3 * HOUR
UNTIL = MONDAY + timedelta(days=90)
BASIS = Basis(
    consent=HIS, kind=Kind.SHARE, recipient=function_of(BO), given_at=MONDAY, until=UNTIL, asked_at=MONDAY
)
THEY = Person(
    part=Part.MEMBER,
    name="Bo Lindner",
    agency="Jugendamt Musterstadt",
    function="Allgemeiner Sozialer Dienst",
)


def facts(
    *,
    file: CaseFile | None = None,
    may: Rightful | None = None,
    seats: Mapping[UserId, Seat] | None = None,
    acts: Sequence[Act] = (),
    consents: Mapping[ConsentId, RecordFacts | None] | None = None,
) -> Facts:
    return Facts(
        file=file or case_f1(BO, ELIF),
        agencies={agency.id: agency for agency in AGENCIES},
        may={JONAS.user: OwnCase(), BO.user: BASIS, VOICE: HubVoice()} if may is None else may,
        seats=seats or {},
        acts=acts,
        consents=consents or {},
        notices={HIS: "Einwilligung"},
    )


def seat(deed: str, target: str, *, hours: float = 0, basis: str = "") -> Act:
    return Act(
        at=MONDAY + hours * HOUR, actor="hub", deed=f"seat.{deed}", case=F1, target=target, basis=basis
    )


# Who works on it, who may sit, who does.


def test_everybody_who_works_on_the_case_is_shown_with_whether_they_may_sit_and_why() -> None:
    places = rules.view(facts(), NOON).places

    assert [(place.person.name, place.may_sit, place.consent) for place in places] == [
        ("", True, None),
        ("Amira Kaya", False, None),
        ("Bo Lindner", True, HIS),
        ("Elif Demir", False, None),
    ]


def test_elif_works_on_the_case_and_may_read_nothing() -> None:
    (elif_,) = [p for p in rules.view(facts(), NOON).places if p.person.name == ELIF.name]

    assert (elif_.may_sit, elif_.consent, elif_.until, elif_.seat) == (False, None, None, None)


def test_dario_has_nothing_to_do_with_the_case_and_is_not_shown() -> None:
    seen = rules.view(facts(seats={BO.user: Seat(Membership.JOINED, MONDAY)}), NOON)

    assert DARIO.name not in repr(seen)


def test_a_place_says_until_when_and_who_sits() -> None:
    seats = {BO.user: Seat(Membership.JOINED, MONDAY), JONAS.user: Seat(Membership.INVITED, MONDAY)}

    own, _, bo, _ = rules.view(facts(seats=seats), NOON).places

    assert (bo.person, bo.until, bo.seat) == (THEY, UNTIL, Membership.JOINED)
    assert (bo.since, bo.room) == (F1_OPENED, "F-1")
    assert (own.person.part, own.seat, own.may_sit) == (Part.CLIENT, Membership.INVITED, True)


def test_the_lead_is_said_to_lead() -> None:
    (lead,) = [p for p in rules.view(facts(), NOON).places if p.person.part is Part.LEAD]

    assert lead.person.name == AMIRA.name


def test_after_the_end_of_the_case_nobody_may_sit() -> None:
    seen = rules.view(facts(file=closed(case_f1(BO)), may={}), NOON)

    assert [place.may_sit for place in seen.places] == [False, False, False]
    assert seen.closed_at == MONDAY


def test_a_stranger_who_sits_there_is_shown_and_not_named_and_voices_are_none() -> None:
    joined = Seat(Membership.JOINED, MONDAY)

    seen = rules.view(facts(seats={DARIO.user: joined, VOICE: joined}), NOON)

    (stranger,) = [place for place in seen.places if place.person.part is Part.STRANGER]
    assert (stranger.may_sit, stranger.seat, stranger.since) == (False, Membership.JOINED, MONDAY)
    assert DARIO.user not in repr(seen)


# Who did, from when until when.


def stays(*acts: Act) -> tuple[Stay, ...]:
    return rules.view(facts(acts=acts), NOON).stays


def test_a_stay_is_offered_taken_and_ended() -> None:
    (stay,) = stays(
        seat("offered", BO.id, basis=HIS),
        seat("taken", BO.id, hours=1, basis=HIS),
        seat("ended", BO.id, hours=2),
    )

    assert stay == Stay(
        person=THEY,
        consent=HIS,
        offered_at=MONDAY,
        taken_at=MONDAY + HOUR,
        ended_at=MONDAY + 2 * HOUR,
    )


def test_who_left_is_said_to_have_left_by_themselves() -> None:
    (stay,) = stays(seat("taken", BO.id, basis=HIS), seat("left", BO.id, hours=1))

    assert (stay.left, stay.ended_at) == (True, MONDAY + HOUR)


def test_who_still_sits_has_no_end() -> None:
    (stay,) = stays(seat("taken", BO.id, basis=HIS))

    assert (stay.taken_at, stay.ended_at) == (MONDAY, None)


def test_who_comes_back_has_two_stays() -> None:
    first, second = stays(
        seat("taken", BO.id), seat("ended", BO.id, hours=1), seat("offered", BO.id, hours=2, basis="other")
    )

    assert (first.ended_at, second.offered_at) == (MONDAY + HOUR, MONDAY + 2 * HOUR)
    assert (first.consent, second.consent) == (None, ConsentId("other"))


def test_the_client_sits_as_themselves_and_whoever_did_not_belong_is_nobody() -> None:
    own, stranger = stays(seat("taken", CLIENT), seat("taken", "other", hours=1))

    assert own.person == Person(part=Part.CLIENT)
    assert stranger.person == Person(part=Part.STRANGER)


def test_several_stays_stand_in_the_order_of_their_beginning() -> None:
    both = stays(
        seat("offered", BO.id),
        seat("offered", AMIRA.id),
        seat("taken", AMIRA.id, hours=1),
        seat("ended", BO.id),
    )

    assert [(stay.person.name, stay.taken_at is not None) for stay in both] == [
        ("Bo Lindner", False),
        ("Amira Kaya", True),
    ]


@pytest.mark.parametrize("deed", ["ended", "left"])
def test_an_end_without_a_beginning_is_no_stay(deed: str) -> None:
    assert stays(seat(deed, BO.id)) == ()


def test_an_offer_that_is_repeated_is_one_stay() -> None:
    (stay,) = stays(seat("offered", BO.id), seat("offered", BO.id, hours=1))

    assert stay.offered_at == MONDAY


def test_what_else_was_done_in_the_case_is_no_stay() -> None:
    assert stays(Act(at=MONDAY, actor="test", deed="case.involved", case=F1, target=BO.id)) == ()


# What they agreed to.


def test_every_consent_is_there_with_its_record_and_the_text_that_was_shown() -> None:
    (one,) = rules.view(facts(consents={HIS: evidence.facts(given())}), NOON).agreements

    assert one.record is not None
    assert (one.record["stand"], one.notice_text) == ("given", "Einwilligung")


def test_a_withdrawn_consent_is_said_to_be_withdrawn() -> None:
    withdrawn = evidence.facts(given((Deed.WITHDRAW, CLIENT)))

    (one,) = rules.view(facts(consents={HIS: withdrawn}), NOON).agreements

    assert one.record is not None
    assert (one.record["stand"], one.record["in_force"]) == ("withdrawn", False)


def test_a_consent_that_is_not_what_was_signed_is_there_without_a_record() -> None:
    (one,) = rules.view(facts(consents={ConsentId("forged"): None}), NOON).agreements

    assert (one.consent, one.record, one.notice_text) == ("forged", None, "")


# For programs.


def test_a_program_reads_the_same() -> None:
    acts = [seat("taken", BO.id, basis=HIS), seat("ended", BO.id, hours=1)]
    seats = {JONAS.user: Seat(Membership.JOINED, MONDAY)}
    seen = rules.view(facts(acts=acts, seats=seats, consents={HIS: evidence.facts(given())}), NOON)

    said = rules.as_json(seen, "de", [ReceiptId("receipt-1")])

    assert said["case"] == {"label": "F-1", "opened_at": instant(F1_OPENED), "closed_at": None}
    assert said["places"][0]["person"] == {"part": "client"}
    assert said["places"][0]["seat"] == "joined"
    assert said["places"][2]["until"] == instant(UNTIL)
    assert said["stays"][0]["ended_at"] == instant(MONDAY + HOUR)
    assert said["stays"][0]["person"]["name"] == "Bo Lindner"
    assert said["consents"][0]["record"]["stand"] == "given"
    assert said["receipts"] == ["receipts/receipt-1.json"]


def test_an_export_is_noted() -> None:
    case = replace(case_f1().case, label="F-7")

    assert rules.exported(case, "terminal", NOON) == Act(
        at=NOON, actor="terminal", deed="case.exported", case=F1, target=F1
    )


def instant(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")
