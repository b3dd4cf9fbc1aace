"""Whoever can write the database asks nobody into a room of others: whose room one is, the chain tells."""

import pytest
from sqlalchemy import delete, update
from structlog.testing import capture_logs

from hub.cases.model import Professional
from hub.consent.model import ORGANISATION, Answer
from hub.identifiers import COMMON, CaseId, CircleId, RoomId
from hub.rooms.store import ROOMS, SEATS
from tests.desk import Desk
from tests.flows.test_people_forged import somebody_writes
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, JONAS, SELMA

SCHOOL_TOO = {ORGANISATION: Answer.YES, "school": Answer.YES}
SCHOOL_ONLY = {ORGANISATION: Answer.NO, "school": Answer.YES}


async def two_rooms(desk: Desk) -> CaseId:
    """Amira and Bo sit in the room in common, Amira and Chloe in that about school."""
    case = await desk.opens_case(BO, CHLOE)
    await desk.consents(case, AMIRA, themes=SCHOOL_TOO)
    await desk.consents(case, BO)
    await desk.consents(case, CHLOE, themes=SCHOOL_ONLY)
    await desk.works_off()
    await desk.everybody_comes(case)
    return case


async def exchange(desk: Desk, case: CaseId) -> None:
    """Each of the two rows says that it is the other one's room."""
    school = await desk.circle(case, "school")
    here = update(ROOMS).where(ROOMS.c.case_id == case)
    await somebody_writes(
        desk,
        here.where(ROOMS.c.circle == COMMON).values(circle="aside"),
        here.where(ROOMS.c.circle == school).values(circle=COMMON),
        here.where(ROOMS.c.circle == "aside").values(circle=school),
    )


async def alarms(desk: Desk, case: CaseId) -> list[str]:
    """Of which rooms the next look warns."""
    with capture_logs() as logs:
        await desk.hub.rooms.reconcile(case)
    return [log["id"] for log in logs if log["event"] == "not as the chain tells"]


async def test_who_may_hear_one_theme_is_not_asked_into_the_room_of_another(desk: Desk) -> None:
    case = await two_rooms(desk)
    common, school = await desk.room(case), await desk.room(case, "school")
    asked, shown_out = desk.homeserver.called("invite"), desk.homeserver.called("remove")

    await exchange(desk, case)

    assert set(await alarms(desk, case)) == {common, school}
    assert desk.homeserver.called("invite") == asked
    assert desk.homeserver.called("remove") == shown_out
    assert (await desk.room(case), await desk.room(case, "school")) == (common, school)
    assert await alarms(desk, case) == []
    assert await desk.inside(case) == {JONAS.user, AMIRA.user, BO.user}
    assert await desk.inside(case, "school") == {JONAS.user, AMIRA.user, CHLOE.user}


@pytest.mark.parametrize("person", [DARIO, ELIF], ids=lambda person: person.name)
async def test_a_newcomer_is_asked_into_the_right_one_and_the_others_still_go(
    desk: Desk, person: Professional
) -> None:
    case = await two_rooms(desk)
    await desk.involves(case, person)
    await exchange(desk, case)

    theirs = await desk.consents(case, person)
    await desk.works_off()

    assert person.user in await desk.inside(case)
    assert person.user not in await desk.inside(case, "school")
    await desk.withdraws(theirs)
    await desk.works_off()
    assert person.user not in await desk.inside(case)


async def test_pushes_and_words_go_by_the_chain_too(desk: Desk) -> None:
    case = await two_rooms(desk)
    room = await desk.room(case, "school")
    await exchange(desk, case)

    circle = await desk.hub.rooms.circle_in(room)

    assert circle is not None
    assert CHLOE.user in circle.audience
    assert BO.user not in circle.audience


async def test_a_room_of_somebody_else_is_not_used_and_the_true_one_is_found_again(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    room = await desk.room(case)
    foreign = RoomId("!theirs:elsewhere.localhost")

    await somebody_writes(
        desk, delete(SEATS).where(SEATS.c.room_id == room), update(ROOMS).values(id=foreign)
    )

    assert await alarms(desk, case) == [foreign]
    assert await desk.room(case) == room
    assert await desk.inside(case) == {JONAS.user, BO.user}
    await desk.withdraws(his)
    await desk.works_off()
    assert await desk.inside(case) == {JONAS.user}


async def test_a_room_given_to_another_case_comes_back(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    other = await desk.opens_case(CHLOE, client=SELMA)
    room = await desk.room(case)
    await somebody_writes(desk, update(ROOMS).values(case_id=other, circle=CircleId("aside")))

    await desk.hub.rooms.reconcile(case)
    await desk.hub.rooms.reconcile(other)

    assert await desk.room(case) == room
    assert await desk.inside(case) == {JONAS.user, BO.user}
    assert await desk.find_room(other) is None


async def test_a_name_that_leads_to_the_room_of_others_admits_nobody(desk: Desk) -> None:
    case = await two_rooms(desk)
    common, school = await desk.room(case), await desk.room(case, "school")
    await somebody_writes(
        desk, delete(SEATS).where(SEATS.c.room_id == common), delete(ROOMS).where(ROOMS.c.id == common)
    )
    desk.homeserver.is_renamed(school, desk.homeserver.name_of(common))
    asked = desk.homeserver.called("invite")

    await desk.works_off()
    with capture_logs() as logs, pytest.raises(Exception, match="room of others"):
        await desk.hub.rooms.reconcile(case)

    assert "not as the chain tells" in [log["event"] for log in logs]
    assert desk.homeserver.called("invite") == asked
