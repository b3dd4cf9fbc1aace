"""What may not be shared with everybody has a room of its own, and only who may hear it sits there."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update
from structlog.testing import capture_logs

from hub import outbox
from hub.cases.model import Professional
from hub.consent import store
from hub.consent.model import ORGANISATION, Answer, Consent
from hub.errors import HomeserverUnavailable, Unfinished
from hub.identifiers import CaseId
from hub.rooms.model import Membership
from tests.desk import Desk
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, JONAS, SELMA, STEWARD, VOICE

SCHOOL_ONLY = {ORGANISATION: Answer.NO, "school": Answer.YES}
WITH_SCHOOL = {ORGANISATION: Answer.YES, "school": Answer.YES, "health": Answer.NO}
WITH_HEALTH = {ORGANISATION: Answer.YES, "school": Answer.YES, "health": Answer.YES}
ASK_FIRST = {ORGANISATION: Answer.YES, "school": Answer.ASK, "health": Answer.NO}


async def about_school(desk: Desk) -> tuple[CaseId, list[Consent]]:
    """Amira and Bo may hear everything about the school and in common, Chloe about the school only."""
    case = await desk.opens_case(BO, CHLOE, DARIO, ELIF)
    said = ((AMIRA, WITH_SCHOOL), (BO, WITH_SCHOOL), (CHLOE, SCHOOL_ONLY))
    given = [await desk.consents(case, person, themes=themes) for person, themes in said]
    await desk.works_off()
    await desk.everybody_comes(case)
    return case, given


# Who sits where.


async def test_chloe_sits_where_the_school_is_talked_about_and_nowhere_else(desk: Desk) -> None:
    case, _ = await about_school(desk)

    assert await desk.inside(case, "school") == {JONAS.user, AMIRA.user, BO.user, CHLOE.user}
    assert await desk.inside(case) == {JONAS.user, AMIRA.user, BO.user}


async def test_who_may_hear_one_theme_only_is_no_reason_for_a_common_room(desk: Desk) -> None:
    case = await desk.opens_case(CHLOE)

    await desk.consents(case, CHLOE, themes=SCHOOL_ONLY)
    await desk.works_off()

    assert await desk.inside(case, "school") == {JONAS.user, CHLOE.user}
    assert await desk.find_room(case) is None


async def test_who_may_hear_everything_but_health_is_never_where_health_is_talked_about(desk: Desk) -> None:
    case = await desk.opens_case(BO, CHLOE)
    await desk.consents(case, BO, themes=WITH_HEALTH)
    await desk.consents(case, CHLOE, themes=WITH_SCHOOL)
    await desk.works_off()

    assert await desk.inside(case, "health") == {JONAS.user, BO.user}
    assert await desk.inside(case) == {JONAS.user, BO.user, CHLOE.user}


async def test_while_all_may_hear_the_same_there_is_one_room(desk: Desk) -> None:
    case = await desk.opens_case(BO)

    for person in (AMIRA, BO):
        await desk.consents(case, person, themes=WITH_SCHOOL)
    await desk.works_off()

    assert desk.homeserver.called("create_room") == [f"fallraum-{case}"]


@pytest.mark.parametrize("answer", [Answer.NO, Answer.ASK])
async def test_nobody_is_seated_by_a_theme_that_was_not_agreed_to(desk: Desk, answer: Answer) -> None:
    case = await desk.opens_case(BO)

    await desk.consents(case, BO, themes={ORGANISATION: Answer.YES, "school": answer})
    await desk.works_off()

    assert await desk.find_room(case, "school") is None


@pytest.mark.parametrize("person", [DARIO, ELIF], ids=lambda person: person.name)
async def test_dario_and_elif_get_nothing_in_any_room(desk: Desk, person: Professional) -> None:
    case, (_, his, _) = await about_school(desk)
    for about in (ORGANISATION, "school"):
        desk.homeserver.lets_in(await desk.room(case, about), person.user, Membership.JOINED)

    await desk.withdraws(his)
    await desk.works_off()

    for about in (ORGANISATION, "school"):
        assert person.user not in await desk.inside(case, about)
    assert person.user not in desk.homeserver.called("invite")


async def test_the_name_of_a_room_does_not_tell_its_theme(desk: Desk) -> None:
    case, _ = await about_school(desk)

    common, school = sorted(desk.homeserver.called("create_room"), key=len)
    assert common == f"fallraum-{case}"
    assert school == f"fallraum-{case}-{await desk.circle(case, 'school')}"
    assert "school" not in school


async def test_a_theme_is_called_otherwise_in_every_case(desk: Desk) -> None:
    one = await desk.opens_case(BO)
    other = await desk.opens_case(BO, client=SELMA)

    assert await desk.circle(one, "school") != await desk.circle(other, "school")


# What changes.


async def test_a_new_consent_to_a_theme_makes_its_room(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    desk.clock.push(days=1)

    await desk.consents(case, BO, themes={"debts": Answer.YES})
    await desk.works_off()

    assert await desk.inside(case, "debts") == {JONAS.user, BO.user}
    assert await desk.inside(case) == {JONAS.user, AMIRA.user, BO.user}


async def test_who_no_longer_may_hear_everything_keeps_the_room_they_may_be_in(desk: Desk) -> None:
    case, (_, his, _) = await about_school(desk)
    desk.clock.push(days=1)

    await desk.consents(case, BO, themes=SCHOOL_ONLY)
    await desk.withdraws(his)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, AMIRA.user}
    assert await desk.inside(case, "school") == {JONAS.user, AMIRA.user, BO.user, CHLOE.user}


async def test_who_no_longer_may_hear_a_theme_makes_a_room_for_it_necessary(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    _, his = [await desk.consents(case, person, themes=WITH_SCHOOL) for person in (AMIRA, BO)]
    await desk.works_off()
    desk.clock.push(days=1)

    await desk.consents(case, BO, themes=ASK_FIRST)
    await desk.withdraws(his)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, AMIRA.user, BO.user}
    assert await desk.inside(case, "school") == {JONAS.user, AMIRA.user}


async def test_a_withdrawal_ends_every_seat_it_gave(desk: Desk) -> None:
    case, (_, his, _) = await about_school(desk)

    await desk.withdraws(his)
    await desk.works_off()

    assert await desk.inside(case, "school") == {JONAS.user, AMIRA.user, CHLOE.user}
    assert await desk.inside(case) == {JONAS.user, AMIRA.user}


async def test_an_expiry_ends_every_seat_it_gave(desk: Desk) -> None:
    case = await desk.opens_case(BO, CHLOE)
    await desk.consents(case, BO, themes=WITH_SCHOOL, lasts=timedelta(days=10))
    await desk.consents(case, CHLOE, themes=SCHOOL_ONLY)
    await desk.works_off()

    desk.clock.push(days=10)
    await desk.works_off()

    assert await desk.inside(case, "school") == {JONAS.user, CHLOE.user}
    assert await desk.inside(case) == {JONAS.user}


async def test_when_nobody_may_hear_a_theme_any_longer_the_client_keeps_its_room(desk: Desk) -> None:
    case, given = await about_school(desk)

    for consent in given:
        await desk.withdraws(consent)
    await desk.works_off()

    assert await desk.inside(case, "school") == {JONAS.user}


async def test_closing_the_case_empties_every_room(desk: Desk) -> None:
    case, _ = await about_school(desk)

    await desk.hub.cases.close(case, by="test")
    await desk.works_off()

    for about in (ORGANISATION, "school"):
        assert set(desk.homeserver.seen(await desk.room(case, about)).seats) == {STEWARD}


async def test_a_consent_altered_to_open_one_more_theme_opens_none_and_raises_an_alarm(desk: Desk) -> None:
    case, (_, _, hers) = await about_school(desk)
    health = await desk.circle(case, "health")
    async with desk.hub.database.writing() as connection:
        document = await store.document_of(connection, hers.id)
        wider = document.replace('"circles":[', f'"circles":["{health}",')
        changed = update(store.CONSENTS).where(store.CONSENTS.c.id == hers.id)
        await connection.execute(changed.values(document=wider))

    with capture_logs() as logs:
        await desk.hub.rooms.reconcile(case)

    assert CHLOE.user not in await desk.inside(case, "school")
    assert await desk.find_room(case, "health") is None
    assert [log["consent"] for log in logs if log["event"] == "consent not proven"] == [hers.id]


# What is said and written down.


async def test_who_stays_in_a_room_is_told_who_left_it_and_nobody_elsewhere_is(desk: Desk) -> None:
    case, (_, _, hers) = await about_school(desk)

    await desk.withdraws(hers)
    await desk.works_off()

    (departure,) = desk.speaker.departures.values()
    assert departure.professional.user == CHLOE.user
    assert departure.circle.room == await desk.room(case, "school")
    assert departure.circle.audience == {JONAS.user, AMIRA.user, BO.user, VOICE, STEWARD}


async def test_who_left_two_rooms_is_announced_in_both(desk: Desk) -> None:
    case, (_, his, _) = await about_school(desk)

    await desk.withdraws(his)
    await desk.works_off()

    rooms = {departure.circle.room for departure in desk.speaker.departures.values()}
    assert rooms == {await desk.room(case), await desk.room(case, "school")}


async def test_the_agenda_goes_to_the_common_room(desk: Desk) -> None:
    case, _ = await about_school(desk)

    await desk.calls_conference(case)
    await desk.works_off()

    ((circle, _),) = desk.speaker.agendas.values()
    assert circle.room == await desk.room(case)
    assert CHLOE.user not in circle.audience


async def test_a_voice_may_speak_in_each_room_to_those_who_may_sit_there(desk: Desk) -> None:
    case, _ = await about_school(desk)

    circle = await desk.hub.rooms.circle_in(await desk.room(case, "school"))

    assert circle is not None
    assert circle.audience == {JONAS.user, AMIRA.user, BO.user, CHLOE.user, VOICE, STEWARD}


async def test_every_seat_at_a_theme_is_in_the_audit_chain_and_its_theme_is_not(desk: Desk) -> None:
    case, (_, _, hers) = await about_school(desk)

    seats = [e.act for e in await desk.entries() if e.act.target.startswith(f"{CHLOE.id}:")]

    school = await desk.circle(case, "school")
    assert [(act.deed, act.target, act.basis) for act in seats] == [
        ("seat.offered", f"{CHLOE.id}:{school}", hers.id),
        ("seat.taken", f"{CHLOE.id}:{school}", hers.id),
    ]
    assert "school" not in repr(seats)


# When the world is broken.


async def test_a_room_that_does_not_answer_keeps_nobody_in_another(desk: Desk) -> None:
    case, (_, his, _) = await about_school(desk)
    desk.homeserver.loses_sight_of(await desk.room(case))

    await desk.withdraws(his)
    await desk.works_off()

    assert BO.user not in await desk.inside(case, "school")
    assert BO.user in await desk.inside(case)


async def test_a_room_that_answers_again_is_emptied_too(desk: Desk) -> None:
    case, (_, his, _) = await about_school(desk)
    desk.homeserver.loses_sight_of(await desk.room(case))
    await desk.withdraws(his)
    await desk.works_off()

    desk.homeserver.sees_again(await desk.room(case))
    desk.clock.push(seconds=1)
    await desk.works_off()

    assert BO.user not in await desk.inside(case)


async def test_what_goes_wrong_in_several_rooms_is_told_once(desk: Desk) -> None:
    case, (_, his, _) = await about_school(desk)
    desk.homeserver.refuses(BO.user)
    await desk.withdraws(his)

    with pytest.raises(Unfinished) as unfinished:
        await desk.hub.rooms.reconcile(case)

    assert unfinished.value.is_urgent
    assert str(unfinished.value).startswith("2 ")


async def test_whoever_must_leave_leaves_every_room_before_anybody_comes_into_one(desk: Desk) -> None:
    case, (_, his, _) = await about_school(desk)
    await desk.withdraws(his)
    await desk.consents(case, DARIO, themes=WITH_HEALTH)
    before = len(desk.homeserver.calls)

    await desk.hub.rooms.reconcile(case)

    verbs = [call.verb for call in desk.homeserver.calls[before:] if call.verb != "look"]
    last_out = max(place for place, verb in enumerate(verbs) if verb == "remove")
    first_in = min(place for place, verb in enumerate(verbs) if verb in ("invite", "create_room"))
    assert last_out < first_in


async def test_the_guests_of_a_room_whose_making_was_never_answered_leave_it(desk: Desk) -> None:
    case = await desk.opens_case(CHLOE)
    hers = await desk.consents(case, CHLOE, themes=SCHOOL_ONLY)
    desk.homeserver.loses_the_answer("create_room")
    await desk.works_off()
    await desk.withdraws(hers)

    desk.clock.push(seconds=1)
    await desk.works_off()

    assert await desk.inside(case, "school") == {JONAS.user}


async def test_a_look_for_a_removal_finds_a_room_whose_making_was_never_answered(desk: Desk) -> None:
    case = await desk.opens_case(BO, CHLOE)
    his = await desk.consents(case, BO)
    await desk.consents(case, CHLOE)
    desk.homeserver.loses_the_answer("create_room")
    await desk.works_off()
    await desk.withdraws(his)

    await desk.hub.rooms.reconcile(case, admit=False)

    # Chloe may sit there still, so the room is needed; but nobody waits until it is made again.
    assert await desk.inside(case) == {JONAS.user, CHLOE.user}


async def test_a_room_that_is_just_being_made_is_searched_for_by_nobody(desk: Desk) -> None:
    case = await desk.opens_case(BO, CHLOE)
    his = await desk.consents(case, BO)
    await desk.consents(case, CHLOE)
    pause = desk.homeserver.pauses_at("create_room")
    making = asyncio.create_task(desk.hub.rooms.reconcile(case))
    await pause.reached.wait()
    await desk.withdraws(his)

    # What is half made would be given up by whoever finds it; and no removal waits for who makes it.
    await desk.hub.rooms.reconcile(case, admit=False)
    searched = desk.homeserver.called("find_room")
    pause.go_on.set()
    await making

    assert searched == []
    assert await desk.inside(case) == {JONAS.user, CHLOE.user}


async def test_a_removal_that_met_a_room_in_the_making_owes_another_look(desk: Desk) -> None:
    case = await desk.opens_case(BO, CHLOE)
    his = await desk.consents(case, BO)
    await desk.consents(case, CHLOE)
    pause = desk.homeserver.pauses_at("create_room")
    making = asyncio.create_task(desk.hub.rooms.reconcile(case))
    await pause.reached.wait()
    await desk.withdraws(his)
    await look_for_the_removal(desk, case)
    desk.homeserver.loses_the_answer("create_room")
    pause.go_on.set()
    with pytest.raises(HomeserverUnavailable):
        await making

    desk.clock.push(seconds=1)
    await look_for_the_removal(desk, case)

    assert await desk.inside(case) == {JONAS.user, CHLOE.user}


async def test_however_many_looks_meet_a_room_in_the_making_one_more_is_owed(desk: Desk) -> None:
    case = await desk.opens_case(BO, CHLOE)
    his = await desk.consents(case, BO)
    await desk.consents(case, CHLOE)
    pause = desk.homeserver.pauses_at("create_room")
    making = asyncio.create_task(desk.hub.rooms.reconcile(case))
    await pause.reached.wait()
    await desk.withdraws(his)
    before = len(await desk.owed(case))

    await look_for_the_removal(desk, case)
    await asyncio.gather(*(desk.hub.rooms.reconcile(case, admit=False) for _ in range(5)))
    after = len(await desk.owed(case))
    pause.go_on.set()
    await making

    # One was performed, and one was owed instead.
    assert after == before


async def test_looks_that_meet_each_other_searching_owe_one_more_together(desk: Desk) -> None:
    case = await desk.opens_case(BO, CHLOE)
    await desk.consents(case, BO)
    await desk.consents(case, CHLOE, themes=SCHOOL_ONLY)
    before = len(await desk.owed(case))
    pauses = [desk.homeserver.pauses_at("find_room") for _ in ("in common", "school")]

    searching = asyncio.create_task(desk.hub.rooms.reconcile(case, admit=False))
    for pause in pauses:
        await pause.reached.wait()
    await asyncio.gather(*(desk.hub.rooms.reconcile(case, admit=False) for _ in range(5)))
    after = len(await desk.owed(case))
    for pause in pauses:
        pause.go_on.set()
    await searching

    # Looks that owe one each, or one for each room, breed: the courier would have no hand for anything else.
    assert after == before + 1


async def look_for_the_removal(desk: Desk, case: CaseId) -> None:
    """Perform the one removal that is due, and nothing else."""
    now, database = desk.clock.now(), desk.hub.database
    async with database.writing() as connection:
        (claim,) = await outbox.claim(connection, courier="test", now=now, most=9, removals_only=True)
    await desk.hub.rooms.reconcile(case, admit=False)
    async with database.writing() as connection:
        assert await outbox.settle(connection, claim)


async def test_for_rooms_that_were_never_needed_nobody_searches(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)

    await desk.withdraws(his)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user}
    assert desk.homeserver.called("find_room") == []


async def test_many_looks_at_once_make_each_room_once(desk: Desk) -> None:
    case = await desk.opens_case(BO, CHLOE)
    await desk.consents(case, BO)
    await desk.consents(case, CHLOE, themes=SCHOOL_ONLY)

    await asyncio.gather(*(desk.hub.rooms.reconcile(case) for _ in range(6)))
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}
    assert await desk.inside(case, "school") == {JONAS.user, CHLOE.user}


async def test_a_look_for_a_removal_makes_no_room_and_owes_it(desk: Desk) -> None:
    case, (_, his, _) = await desk.seats(AMIRA, BO, CHLOE)
    await desk.consents(case, CHLOE, themes=SCHOOL_ONLY)
    await desk.withdraws(his)

    await desk.hub.rooms.reconcile(case, admit=False)
    made = len(desk.homeserver.called("create_room"))
    await desk.works_off()

    assert made == 1
    assert await desk.inside(case, "school") == {JONAS.user, CHLOE.user}


async def test_somebody_let_into_a_theme_room_behind_the_hubs_back_goes_out_again(desk: Desk) -> None:
    case, _ = await about_school(desk)
    room = await desk.room(case)
    desk.homeserver.lets_in(room, CHLOE.user, Membership.JOINED)

    # She may be in the other room; that is no right to be in this one.
    await desk.hears(room, CHLOE.user, Membership.JOINED)
    await desk.works_off()

    assert CHLOE.user not in await desk.inside(case)
    assert CHLOE.user in await desk.inside(case, "school")


async def test_who_left_one_room_by_themselves_stays_in_the_other(desk: Desk) -> None:
    case, _ = await about_school(desk)
    room = await desk.room(case, "school")

    desk.homeserver.leaves(room, BO.user)
    await desk.hears(room, BO.user, None)
    await desk.works_off()

    assert BO.user not in await desk.inside(case, "school")
    assert BO.user in await desk.inside(case)
