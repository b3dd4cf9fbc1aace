"""What a client sees of their own case: who may sit and why, who did and when, what they agreed to."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from hub.audit import Act
from hub.conference.model import Conference
from hub.consent.model import Deed, Giver, Recipient, State
from hub.consent.signed import side_of
from hub.disclosure.model import Contents, Record, ToldBefore
from hub.errors import Refused
from hub.export import form, rules
from hub.export.model import Part, Passed, Person, Relative, Room, Stay, View
from hub.identifiers import (
    CLIENT,
    COMMON,
    TEAM,
    AgencyId,
    ConferenceId,
    ConsentId,
    DisclosureId,
    ProfessionalId,
    ReceiptId,
)
from hub.law.model import Way
from hub.rooms.model import Kind, Membership, Seat
from tests import evidence
from tests.clock import MONDAY
from tests.evidence import HIS, given
from tests.people import (
    AMIRA,
    BO,
    CHLOE,
    DARIO,
    ELIF,
    F1,
    F1_OPENED,
    JONAS,
    NINA,
    VOICE,
    case_f1,
    closed,
    consent_for,
)
from tests.rules.handing import handed_over, offered
from tests.rules.passing import TASK69, TOLD, disclosed, in_person
from tests.rules.seats import SCHOOL
from tests.rules.sights import CAN, HOUR, NOON, facts, given_by
from tests.rules.test_parties import FATHER, MOTHER, guardianship
from tests.signing import circle_of

UNTIL = MONDAY + timedelta(days=90)
JOINED = Seat(Membership.JOINED, MONDAY)
THEY = Person(
    part=Part.MEMBER,
    name="Bo Lindner",
    agency="Jugendamt Musterstadt",
    function="Allgemeiner Sozialer Dienst",
)
COMMON_ROOM = Room("F-1", "organisation", Kind.CLIENT)


def view_of(**told: Any) -> View:
    drawn = rules.view(facts(**told), NOON)
    assert not isinstance(drawn, Refused)
    return drawn


def seat(deed: str, target: str, *, hours: float = 0, basis: str = "") -> Act:
    return Act(
        at=MONDAY + hours * HOUR, actor="hub", deed=f"seat.{deed}", case=F1, target=target, basis=basis
    )


# Who works on it, who may sit, who does.


def test_everybody_who_works_on_the_case_is_shown_with_whether_they_may_sit_and_why() -> None:
    places = view_of().places

    assert [(place.person.name, place.may_sit, place.consent) for place in places] == [
        ("", True, None),
        ("Amira Kaya", False, None),
        ("Bo Lindner", True, HIS),
        ("Elif Demir", False, None),
    ]


def test_elif_works_on_the_case_and_may_read_nothing() -> None:
    (elif_,) = [p for p in view_of().places if p.person.name == ELIF.name]

    assert (elif_.may_sit, elif_.consent, elif_.until, elif_.seat) == (False, None, None, None)


def test_dario_has_nothing_to_do_with_the_case_and_is_not_shown() -> None:
    seen = view_of(rooms={COMMON: {BO.user: Seat(Membership.JOINED, MONDAY)}})

    assert DARIO.name not in repr(seen)


def test_a_place_says_until_when_and_who_sits() -> None:
    seats = {BO.user: Seat(Membership.JOINED, MONDAY), JONAS.user: Seat(Membership.INVITED, MONDAY)}

    own, _, bo, _ = view_of(rooms={COMMON: seats}).places

    assert (bo.person, bo.until, bo.seat) == (THEY, UNTIL, Membership.JOINED)
    assert (bo.since, bo.room) == (F1_OPENED, COMMON_ROOM)
    assert (own.person.part, own.seat, own.may_sit) == (Part.CLIENT, Membership.INVITED, True)


def test_the_lead_is_said_to_lead() -> None:
    (lead,) = [p for p in view_of().places if p.person.part is Part.LEAD]

    assert lead.person.name == AMIRA.name


def test_after_the_end_of_the_case_nobody_may_sit() -> None:
    seen = view_of(file=closed(case_f1(BO)))

    assert [place.may_sit for place in seen.places] == [False, False, False]
    assert seen.closed_at == MONDAY


def test_a_stranger_who_sits_there_is_shown_and_not_named_and_voices_are_none() -> None:
    joined = Seat(Membership.JOINED, MONDAY)

    seen = view_of(rooms={COMMON: {DARIO.user: joined, VOICE: joined}})

    (stranger,) = [place for place in seen.places if place.person.part is Part.STRANGER]
    assert (stranger.may_sit, stranger.seat, stranger.since) == (False, Membership.JOINED, MONDAY)
    assert DARIO.user not in repr(seen)


# Who leads, and who did.


def test_the_client_reads_who_leads_and_who_led_until_when() -> None:
    file = case_f1(BO)
    handed, _, _ = handed_over(file, offered(file), BO, NOON)
    over = replace(handed, case=closed(file).case)

    assert [(one.person.name, one.since, one.until) for one in view_of(file=handed).leads] == [
        (AMIRA.name, F1_OPENED, NOON),
        (BO.name, NOON, None),
    ]
    assert [one.until for one in view_of(file=over).leads] == [MONDAY, MONDAY]
    assert form.as_json(view_of(file=handed), "de", [])["leads"][1] == {
        "person": {
            "part": "lead",
            "name": BO.name,
            "agency": "Jugendamt Musterstadt",
            "function": BO.function,
        },
        "since": "2026-11-23T12:00:00.000000+00:00",
        "until": None,
    }


def test_a_lead_who_left_led_until_then() -> None:
    file = case_f1(BO)
    gone = replace(file.participations[0], professional=replace(AMIRA, left_at=NOON))

    seen = view_of(file=replace(file, participations=file.participations[1:], former=(gone,)))

    assert [(one.person.name, one.until) for one in seen.leads] == [(AMIRA.name, NOON)]


def test_who_no_longer_works_on_it_is_still_named_where_they_sat_and_what_they_passed_on() -> None:
    file = case_f1(BO, ELIF)
    gone = replace(file.participations[1], ended_at=NOON)
    acts = [seat("taken", BO.id, basis=HIS), seat("ended", BO.id, hours=1, basis=HIS)]

    seen = view_of(file=replace(file, participations=file.participations[::2], former=(gone,)), acts=acts)

    assert [stay.person for stay in seen.stays] == [THEY]
    assert BO.name not in [place.person.name for place in seen.places]


def test_guardians_do_not_read_who_led_when() -> None:
    seen = view_of(reader=MOTHER, given=[given_by(MOTHER)], guardianships=[guardianship()])

    assert seen.leads == ()


# Rooms of themes.


def test_a_theme_that_others_may_hear_has_its_own_places_with_its_theme_in_plain_words() -> None:
    about_school = consent_for(CHLOE, named="school", in_common=False, circles=[SCHOOL])

    places = view_of(file=case_f1(BO, CHLOE), given=[consent_for(BO, named=HIS), about_school]).places

    theirs = [place for place in places if place.room.theme == "school"]
    assert [(place.person.name, place.consent) for place in theirs] == [("", None), (CHLOE.name, "school")]
    assert {place.room.name for place in theirs} == {f"F-1 · {SCHOOL[:4]}"}


def test_a_stranger_in_a_theme_s_room_is_shown_there() -> None:
    joined = Seat(Membership.JOINED, MONDAY)

    places = view_of(rooms={SCHOOL: {DARIO.user: joined, BO.user: joined}}).places

    there = [(p.person.part, p.may_sit, p.seat) for p in places if p.room.theme == "school"]
    assert there == [
        (Part.CLIENT, True, None),
        (Part.MEMBER, False, Membership.JOINED),
        (Part.STRANGER, False, Membership.JOINED),
    ]


def test_a_theme_that_nobody_but_those_in_common_may_hear_has_no_places() -> None:
    both = consent_for(BO, named=HIS, circles=[SCHOOL])

    assert {place.room for place in view_of(given=[both]).places} == {COMMON_ROOM}


# Who did, from when until when.


def stays(*acts: Act) -> tuple[Stay, ...]:
    return view_of(acts=acts).stays


def test_a_stay_is_offered_taken_and_ended() -> None:
    (stay,) = stays(
        seat("offered", BO.id, basis=HIS),
        seat("taken", BO.id, hours=1, basis=HIS),
        seat("ended", BO.id, hours=2),
    )

    assert stay == Stay(
        person=THEY,
        room=COMMON_ROOM,
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


def test_a_voice_of_the_hub_reads_nothing_and_has_no_stay() -> None:
    assert stays(seat("taken", "hub"), seat("taken", f"hub:{SCHOOL}"), seat("ended", "hub")) == ()


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


def test_a_stay_in_a_theme_s_room_names_it_and_is_another_one() -> None:
    common, school = stays(seat("taken", BO.id), seat("taken", f"{BO.id}:{SCHOOL}", hours=1))

    assert (common.room, common.person) == (COMMON_ROOM, THEY)
    assert (school.room, school.person) == (Room(f"F-1 · {SCHOOL[:4]}", "school", Kind.THEME), THEY)


def test_a_room_whose_theme_nobody_knows_is_called_by_its_name_alone() -> None:
    (stay,) = stays(seat("taken", f"{BO.id}:abcdef"))

    assert stay.room == Room("F-1 · abcd", "", Kind.THEME)


# What they agreed to.


def test_every_consent_is_there_with_its_record_and_the_text_that_was_shown() -> None:
    (one,) = view_of(records={HIS: evidence.facts(given())}).agreements

    assert one.record is not None
    assert (one.record["stand"], one.notice_text) == ("given", "Einwilligung")


def test_a_withdrawn_consent_is_said_to_be_withdrawn() -> None:
    withdrawn = evidence.facts(given((Deed.WITHDRAW, CLIENT)))

    (one,) = view_of(records={HIS: withdrawn}).agreements

    assert one.record is not None
    assert (one.record["stand"], one.record["in_force"]) == ("withdrawn", False)


def test_a_consent_that_is_not_what_was_signed_is_there_without_a_record() -> None:
    (one,) = view_of(given=[consent_for(BO, named="forged")], records={ConsentId("forged"): None}).agreements

    assert (one.consent, one.record, one.notice_text) == ("forged", None, "")


# What was passed on.


def passed(*records: Record, **told: Any) -> tuple[Passed, ...]:
    return view_of(file=case_f1(BO, CHLOE), disclosures=records, **told).disclosures


def on_norm(**changed: Any) -> Record:
    """Chloe told Bo about the school, on a norm."""
    made = replace(disclosed(Way.SHARE), basis=str(TASK69), **changed)
    return Record(disclosure=made, contents=Contents(themes=frozenset({"school", "family"})))


def test_what_was_passed_on_says_who_told_whom_about_what_and_on_which_paragraph() -> None:
    (one,) = passed(on_norm())

    assert one.sender == Person(
        part=Part.MEMBER, name=CHLOE.name, agency="Brücke e. V.", function="Schulsozialarbeit"
    )
    assert (one.addressee.agency, one.addressee.function) == ("Jugendamt Musterstadt", BO.function)
    assert (one.at, one.subject, one.themes) == (MONDAY, "F-1", ("family", "school"))
    assert (one.norm, one.paragraph[:4], one.consent) == ("TASK69@1", "§ 69", None)
    assert (one.proven, one.is_warning) == (True, False)


def test_what_rests_on_a_consent_names_it_and_the_release_and_the_person() -> None:
    named = replace(
        on_norm().disclosure, basis=HIS, releases=(ConsentId("release"),), recipient=in_person(BO)
    )

    (one,) = passed(Record(disclosure=named, contents=Contents()))

    assert (one.consent, one.norm, one.paragraph) == (HIS, "", "")
    assert (one.releases, one.addressee.name) == (("release",), "Bo Lindner")


def test_what_nobody_signed_is_said_to_be_unproven_whoever_it_names() -> None:
    strange = replace(in_person(BO), agency=AgencyId("nobody"), person=ProfessionalId("nobody"))

    (one,) = passed(on_norm(proven=False, recipient=strange))

    assert (one.proven, one.addressee.agency, one.addressee.name) == (False, "nobody", "")


def test_a_record_that_nobody_can_read_is_not_shown_for_it_might_be_a_warning() -> None:
    assert passed(on_norm(sender=ProfessionalId(""))) == ()


@pytest.mark.parametrize(("told", "shown"), [(TOLD, 1), (ToldBefore(False, "Gefahr"), 0), (None, 0)])
def test_a_warning_is_shown_only_if_they_were_told_of_it(told: ToldBefore | None, shown: int) -> None:
    warning = Record(disclosure=disclosed(), contents=Contents(told=told))

    assert [one.is_warning for one in passed(warning)] == [True] * shown


# Who speaks for them, and when people meet.


def test_the_client_sees_by_name_who_is_said_to_speak_for_them() -> None:
    hers, his = guardianship(), guardianship(FATHER, vouched=False)

    (mother, father) = view_of(guardianships=[hers, his]).guardianships

    assert (mother.guardian, mother.subject) == (Relative("F-1/katja", "Katja Brandt"), Relative("F-1"))
    assert (mother.confirmed, mother.stands, mother.until) == (True, True, hers.until)
    assert (father.guardian.name, father.confirmed, father.stands) == ("Olaf Brandt", False, False)


def test_the_client_sees_for_whom_they_may_speak_and_no_longer_when_that_is_over() -> None:
    hers = guardianship(CLIENT, subject=CAN)

    (one,) = view_of(guardianships=[hers]).guardianships

    assert (one.guardian, one.subject) == (Relative("F-1"), Relative("F-1/can", "Can"))
    assert view_of(guardianships=[replace(hers, ended_at=MONDAY)]).guardianships == ()


def test_a_conference_is_shown_with_who_moderates_and_what_is_to_be_talked_about() -> None:
    called = Conference(
        id=ConferenceId("conference"),
        case=F1,
        begins_at=NOON,
        lasts=HOUR,
        moderator=AMIRA.id,
        called_at=MONDAY,
    )
    by_nobody = replace(called, moderator=ProfessionalId("nobody"))

    one, other = view_of(conferences=[(called, ("Wohnung",)), (by_nobody, None)]).conferences

    assert (one.begins_at, one.lasts, one.moderator.name, one.topics) == (
        NOON,
        HOUR,
        AMIRA.name,
        ("Wohnung",),
    )
    assert (other.moderator.part, other.topics) == (Part.STRANGER, None)


# For others on the client's side: what they allow, and what follows from it.


def test_a_mother_sees_who_may_read_by_what_she_gave_and_nobody_s_seat() -> None:
    hers = given_by(MOTHER)
    joined = {BO.user: Seat(Membership.JOINED, MONDAY), DARIO.user: Seat(Membership.JOINED, MONDAY)}

    seen = view_of(reader=MOTHER, given=[hers], guardianships=[guardianship()], rooms={COMMON: joined})

    (place,) = seen.places
    assert (place.person, place.room, place.may_sit) == (THEY, COMMON_ROOM, True)
    assert (place.since, place.until, place.consent, place.seat) == (MONDAY, UNTIL, hers.id, None)
    assert (seen.reader, seen.is_own) == ("F-1/katja", False)
    assert (seen.stays, seen.conferences) == ((), ())


def test_a_mother_sees_what_was_allowed_by_her_and_is_over() -> None:
    withdrawn = given_by(MOTHER, withdrawn_at=MONDAY + HOUR)

    (place,) = view_of(reader=MOTHER, given=[withdrawn], guardianships=[guardianship()]).places

    assert (place.may_sit, place.since, place.until) == (False, MONDAY, MONDAY + HOUR)


@pytest.mark.parametrize(
    "never",
    [
        {"given_at": None},
        {"proven": False},
        {"ended_at": MONDAY},
        {"recipient": Recipient(DARIO.agency, DARIO.function)},
        {"subject": MOTHER},
    ],
)
def test_what_never_let_anybody_read_is_no_place(never: dict[str, Any]) -> None:
    hers = replace(given_by(MOTHER), **never)

    assert view_of(reader=MOTHER, given=[hers], guardianships=[guardianship()]).places == ()


def test_the_end_of_the_case_ends_what_a_mother_allowed() -> None:
    file = closed(case_f1(BO))
    told = {
        "reader": MOTHER,
        "given": [given_by(MOTHER, begins=F1_OPENED)],
        "guardianships": [guardianship()],
    }

    (place,) = view_of(file=file, **told).places

    assert (place.may_sit, place.until) == (False, MONDAY)


def test_a_guardian_is_named_to_nobody_but_the_client() -> None:
    (one,) = view_of(reader=MOTHER, guardianships=[guardianship(), guardianship(FATHER)]).guardianships

    assert (one.guardian, one.subject) == (Relative("F-1/katja"), Relative("F-1"))


@pytest.mark.parametrize("ended", [{"until": NOON}, {"ended_at": MONDAY}, {"vouched": False}])
def test_who_speaks_for_nobody_any_more_gets_nothing_at_all(ended: dict[str, Any]) -> None:
    told = facts(reader=MOTHER, given=[given_by(MOTHER)], guardianships=[guardianship(**ended)])

    assert rules.view(told, NOON) == Refused("nothing-of-theirs", {"case": "F-1"})


def test_who_is_on_record_themselves_sees_that_without_speaking_for_anybody() -> None:
    about_her = replace(consent_for(BO, named="hers"), subject=MOTHER, given_by=(Giver(MOTHER),))
    told_about_her = on_norm(subject=MOTHER)

    by_consent = view_of(reader=MOTHER, given=[about_her])
    by_disclosure = view_of(reader=MOTHER, given=[], file=case_f1(BO, CHLOE), disclosures=[told_about_her])

    assert [one.consent for one in by_consent.agreements] == ["hers"]
    assert [one.subject for one in by_disclosure.disclosures] == ["F-1/katja"]


# For programs.


def test_a_program_reads_the_same() -> None:
    acts = [seat("taken", BO.id, basis=HIS), seat("ended", BO.id, hours=1)]
    seats = {JONAS.user: Seat(Membership.JOINED, MONDAY)}
    seen = view_of(acts=acts, rooms={COMMON: seats}, records={HIS: evidence.facts(given())})

    said = form.as_json(seen, "de", [ReceiptId("receipt-1")])

    assert said["case"] == {"label": "F-1", "opened_at": instant(F1_OPENED), "closed_at": None}
    assert said["places"][0]["person"] == {"part": "client"}
    assert said["places"][0]["seat"] == "joined"
    assert said["places"][2]["until"] == instant(UNTIL)
    assert said["stays"][0]["ended_at"] == instant(MONDAY + HOUR)
    assert said["stays"][0]["person"]["name"] == "Bo Lindner"
    assert said["consents"][0]["record"]["stand"] == "given"
    assert said["receipts"] == ["receipts/receipt-1.json"]


def test_a_program_reads_what_was_passed_on_who_speaks_and_when_people_meet() -> None:
    called = Conference(
        id=ConferenceId("conference"),
        case=F1,
        begins_at=NOON,
        lasts=HOUR,
        moderator=AMIRA.id,
        called_at=MONDAY,
    )
    on_consent = replace(on_norm().disclosure, id=DisclosureId("other"), basis=HIS)
    seen = view_of(
        file=case_f1(BO, CHLOE),
        disclosures=[on_norm(), Record(disclosure=on_consent, contents=Contents())],
        guardianships=[guardianship()],
        conferences=[(called, ("Wohnung",)), (called, None)],
    )

    said = form.as_json(seen, "de", [])

    by_norm, by_consent = said["disclosures"]
    assert by_norm["basis"] == {"norm": "TASK69@1", "paragraph": seen.disclosures[0].paragraph}
    assert by_norm["recipient"] == {"agency": "Jugendamt Musterstadt", "function": BO.function}
    assert (by_norm["themes"], by_consent["basis"]) == (["family", "school"], {"consent": HIS})
    assert said["guardianships"][0]["guardian"] == {"subject_id": "F-1/katja", "name": "Katja Brandt"}
    assert said["guardianships"][0]["subject"] == {"subject_id": "F-1"}
    assert [one["topics"] for one in said["conferences"]] == [["Wohnung"], None]
    assert said["conferences"][0]["minutes"] == 60
    assert said["reader"] == {"subject_id": "F-1", "is_client": True, "reads": "de"}


def test_an_export_is_noted() -> None:
    case = replace(case_f1().case, label="F-7")

    acts = [rules.exported(case, reader, "terminal", NOON) for reader in (CLIENT, MOTHER)]

    assert acts == [
        Act(at=NOON, actor="terminal", deed="case.exported", case=F1, target=target)
        for target in (F1, MOTHER)
    ]


def instant(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")


# Professionals among themselves.


def test_the_client_sees_who_talks_without_them_and_themselves_only_if_they_got_in_there() -> None:
    together = [consent_for(person, named=person.name, team=True) for person in (AMIRA, BO)]
    got_in = {JONAS.user: Seat(Membership.JOINED, MONDAY)}

    without, within = (
        [p.person.name for p in view_of(given=together, rooms=rooms).places if p.room.name == "F-1 · Team"]
        for rooms in ({}, {TEAM: got_in})
    )

    assert without == [AMIRA.name, BO.name]
    assert within == ["", AMIRA.name, BO.name]


# The client and one other alone.

WITH_NINA = side_of(NINA.id, circle_of)
NINA_ALONE = consent_for(NINA, named="alone", side=WITH_NINA)


def test_the_client_sees_with_whom_they_talk_alone_and_since_when() -> None:
    seen = view_of(given=[NINA_ALONE], advisers=[NINA], rooms={WITH_NINA: {NINA.user: JOINED}})

    themselves, nina = (place for place in seen.places if place.room.kind is Kind.SIDE)
    assert themselves.person.part is Part.CLIENT
    assert (nina.person.part, nina.person.name, nina.person.agency) == (
        Part.ADVISER,
        "Nina Vogt",
        "Jugendhilfe Horizont gGmbH",
    )
    assert (nina.since, nina.consent, nina.seat) == (MONDAY, "alone", Membership.JOINED)


def test_when_they_talked_alone_is_among_their_stays() -> None:
    acts = [seat("taken", f"{NINA.id}:{WITH_NINA}", basis="alone"), seat("taken", BO.id)]
    alone, together = view_of(given=[NINA_ALONE], advisers=[NINA], acts=acts).stays

    assert (alone.person.name, alone.room.kind, alone.consent) == ("Nina Vogt", Kind.SIDE, "alone")
    assert together.person == THEY


def test_who_talks_with_them_alone_is_elsewhere_a_stranger() -> None:
    seen = view_of(given=[NINA_ALONE], advisers=[NINA], rooms={COMMON: {NINA.user: JOINED}})

    assert [p.person.part for p in seen.places if p.room.kind is Kind.CLIENT] == [
        Part.CLIENT,
        Part.LEAD,
        Part.MEMBER,
        Part.MEMBER,
        Part.STRANGER,
    ]


def test_after_the_talks_alone_have_ended_their_room_is_still_the_clients() -> None:
    ended = replace(NINA_ALONE, state=State.WITHDRAWN, ended_at=MONDAY)
    seen = view_of(given=[ended], advisers=[NINA], rooms={WITH_NINA: {JONAS.user: JOINED}})

    assert [(p.person.part, p.may_sit) for p in seen.places if p.room.kind is Kind.SIDE] == [
        (Part.CLIENT, True)
    ]
