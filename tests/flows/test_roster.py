"""Whoever comes into a room is told there, encrypted, what it is about and who is in it, and why."""

from hub.consent.model import ORGANISATION, Answer
from hub.effects import AnnounceRoster
from hub.identifiers import COMMON, TEAM, CaseId, CircleId
from hub.rooms.model import Kind
from hub.rooms.service import Roster
from tests.desk import Desk
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, JONAS, NINA, STEWARD, VOICE

SCHOOL_ONLY = {ORGANISATION: Answer.NO, "school": Answer.YES}


async def told(desk: Desk) -> list[tuple[Roster, str]]:
    """What was said of who is there, since others had time to come, too."""
    desk.clock.push(seconds=3)
    await desk.works_off()
    return [(gathering.roster, theme) for gathering, theme in desk.speaker.rosters.values()]


def names(roster: Roster) -> list[str]:
    return [present.person.name for present in roster.present]


async def test_all_who_come_together_are_told_once_who_is_there(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO, CHLOE)

    ((roster, theme),) = await told(desk)

    assert (roster.kind, theme) == (Kind.CLIENT, "")
    assert names(roster) == [AMIRA.name, BO.name, CHLOE.name]
    assert roster.client_seat is not None
    ((gathering, _),) = desk.speaker.rosters.values()
    assert gathering.circle.room == await desk.room(case)
    assert gathering.circle.audience == {JONAS.user, AMIRA.user, BO.user, CHLOE.user, VOICE, STEWARD}


async def test_who_comes_while_it_is_about_to_be_said_is_in_it(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    for person in (AMIRA, BO):
        await desk.consents(case, person)
    await desk.works_off()
    room = await desk.room(case)
    for user in (JONAS.user, AMIRA.user, BO.user):
        desk.homeserver.joins(room, user)
        await desk.hub.rooms.reconcile(case)
        desk.clock.push(seconds=0.5)

    ((roster, _),) = await told(desk)

    assert names(roster) == [AMIRA.name, BO.name]


async def test_who_may_no_longer_be_there_when_it_is_said_is_not_named(desk: Desk) -> None:
    _, (_, his) = await desk.seats(AMIRA, BO)

    await desk.withdraws(his)
    ((roster, _),) = await told(desk)

    assert names(roster) == [AMIRA.name]
    assert BO.user not in roster.may


async def test_when_somebody_has_gone_those_who_stay_are_told_who_is_left(desk: Desk) -> None:
    _, (_, his) = await desk.seats(AMIRA, BO)
    await told(desk)

    await desk.withdraws(his)
    await desk.works_off()
    *_, (roster, _) = await told(desk)

    assert len(desk.speaker.rosters) == 2
    assert names(roster) == [AMIRA.name]


async def test_while_nobody_comes_or_goes_nothing_is_said(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    await told(desk)

    for _ in range(3):
        await desk.hub.rooms.reconcile(case)
        await told(desk)

    assert len(desk.speaker.rosters) == 1


async def test_in_a_theme_s_room_it_is_said_what_it_is_about(desk: Desk) -> None:
    case = await desk.opens_case(BO, CHLOE, DARIO, ELIF)
    await desk.consents(case, BO, themes=SCHOOL_ONLY)
    await desk.works_off()
    await desk.everybody_comes(case)

    ((roster, theme),) = await told(desk)

    assert (roster.kind, theme, names(roster)) == (Kind.THEME, "school", [BO.name])
    ((gathering, _),) = desk.speaker.rosters.values()
    assert {DARIO.user, ELIF.user} & gathering.circle.audience == set()


async def by_circle(desk: Desk) -> dict[CircleId, list[str]]:
    return {roster.circle: names(roster) for roster, _ in await told(desk)}


async def test_in_the_team_the_team_is_named_and_in_a_room_of_two_one_other(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    for person in (AMIRA, BO):
        await desk.consents(case, person, team=True)
    alone = await desk.consents(case, NINA, alone=True)
    await desk.works_off()
    await desk.everybody_comes(case)

    assert alone.side is not None
    assert await by_circle(desk) == {
        COMMON: [AMIRA.name, BO.name],
        TEAM: [AMIRA.name, BO.name],
        alone.side: [NINA.name],
    }


async def test_in_a_room_that_nobody_reads_nothing_is_said(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    given = [await desk.consents(case, person, team=True) for person in (AMIRA, BO)]
    await desk.works_off()
    await desk.everybody_comes(case)
    await told(desk)

    for consent in given:
        await desk.withdraws(consent)
    await desk.works_off()

    assert await desk.hub.rooms.gathering(AnnounceRoster(case, TEAM)) is None


async def test_of_a_room_that_there_is_not_nothing_is_said(desk: Desk) -> None:
    case: CaseId = await desk.opens_case(BO)

    assert await desk.hub.rooms.gathering(AnnounceRoster(case, COMMON)) is None
