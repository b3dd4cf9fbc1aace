"""Where the hub listens: as the lead decided, when the room was told, and until anybody ends it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from hub.audit import Act
from hub.cases.model import CaseFile, Listener, OwnRoom
from hub.consent.model import State
from hub.effects import (
    AT_ONCE,
    NO_CASE,
    AnnounceListening,
    Debt,
    EndListener,
    Reconcile,
    SeeToDirect,
    Urgency,
)
from hub.errors import Refused
from hub.identifiers import COMMON, OWN, TEAM, CircleId, SwitchId, UserId
from hub.listening import chain, rules
from hub.listening.model import Deed, Lease, Switch, is_listener, listener
from hub.own import chain as own
from hub.rooms.model import HubVoice
from hub.rooms.rules import rightful
from tests.clock import MONDAY
from tests.people import AMIRA, BO, DARIO, ELIF, F1, HUB, JONAS, VOICE, case_f1, consent_for

HOUSING = CircleId("3f2a")
SIDE = CircleId("side-3f2a")
CONSULT = CircleId("consult-3f2a")
ONE = Switch(id=SwitchId("a1" * 16), case=F1, circle=COMMON, since=MONDAY)
ALONE = Switch(id=SwitchId("d4" * 16), case=NO_CASE, circle=COMMON, since=MONDAY, professional=BO.id)
OTHER = replace(ONE, id=SwitchId("b2" * 16))
EAR = listener(ONE.id, HUB)
BY = "terminal"


def told(*deeds: Deed, switch: Switch = ONE, begins: datetime = MONDAY) -> list[Act]:
    return [
        chain.noted(deed, switch, BY, begins + timedelta(minutes=number)) for number, deed in enumerate(deeds)
    ]


def where(*acts: Act, file: CaseFile | None = None) -> tuple[Listener, ...]:
    return chain.bind(file or case_f1(BO), acts, HUB).listeners


# What the chain tells.


def test_a_switch_listens_once_the_room_was_told_and_until_it_is_ended() -> None:
    begun, heard, over = (
        chain.switches(told(*deeds))[0]
        for deeds in ((Deed.BEGUN,), (Deed.BEGUN, Deed.TOLD), (Deed.BEGUN, Deed.TOLD, Deed.ENDED))
    )

    assert [one.is_listening for one in (begun, heard, over)] == [False, True, False]
    # What was said before the room was told is not listened to.
    assert (begun.since, heard.since) == (MONDAY, MONDAY + timedelta(minutes=1))


def test_what_is_over_begins_no_more_and_what_nobody_began_was_never_told() -> None:
    again = [*told(Deed.BEGUN, Deed.TOLD, Deed.ENDED), *told(Deed.BEGUN, Deed.TOLD)]

    assert [one.is_listening for one in chain.switches(again)] == [False]
    assert chain.switches(told(Deed.TOLD, Deed.ENDED)) == []
    assert chain.switches([Act(at=MONDAY, actor=BY, deed="case.opened", case=F1)]) == []


def test_with_the_erasure_of_its_case_every_switch_is_over() -> None:
    erased = Act(at=MONDAY, actor=BY, deed="case.erased", case=F1)
    acts = [*told(Deed.BEGUN, Deed.TOLD), *told(Deed.BEGUN, switch=OTHER), erased]

    assert [one.is_over for one in chain.switches(acts)] == [True, True]


def test_a_switch_is_found_by_its_id_and_knows_its_room() -> None:
    acts = [*told(Deed.BEGUN), *told(Deed.BEGUN, switch=replace(OTHER, circle=HOUSING))]

    assert [one.circle for one in chain.switches(acts)] == [COMMON, HOUSING]
    found = chain.called(acts, OTHER.id)
    assert found is not None
    assert found.circle == HOUSING
    assert chain.called(acts, SwitchId("c3" * 16)) is None


def test_a_direct_room_s_switch_is_of_no_case_and_the_chain_knows_whose_it_is() -> None:
    acts = told(Deed.BEGUN, Deed.TOLD, Deed.ENDED, switch=ALONE)

    assert {(act.case, act.target, act.basis) for act in acts} == {("", BO.id, ALONE.id)}
    assert {act.deed for act in acts} == set(chain.OF_PEOPLE)
    begun, heard, over = (chain.switches(acts[:number])[0] for number in (1, 2, 3))
    assert begun == ALONE
    assert [one.is_listening for one in (begun, heard, over)] == [False, True, False]
    # Not told of its own id: what was said of another switch ends this one not.
    other = told(Deed.BEGUN, Deed.ENDED, switch=replace(ALONE, id=SwitchId("e5" * 16)))
    assert [one.is_over for one in chain.switches([*acts[:2], *other])] == [False, True]


def test_turned_on_again_it_is_for_the_same_room_and_for_no_other() -> None:
    there = [ONE, replace(ONE, circle=HOUSING), replace(ONE, case=NO_CASE), ALONE]

    assert len({one.place for one in there}) == 4
    assert [replace(one, id=OTHER.id).place for one in there] == [one.place for one in there]


def test_its_account_follows_from_its_id_and_from_no_row() -> None:
    assert f"@fallraum-ohr-{'a1' * 10}:{HUB}" == EAR
    assert is_listener(EAR, HUB)
    assert not is_listener(EAR, "elsewhere.example")
    assert not is_listener(AMIRA.user, HUB)


# Who may sit where.


def test_the_listener_sits_in_its_room_while_it_listens() -> None:
    listening = chain.bind(case_f1(BO), told(Deed.BEGUN, Deed.TOLD), HUB)

    assert rightful(listening, [], [VOICE], MONDAY)[EAR] == HubVoice()
    for deeds in ((Deed.BEGUN,), (Deed.BEGUN, Deed.TOLD, Deed.ENDED)):
        file = chain.bind(case_f1(BO), told(*deeds), HUB)
        assert EAR not in rightful(file, [], [VOICE], MONDAY)


def test_in_no_other_room_and_nowhere_among_professionals_or_between_two() -> None:
    for circle in (HOUSING, TEAM, SIDE, CONSULT):
        listening = chain.bind(case_f1(BO), told(Deed.BEGUN, Deed.TOLD), HUB)
        assert EAR not in rightful(listening, [], [VOICE], MONDAY, circle)
    for circle in (TEAM, SIDE, CONSULT):
        forged = chain.bind(case_f1(), told(Deed.BEGUN, Deed.TOLD, switch=replace(ONE, circle=circle)), HUB)
        assert EAR not in rightful(forged, [], [VOICE], MONDAY, circle)


def test_nowhere_in_a_closed_case() -> None:
    file = case_f1(BO)
    closed = replace(file, case=replace(file.case, closed_at=MONDAY))

    assert where(*told(Deed.BEGUN, Deed.TOLD), file=closed) == (Listener(EAR, COMMON, may_sit=False),)


def test_whoever_asks_who_hears_a_case_is_not_told_of_listeners() -> None:
    listening = chain.bind(case_f1(BO), told(Deed.BEGUN, Deed.TOLD), HUB)

    assert EAR not in rightful(listening, [], (), MONDAY)


# Who decides.


@pytest.mark.parametrize("who", [BO.user, ELIF.user, DARIO.user, JONAS.user])
def test_nobody_but_the_lead_decides_or_is_told(who: UserId) -> None:
    file = case_f1(BO, ELIF)
    no = Refused("listening-by-lead", {"case": "F-1"})

    assert rules.may_turn(file, who, COMMON) == no
    assert rules.may_begin(file, who, COMMON, {COMMON}, (), has_room=True, is_client_there=False) == no


def test_where_nobody_leads_nobody_decides() -> None:
    assert rules.may_turn(replace(case_f1(), participations=()), AMIRA.user, COMMON) is not None


def test_in_their_own_room_the_client_decides_as_well_and_is_told_of_no_other() -> None:
    file, there = case_f1(BO), replace(ONE, circle=OWN)

    assert rules.may_turn(file, JONAS.user, OWN) is None
    assert rules.may_turn(file, BO.user, OWN) is not None
    assert rules.shown(file, JONAS.user, [there, ONE]) == [there]
    assert rules.shown(file, AMIRA.user, [there, ONE]) == [there, ONE]
    assert rules.shown(file, JONAS.user, [ONE, replace(there, is_over=True)]) == []
    assert isinstance(rules.shown(file, BO.user, [there, ONE]), Refused)


def test_where_the_chain_tells_otherwise_nobody_knows_whose_own_room_it_is() -> None:
    file = replace(case_f1(), contradicted=True)

    assert rules.may_turn(file, JONAS.user, OWN) is not None


def test_the_lead_turns_it_on_in_the_common_room_and_in_a_themes() -> None:
    file = case_f1(BO)

    assert (
        rules.may_begin(file, AMIRA.user, COMMON, {COMMON}, (), has_room=True, is_client_there=False) is None
    )
    assert (
        rules.may_begin(
            file, AMIRA.user, HOUSING, {COMMON, HOUSING}, [ONE], has_room=True, is_client_there=False
        )
        is None
    )


@pytest.mark.parametrize("circle", [TEAM, SIDE, CONSULT, HOUSING])
def test_nowhere_else(circle: CircleId) -> None:
    assert rules.may_begin(
        case_f1(), AMIRA.user, circle, {COMMON}, (), has_room=True, is_client_there=False
    ) == Refused("listening-not-there")


def test_not_for_a_theme_that_the_same_people_hear_anyhow() -> None:
    opened = {COMMON, HOUSING}
    no = rules.may_begin(case_f1(BO), AMIRA.user, HOUSING, opened, (), has_room=False, is_client_there=False)

    assert no == Refused("listening-no-room", {"case": "F-1"})


def test_only_where_a_consent_runs_that_opens_a_room() -> None:
    running = consent_for(BO, circles=(HOUSING,))
    elsewhere = consent_for(BO, side=SIDE)

    assert rules.opened(case_f1(), [running, elsewhere], MONDAY) == {COMMON, HOUSING}
    assert rules.opened(case_f1(), [replace(running, in_common=False)], MONDAY) == {HOUSING}
    assert rules.opened(case_f1(), [elsewhere], MONDAY) == set()
    assert rules.opened(case_f1(), [replace(running, state=State.WITHDRAWN)], MONDAY) == set()
    assert rules.opened(case_f1(), [running], running.valid_until) == set()


def test_in_the_own_room_while_the_client_wants_it() -> None:
    wanted = replace(case_f1(), own=OwnRoom(pseudonym="p", asked_at=MONDAY, is_wanted=True))

    assert rules.opened(wanted, [], MONDAY) == {OWN}
    assert rules.may_begin(wanted, AMIRA.user, OWN, {OWN}, (), has_room=True, is_client_there=True) is None
    assert rules.may_begin(wanted, BO.user, OWN, {OWN}, (), has_room=True, is_client_there=True) is not None
    nobody_there = rules.may_begin(wanted, AMIRA.user, OWN, {OWN}, (), has_room=True, is_client_there=False)
    assert nobody_there == Refused("listening-own-empty", {"case": "F-1"})


@pytest.mark.parametrize("wishes", [(own.UNWANTED,), (own.WANTED,), (own.UNWANTED, own.WANTED)])
def test_with_any_wish_for_that_room_a_switch_there_is_over_and_no_other(wishes: tuple[str, ...]) -> None:
    here, there = replace(ONE, id=SwitchId("a"), circle=OWN), replace(ONE, id=SwitchId("b"), circle=HOUSING)
    begun = [chain.noted(Deed.BEGUN, one, "test", MONDAY) for one in (here, there)]
    told = [chain.noted(Deed.TOLD, one, "hub", MONDAY) for one in (here, there)]
    said = [own.noted(wish, case_f1(), "p", "test", MONDAY) for wish in wishes]

    left = chain.switches([*begun, *told, *said])

    assert [(one.circle, one.is_over, one.is_listening) for one in left] == [
        (OWN, True, False),
        (HOUSING, False, True),
    ]


def test_not_twice_and_not_in_a_closed_case() -> None:
    file = case_f1()
    closed = replace(file, case=replace(file.case, closed_at=MONDAY))

    twice = rules.may_begin(file, AMIRA.user, COMMON, {COMMON}, [ONE], has_room=True, is_client_there=False)
    late = rules.may_begin(closed, AMIRA.user, COMMON, {COMMON}, (), has_room=True, is_client_there=False)
    assert twice == Refused("listening-on-already", {"case": "F-1"})
    assert late == Refused("case-closed", {"case": "F-1"})


# What is owed and said.


def test_the_room_is_told_first_and_then_the_listener_comes() -> None:
    say = AnnounceListening(F1, COMMON, ONE.id, "begun")

    assert rules.begun(ONE, MONDAY) == (Debt(say, MONDAY, Urgency.WORDS),)
    assert rules.told(ONE, MONDAY) == (Debt(Reconcile(F1), MONDAY, Urgency.ADMISSION),)


def test_at_the_end_it_leaves_before_anything_else() -> None:
    leaves = Debt(Reconcile(F1), AT_ONCE, Urgency.REMOVAL)
    account = Debt(EndListener(F1, ONE.id), MONDAY, Urgency.WORDS)
    words = Debt(AnnounceListening(F1, COMMON, ONE.id, "ended"), MONDAY, Urgency.WORDS)
    known = replace(ONE, is_told=True)

    assert rules.ended(known, MONDAY, is_open=True) == (leaves, account, words)
    assert rules.ended(ONE, MONDAY, is_open=True) == (leaves,)
    assert rules.ended(known, MONDAY, is_open=False) == (leaves, account)


def test_in_a_direct_room_the_same_is_owed_to_whose_it_is() -> None:
    say = AnnounceListening(NO_CASE, COMMON, ALONE.id, "begun", BO.id)
    look = SeeToDirect(BO.id)
    known = replace(ALONE, is_told=True)

    assert rules.begun(ALONE, MONDAY) == (Debt(say, MONDAY, Urgency.WORDS),)
    assert rules.told(ALONE, MONDAY) == (Debt(look, MONDAY, Urgency.ADMISSION),)
    assert rules.ended(known, MONDAY, is_open=True) == (
        Debt(look, AT_ONCE, Urgency.REMOVAL),
        Debt(EndListener(NO_CASE, ALONE.id, BO.id), MONDAY, Urgency.WORDS),
        Debt(replace(say, deed="ended"), MONDAY, Urgency.WORDS),
    )


def test_in_a_direct_room_it_begins_once_and_only_while_somebody_sits_there() -> None:
    assert rules.may_begin_alone((), is_there=True) is None
    assert rules.may_begin_alone((), is_there=False) == Refused("listening-no-direct-room")
    assert rules.may_begin_alone([ALONE], is_there=True) == Refused("listening-alone-on-already")


def test_what_is_so_no_longer_is_not_said() -> None:
    begun = AnnounceListening(F1, COMMON, ONE.id, "begun")
    ended = AnnounceListening(F1, COMMON, ONE.id, "ended")
    listening, over = replace(ONE, is_told=True), replace(ONE, is_told=True, is_over=True)

    def worth(announce: AnnounceListening, *known: Switch, is_open: bool = True) -> bool:
        return rules.still_worth_telling(announce, known, is_open=is_open)

    assert worth(begun, ONE)
    assert not worth(begun, listening)
    assert not worth(begun, replace(ONE, is_over=True))
    assert not worth(begun, ONE, is_open=False)
    assert not worth(begun)
    assert not worth(replace(begun, circle=HOUSING), ONE)
    assert worth(ended, over)
    assert not worth(ended, listening)
    assert not worth(ended, replace(ONE, is_over=True))
    # Turned on again meanwhile: it would be no longer true.
    assert not worth(ended, over, replace(OTHER, is_told=True))
    assert worth(ended, over, replace(OTHER, is_told=True, circle=HOUSING), OTHER)


# Which process listens.


def lease(by: str | None, seconds: float | None) -> Lease:
    """One that is over in so many seconds."""
    until = None if seconds is None else MONDAY + timedelta(seconds=seconds)
    return Lease(ONE.id, ONE.case, ONE.professional, by, until)


def test_a_lease_is_taken_anew_when_half_of_it_is_over_and_from_another_one_when_all_of_it_is() -> None:
    half, whole = rules.LEASE.total_seconds() / 2, rules.LEASE.total_seconds()

    mine = [rules.is_held(lease("one", left), "one", MONDAY) for left in (whole, half + 1, half, -1, None)]
    others = [rules.may_hold(lease("two", left), "one", MONDAY) for left in (whole, 1, 0, None)]

    assert mine == [True, True, False, False, False]
    assert others == [False, False, True, True]
    assert not rules.is_held(lease("two", whole), "one", MONDAY)
    assert rules.may_hold(lease("one", half), "one", MONDAY)
    assert rules.may_hold(lease(None, None), "one", MONDAY)
