"""The client's own room: who sits there, by whose word, and that nobody else can tell that there is one."""

from dataclasses import replace

import pytest

from hub.audit import Act
from hub.cases.model import CaseFile, Listener, Professional
from hub.commands import rules as commands
from hub.commands.model import Help, NameTopic, NextConference
from hub.consent.model import Consent
from hub.effects import AT_ONCE, Monitor, Reconcile, Urgency
from hub.errors import Refused
from hub.identifiers import CLIENT, COMMON, OWN, TEAM, CircleId, UserId
from hub.own import chain
from hub.own import rules as wishes
from hub.rooms import drift, naming, noting, rules
from hub.rooms.discretion import acts_shown
from hub.rooms.model import HubVoice, Invite, Kind, Membership, OwnCase, Rights, Seat, Seen, Step, kind_of
from hub.rooms.preview import preview, shown_with
from tests.clock import MONDAY
from tests.people import (
    AMIRA,
    BO,
    CHLOE,
    DARIO,
    ELIF,
    F1,
    JONAS,
    NINA,
    PROFESSIONALS,
    STEWARD,
    VOICE,
    case_f1,
    closed,
    consent_for,
)
from tests.rules.seats import DAY, VOICES

EAR = UserId("@fallraum-ohr-a1:hub.localhost")
NOT_FOR_YOU = Refused("own-room-not-for-you")
EVERYBODY = case_f1(*(person for person in PROFESSIONALS if person != AMIRA))
ALL_CONSENTS = [consent_for(person, team=True) for person in PROFESSIONALS]


def told(*deeds: str) -> list[Act]:
    """That they said these, day by day."""
    file = case_f1()
    return [chain.noted(deed, file, "3f2a", "test", MONDAY + n * DAY) for n, deed in enumerate(deeds)]


def wanting(file: CaseFile | None = None, *deeds: str) -> CaseFile:
    return chain.bind(file or EVERYBODY, told(*(deeds or (chain.WANTED,))))


def sitting(file: CaseFile, *given: Consent) -> set[UserId]:
    return set(rules.rightful(file, given, VOICES, MONDAY, OWN, advisers=[NINA]))


def rights_of(file: CaseFile, *given: Consent) -> Rights:
    return rules.rights(file, given, VOICES, MONDAY)


# Who sits there.


def test_the_client_sits_there_alone_whatever_they_consent_to() -> None:
    assert sitting(wanting(), *ALL_CONSENTS) == {JONAS.user}


@pytest.mark.parametrize("person", PROFESSIONALS, ids=lambda person: person.name)
def test_no_professional_ever_does(person: Professional) -> None:
    assert person.user not in sitting(wanting(), *ALL_CONSENTS)
    assert rules.people_of(wanting(), OWN, [NINA]) == ()
    assert noting.ever_there(wanting(), OWN, [NINA]) == ()


def test_it_needs_no_consent_and_there_is_none_unless_it_is_wanted() -> None:
    assert sitting(wanting()) == {JONAS.user}
    assert OWN in rules.wanted(rights_of(wanting()))
    assert OWN not in rights_of(EVERYBODY, *ALL_CONSENTS)


@pytest.mark.parametrize(
    "file",
    [
        EVERYBODY,
        wanting(None, chain.WANTED, chain.UNWANTED),
        wanting(None, chain.UNWANTED),
        wanting(closed(EVERYBODY)),
        replace(wanting(), contradicted=True),
    ],
    ids=["never said", "taken back", "never wanted", "closed", "contradicted"],
)
def test_else_nobody_sits_there_and_nobody_listens(file: CaseFile) -> None:
    listening = replace(file, listeners=(Listener(EAR, OWN, True),))

    assert sitting(listening, *ALL_CONSENTS) == set()
    assert OWN not in rules.wanted(rights_of(listening))


def test_what_was_wanted_once_is_looked_for_also_when_it_is_no_longer() -> None:
    before = wanting(None, chain.WANTED, chain.UNWANTED)

    assert rights_of(before)[OWN] == {}
    assert rules.may_have_had_room(OWN, [])


def test_the_hub_listens_there_only_where_that_was_turned_on() -> None:
    here = replace(wanting(), listeners=(Listener(EAR, OWN, True),))
    elsewhere = replace(wanting(), listeners=(Listener(EAR, COMMON, True),))

    assert sitting(here) == {JONAS.user, EAR}
    assert sitting(elsewhere) == {JONAS.user}
    assert set(rules.rightful(here, (), (), MONDAY, OWN)) == {JONAS.user}
    # The conference voice has nothing to say there.
    assert VOICE not in sitting(here)


def test_whoever_left_stays_out_until_they_want_it_again() -> None:
    left = Seen({JONAS.user: Seat(Membership.DECLINED, MONDAY + DAY / 2)})

    def steps(file: CaseFile) -> tuple[Step, ...]:
        return rules.steps(left, rules.rightful(file, (), VOICES, MONDAY, OWN), creator=STEWARD)

    assert steps(wanting()) == ()
    assert steps(wanting(None, chain.WANTED, chain.WANTED)) == (Invite(JONAS.user),)


def test_that_they_are_shown_out_follows_from_a_wish_that_was_told() -> None:
    assert drift.has_ended(wanting(None, chain.WANTED, chain.UNWANTED), [], JONAS.user, OWN, MONDAY)
    assert not drift.has_ended(wanting(), [], JONAS.user, OWN, MONDAY)
    assert not drift.has_ended(wanting(None, chain.WANTED, chain.UNWANTED), [], BO.user, OWN, MONDAY)


def test_once_they_sit_there_it_is_looked_at_of_what_to_remind_them() -> None:
    def owed(user: UserId, membership: Membership, circle: CircleId = OWN) -> list[Monitor]:
        noted = noting.note(
            wanting(),
            known={user: Seat(Membership.INVITED, MONDAY)},
            seen={user: Seat(membership, MONDAY)},
            may={JONAS.user: OwnCase(), EAR: HubVoice()},
            admitted=(),
            now=MONDAY,
            given=(),
            circle=circle,
        )
        return [debt.effect for debt in noted.debts if isinstance(debt.effect, Monitor)]

    assert owed(JONAS.user, Membership.JOINED) == [Monitor(F1)]
    assert owed(JONAS.user, Membership.DECLINED) == []
    assert owed(JONAS.user, Membership.JOINED, COMMON) == []
    for other in (EAR, DARIO.user):
        assert owed(other, Membership.JOINED) == []


def test_they_sit_there_by_the_last_that_the_chain_tells_of_their_seat() -> None:
    def there(*deeds: str, target: str = noting.seat_of(CLIENT, OWN)) -> bool:
        acts = [Act(at=MONDAY, actor="hub", deed=deed, case=F1, target=target) for deed in deeds]
        return chain.is_client_there([*told(chain.WANTED), *acts])

    assert there("seat.offered", "seat.taken")
    assert there("seat.taken", "leave.seen")
    assert not there()
    for left in ("seat.left", "seat.ended", "seat.offered"):
        assert not there("seat.taken", left)
        assert there("seat.taken", left, "seat.taken")
    assert not there("seat.taken", target=noting.seat_of(CLIENT, COMMON))
    assert not there("seat.taken", target=noting.seat_of(BO.id, OWN))


@pytest.mark.parametrize(
    ("seat", "admitted", "is_left"),
    [
        (Membership.JOINED, False, False),
        (Membership.INVITED, False, True),
        (Membership.DECLINED, False, True),
        (None, False, True),
        # Somebody is never asked in who sits there: they left, and came back before it was looked at again.
        (Membership.JOINED, True, True),
    ],
)
def test_it_is_known_whether_they_left_it(seat: Membership | None, admitted: bool, is_left: bool) -> None:
    seen = {JONAS.user: Seat(seat, MONDAY)} if seat else {}

    assert noting.is_left(wanting(), seen, {JONAS.user} if admitted else ()) is is_left


# By whose word.


def test_the_newest_word_counts_and_what_the_room_is_found_by_never_changes() -> None:
    acts = [
        *told(chain.WANTED, chain.UNWANTED),
        replace(told(chain.WANTED)[0], basis="other", at=MONDAY + DAY),
    ]

    own = chain.room(acts)

    assert (own.pseudonym, own.asked_at, own.is_wanted) == ("3f2a", MONDAY + DAY, True)


def test_what_else_is_done_in_a_case_says_nothing_of_it() -> None:
    other = Act(at=MONDAY, actor="test", deed="case.opened", case=F1, target=CLIENT, basis="other")

    assert chain.room([other]) == chain.room([])
    assert chain.room([*told(chain.WANTED), other]).pseudonym == "3f2a"


def test_the_client_says_it_and_the_lead_on_their_word() -> None:
    for who in (JONAS.user, AMIRA.user):
        assert wishes.may_know(EVERYBODY, who) is None
        assert wishes.may_want(EVERYBODY, who) is None
        assert wishes.may_unwant(wanting(), who) is None


@pytest.mark.parametrize("person", [BO, CHLOE, ELIF, DARIO, NINA], ids=lambda person: person.name)
def test_nobody_else_says_or_learns_it(person: Professional) -> None:
    for file in (EVERYBODY, wanting(), closed(EVERYBODY)):
        assert wishes.may_know(file, person.user) == NOT_FOR_YOU
        assert wishes.may_want(file, person.user) == NOT_FOR_YOU
        assert wishes.may_unwant(file, person.user) == NOT_FOR_YOU


def test_who_only_stands_there_as_the_client_says_nothing() -> None:
    assert wishes.may_want(replace(EVERYBODY, contradicted=True), JONAS.user) == NOT_FOR_YOU
    assert wishes.may_want(replace(EVERYBODY, participations=()), AMIRA.user) == NOT_FOR_YOU


def test_not_in_a_closed_case_and_not_taken_back_twice() -> None:
    assert wishes.may_want(closed(EVERYBODY), AMIRA.user) == Refused("case-closed", {"case": "F-1"})
    already = Refused("own-room-unwanted-already", {"case": "F-1"})
    assert wishes.may_unwant(EVERYBODY, JONAS.user) == already


def test_what_is_owed_is_a_room_and_what_to_remind_of_or_at_once_its_end() -> None:
    look, plan = wishes.wanted(EVERYBODY, MONDAY)
    (over,) = wishes.unwanted(EVERYBODY)

    assert (look.effect, look.urgency, plan.effect) == (Reconcile(F1), Urgency.ADMISSION, Monitor(F1))
    assert (over.effect, over.due_at, over.urgency) == (Reconcile(F1), AT_ONCE, Urgency.REMOVAL)


# That nobody else can tell.


def test_its_name_says_what_it_is_and_its_alias_follows_from_nothing_that_others_know() -> None:
    plan = naming.plan(wanting(), {JONAS.user: OwnCase()}, creator=STEWARD, circle=OWN)

    assert (plan.name, plan.alias, plan.guests) == ("F-1 · Fallraum", "fallraum-3f2a", (JONAS.user,))
    assert kind_of(OWN) is Kind.OWN


def test_what_was_done_about_it_is_shown_to_those_alone_who_ask_for_such_rooms() -> None:
    about = [
        *told(chain.WANTED, chain.UNWANTED),
        Act(at=MONDAY, actor="hub", deed="room.made", case=F1, target=OWN, basis="hash"),
        Act(at=MONDAY, actor="hub", deed="seat.offered", case=F1, target=noting.seat_of(CLIENT, OWN)),
        Act(at=MONDAY, actor="test", deed="listening.begun", case=F1, target="s", basis=OWN),
    ]
    other = Act(at=MONDAY, actor="hub", deed="seat.offered", case=F1, target=noting.seat_of(CLIENT, TEAM))

    assert acts_shown([*about, other], [], side=False) == [other]
    assert acts_shown([*about, other], [], side=True) == about


def test_no_preview_of_a_consent_speaks_of_it() -> None:
    one = consent_for(BO)
    before, after = rights_of(wanting()), rights_of(wanting(), one)

    shown = preview(shown_with(one, before), shown_with(one, after), rooms=[COMMON, OWN])

    assert OWN not in {change.circle for change in (*shown.gains, *shown.losses)}
    assert OWN not in (*shown.new_rooms, *shown.alone)


# What is written there.


def test_there_the_client_names_topics_as_in_the_common_room() -> None:
    assert commands.may_give(NameTopic("Wohnung"), OWN, is_client=True) is None
    assert commands.may_give(Help(), OWN, is_client=True) is None
    refused = commands.may_give(NextConference(), OWN, is_client=True)
    assert refused == Refused("command-not-for-client")
    elsewhere = commands.may_give(NameTopic("Wohnung"), CircleId("3f2a"), is_client=True)
    assert elsewhere == Refused("command-not-here")


def test_a_voice_there_is_the_hubs_own_and_no_stranger() -> None:
    here = replace(wanting(), listeners=(Listener(EAR, OWN, True),))

    assert noting.called(here, (), EAR, {EAR: HubVoice()}) == noting.VOICES
    assert noting.called(here, (), JONAS.user, {}) == "client"
