"""The client talks with one other alone: who may, how the room is called, and that nobody else notices."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.audit import Act
from hub.canonical import signature_of
from hub.consent import signed, terms
from hub.consent.model import Action, Consent, Deed, Event, State
from hub.consent.model import Kind as Declared
from hub.effects import AnnounceDeparture
from hub.errors import Refused
from hub.identifiers import CLIENT, COMMON, TEAM, AgencyId, CircleId, ConsentId, PartyId, RoomId
from hub.rooms import naming, noting, rules
from hub.rooms.discretion import acts_shown
from hub.rooms.model import Kind, OwnCase, Rights, Room, kind_of
from hub.rooms.preview import preview, shown_with
from tests.clock import MONDAY
from tests.people import (
    AMIRA,
    BO,
    CHLOE,
    DARIO,
    ELIF,
    F1,
    HORIZONT_SERVER,
    JONAS,
    NINA,
    NOTICE,
    PROFESSIONALS,
    STEWARD,
    VOICE,
    case_f1,
    closed,
    consent_for,
    key_of_account,
    terms_for,
)
from tests.rules.seats import DAY, VOICES, consents, instants, joined
from tests.signing import circle_of, public, read, written

WITH_NINA = signed.side_of(NINA.id, circle_of)
WITH_CHLOE = signed.side_of(CHLOE.id, circle_of)
NINA_ALONE = consent_for(NINA, side=WITH_NINA)
FILE = case_f1(BO, CHLOE, ELIF)
EVERYBODY = case_f1(*(person for person in PROFESSIONALS if person not in (AMIRA, NINA)))


def rights_of(*given_ones: Consent, rooms: tuple[CircleId, ...] = ()) -> Rights:
    return rules.rights(FILE, given_ones, VOICES, MONDAY, rooms=rooms, advisers=[NINA, CHLOE])


# Who sits there.


def test_the_client_and_one_other_sit_there_alone_without_any_voice() -> None:
    may = rights_of(consent_for(AMIRA), consent_for(BO), NINA_ALONE)

    assert set(may[WITH_NINA]) == {JONAS.user, NINA.user}
    assert isinstance(may[WITH_NINA][JONAS.user], OwnCase)
    assert VOICE not in may[WITH_NINA]
    assert rules.wanted(may) == {COMMON, WITH_NINA}


def test_whoever_talks_with_the_client_alone_need_not_work_on_the_case_and_sits_nowhere_else() -> None:
    may = rights_of(NINA_ALONE, consent_for(BO))

    assert NINA.user not in may[COMMON]
    assert NINA not in [part.professional for part in FILE.participations]


def test_talks_alone_open_no_other_room_to_who_works_on_the_case_either() -> None:
    may = rights_of(consent_for(CHLOE, side=WITH_CHLOE, circles=[circle_of("school")]))

    assert CHLOE.user in may[WITH_CHLOE]
    assert all(CHLOE.user not in people for circle, people in may.items() if circle != WITH_CHLOE)


def test_with_each_other_person_the_client_has_another_room() -> None:
    may = rights_of(NINA_ALONE, consent_for(CHLOE, side=WITH_CHLOE))

    assert set(may[WITH_NINA]) & set(may[WITH_CHLOE]) == {JONAS.user}


def test_counselling_is_talk_alone_too() -> None:
    counselling = replace(consent_for(CHLOE, side=WITH_CHLOE), counselling=True)

    assert set(rights_of(counselling)[WITH_CHLOE]) == {JONAS.user, CHLOE.user}


def test_what_was_signed_before_there_were_such_rooms_opens_none() -> None:
    before = replace(consent_for(CHLOE), counselling=True)

    assert before.alone
    assert rules.wanted(rights_of(before)) == set()


@given(st.lists(consents(themed=True), max_size=6), st.sets(st.integers(0, 5)), instants)
def test_in_a_room_of_two_there_are_never_more(given_ones: list[Consent], sides: set[int], now: Any) -> None:
    known = [
        replace(one, side=WITH_NINA, recipient=NINA_ALONE.recipient) if place in sides else one
        for place, one in enumerate(given_ones)
    ]
    may = rules.rights(EVERYBODY, known, VOICES, now, rooms=[WITH_NINA], advisers=[NINA])

    assert may[WITH_NINA].keys() <= {JONAS.user, NINA.user}


@pytest.mark.parametrize("person", [DARIO, ELIF, AMIRA], ids=lambda person: person.name)
def test_dario_elif_and_the_lead_never_sit_there(person: Any) -> None:
    may = rules.rights(case_f1(ELIF, DARIO), [NINA_ALONE], VOICES, MONDAY, advisers=[NINA])

    assert person.user not in may[WITH_NINA]


def test_after_the_consent_ended_only_the_client_is_left() -> None:
    ended = replace(NINA_ALONE, state=State.WITHDRAWN, ended_at=MONDAY)

    assert set(rights_of(ended, rooms=(WITH_NINA,))[WITH_NINA]) == {JONAS.user}


def test_in_a_closed_case_nobody_talks_alone() -> None:
    may = rules.rights(closed(FILE), [NINA_ALONE], VOICES, MONDAY, advisers=[NINA])

    assert may[WITH_NINA] == {}


def test_if_nobody_knows_whose_account_the_clients_is_they_are_not_asked_in() -> None:
    may = rules.rights(replace(FILE, contradicted=True), [NINA_ALONE], VOICES, MONDAY, advisers=[NINA])

    assert set(may[WITH_NINA]) == {NINA.user}


def test_a_room_of_two_may_have_been_made_if_that_was_ever_agreed_to() -> None:
    asked = replace(NINA_ALONE, state=State.REQUESTED, given_at=None)

    assert rules.may_have_had_room(WITH_NINA, [NINA_ALONE])
    assert not rules.may_have_had_room(WITH_NINA, [asked, consent_for(BO)])


# What it is called.


def test_its_name_and_its_alias_lead_nowhere_to_the_case() -> None:
    assert kind_of(WITH_NINA) is Kind.SIDE
    assert Room(id=RoomId("!r"), case=F1, circle=WITH_NINA, version=0).kind is Kind.SIDE

    plan = naming.plan(FILE, rights_of(NINA_ALONE)[WITH_NINA], creator=STEWARD, circle=WITH_NINA)

    pseudonym = WITH_NINA.removeprefix("side-")
    assert (plan.alias, plan.name) == (f"fallraum-{pseudonym}", f"S-{pseudonym[:4]}")
    assert F1 not in repr(plan)
    assert "F-1" not in repr(plan)
    assert plan.guests == (JONAS.user,)
    assert HORIZONT_SERVER not in repr(plan)


# What others get to see of it: the same as if there were none.


def test_a_preview_of_anything_else_does_not_tell_of_it() -> None:
    for_bo = consent_for(BO)

    def seen(*more: Consent) -> object:
        before = shown_with(for_bo, rights_of(consent_for(AMIRA), *more))
        after = shown_with(for_bo, rights_of(consent_for(AMIRA), for_bo, *more))
        return preview(before, after, rooms=[COMMON, *([WITH_NINA] if more else [])])

    assert seen(NINA_ALONE) == seen()


def test_a_preview_of_its_own_consent_tells_of_it() -> None:
    before, after = (shown_with(NINA_ALONE, rights_of(*known)) for known in ([], [NINA_ALONE]))

    assert preview({WITH_NINA: {}, **before}, after, rooms=[]).new_rooms == (WITH_NINA,)


def act(deed: str, target: str, basis: str = "") -> Act:
    return Act(at=MONDAY, actor="hub", deed=deed, case=F1, target=target, basis=basis)


def test_what_was_done_about_it_is_shown_only_to_who_asks_for_just_that() -> None:
    counselling = replace(consent_for(CHLOE, named="counselling"), counselling=True)
    ordinary = [act("case.opened", F1), act("seat.taken", BO.id, "consent-bo"), act("party.added", "party:a")]
    private = [
        act("consent.given", NINA_ALONE.id),
        act("seat.taken", f"{NINA.id}:{WITH_NINA}", NINA_ALONE.id),
        act("seat.ended", f"other:{WITH_NINA}"),
        act("receipt.made", "receipt", counselling.id),
    ]
    given_ones = [consent_for(BO, named="consent-bo"), NINA_ALONE, counselling]

    assert acts_shown([*ordinary, *private], given_ones, side=False) == ordinary
    assert acts_shown([*ordinary, *private], given_ones, side=True) == private


def note(circle: CircleId) -> noting.Noted:
    return noting.note(
        FILE,
        known={NINA.user: joined()},
        seen={},
        may={},
        admitted=(),
        now=MONDAY + DAY,
        given=[NINA_ALONE],
        circle=circle,
        advisers=[NINA],
    )


def test_in_their_own_room_an_adviser_is_known_and_their_going_is_told() -> None:
    ((done,), (debt, _)) = note(WITH_NINA).acts, note(WITH_NINA).debts

    assert (done.target, done.basis) == (f"{NINA.id}:{WITH_NINA}", NINA_ALONE.id)
    assert debt.effect == AnnounceDeparture(F1, NINA.id, WITH_NINA)


def test_in_any_other_room_an_adviser_is_as_unknown_as_anybody() -> None:
    ((done,), debts) = note(COMMON).acts, note(COMMON).debts

    assert (done.target, done.basis) == ("other", "")
    assert debts == ()


# What is asked for and signed.


def test_to_talk_alone_can_be_asked_for() -> None:
    wanted = terms_for(NINA, alone=True)

    assert terms.offer(wanted, FILE.case, MONDAY) == wanted


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"kind": Declared.CHANNEL_USE}, "alone-otherwise"),
        ({"subject": PartyId("party:can")}, "alone-otherwise"),
        ({"senders": (AgencyId("jobcenter"),)}, "alone-otherwise"),
        ({"actions": frozenset({Action.READ})}, "alone-otherwise"),
        ({"team": True}, "alone-otherwise"),
        ({"recipient": terms_for(NINA).recipient}, "alone-without-person"),
        ({"notice": NOTICE}, "notice-without-rooms"),
    ],
    ids=lambda one: one if isinstance(one, str) else next(iter(one)),
)
def test_what_would_open_no_room_of_two_cannot_be_asked_for(changed: Mapping[str, Any], reason: str) -> None:
    refused = terms.offer(replace(terms_for(NINA, alone=True), **changed), FILE.case, MONDAY)

    assert isinstance(refused, Refused)
    assert refused.reason == reason


def test_who_said_no_to_talk_alone_may_be_asked_the_same_day_to_let_them_in_like_others() -> None:
    said_no = replace(NINA_ALONE, state=State.REFUSED, given_at=None, changed_at=MONDAY)

    assert terms.asked_too_soon(terms_for(NINA), [said_no], MONDAY) is None
    assert isinstance(terms.asked_too_soon(terms_for(NINA, alone=True), [said_no], MONDAY), Refused)


def test_what_is_signed_says_it_only_where_it_is_so() -> None:
    told = [
        json.loads(written(ConsentId("c"), wanted))
        for wanted in (
            terms_for(NINA),
            terms_for(NINA, team=True),
            terms_for(NINA, alone=True),
            replace(terms_for(NINA), counselling=True, recipient=NINA_ALONE.recipient),
            replace(terms_for(NINA), counselling=True),
            replace(terms_for(NINA, alone=True), subject=PartyId("party:can")),
        )
    ]

    assert [{"team", "side"} & one.keys() for one in told] == [
        set(),
        {"team"},
        {"side"},
        {"side"},
        set(),
        set(),
    ]
    assert told[2]["side"] == WITH_NINA


def signed_alone(text: str) -> Consent:
    key = key_of_account(JONAS.user)
    asked = Event(number=1, at=MONDAY, deed=Deed.REQUEST, actor=NINA.id)
    yes = signature_of(signed.statement(text), key)
    said = Event(number=2, at=MONDAY, deed=Deed.GIVE, actor=CLIENT, signature=yes)
    return read(ConsentId("c"), text, [asked, said], {CLIENT: public(key)})


def test_a_gate_reads_it_without_any_key() -> None:
    consent = signed_alone(written(ConsentId("c"), terms_for(NINA, alone=True)))

    assert (consent.side, consent.proven) == (WITH_NINA, True)
    assert set(rights_of(consent)[WITH_NINA]) == {JONAS.user, NINA.user}


@pytest.mark.parametrize("circle", ["", TEAM, 7, circle_of("school")], ids=str)
def test_a_circle_of_two_that_is_another_rooms_proves_nothing(circle: object) -> None:
    document = json.loads(written(ConsentId("c"), terms_for(NINA, alone=True)))

    assert not signed_alone(signed.written(document | {"side": circle})).proven


def test_nor_does_one_that_names_nobody() -> None:
    document = json.loads(written(ConsentId("c"), terms_for(NINA, alone=True)))

    assert not signed_alone(
        signed.written(document | {"recipient": document["recipient"] | {"person": None}})
    ).proven


def test_whoever_opens_a_record_sees_that_its_room_is_the_one_with_whom_it_names() -> None:
    wanted = terms_for(NINA, alone=True)
    consent, private = signed_alone(written(ConsentId("c"), wanted)), signed.contents(wanted, "salt")
    other = replace(consent, side=WITH_CHLOE)
    nobody = replace(consent, recipient=replace(consent.recipient, person=None))

    opened = [signed.opened(one, private, circle_of=circle_of) for one in (consent, other, nobody)]

    assert [record.consent.proven for record in opened] == [True, False, False]
