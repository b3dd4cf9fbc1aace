"""Professionals talk among themselves where the client said that they may, and nowhere else."""

import pytest

from hub.cases.model import Professional
from hub.consent.model import Consent
from hub.consent.rules import if_withdrawn
from hub.errors import Refused
from hub.identifiers import COMMON, TEAM, CaseId
from hub.rooms.model import Change, Membership
from tests.desk import Desk
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, JONAS, terms_for


async def among_themselves(desk: Desk) -> tuple[CaseId, list[Consent]]:
    """Amira and Bo may talk without Jonas, Chloe may not."""
    case = await desk.opens_case(BO, CHLOE, DARIO, ELIF)
    given = [await desk.consents(case, person, team=True) for person in (AMIRA, BO)]
    given.append(await desk.consents(case, CHLOE))
    await desk.works_off()
    await desk.everybody_comes(case)
    return case, given


async def test_the_team_sits_together_without_the_client(desk: Desk) -> None:
    case, _ = await among_themselves(desk)

    assert await desk.inside_of(case, TEAM) == {AMIRA.user, BO.user}
    assert await desk.inside(case) == {JONAS.user, AMIRA.user, BO.user, CHLOE.user}


async def test_nobody_talks_without_the_client_unless_the_client_says_so(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)

    assert await desk.hub.rooms.of_case(case, TEAM) is None


async def test_a_withdrawal_ends_both_seats(desk: Desk) -> None:
    case, (_, his, _) = await among_themselves(desk)

    await desk.withdraws(his)
    await desk.works_off()

    assert await desk.inside_of(case, TEAM) == {AMIRA.user}
    assert BO.user not in await desk.inside(case)


async def test_after_the_consents_ran_out_nobody_is_left_among_themselves(desk: Desk) -> None:
    case, _ = await among_themselves(desk)

    desk.clock.push(days=90)
    await desk.works_off()

    assert await desk.inside_of(case, TEAM) == set()
    assert await desk.inside(case) == {JONAS.user}


async def test_closing_the_case_ends_it_there_too(desk: Desk) -> None:
    case, _ = await among_themselves(desk)

    await desk.hub.cases.close(case, by="test")
    await desk.works_off()

    assert await desk.inside_of(case, TEAM) == set()


@pytest.mark.parametrize("person", [DARIO, ELIF, CHLOE], ids=lambda person: person.name)
async def test_who_may_not_goes_out_again_whoever_let_them_in(desk: Desk, person: Professional) -> None:
    case, _ = await among_themselves(desk)
    room = await desk.hub.rooms.of_case(case, TEAM)
    assert room is not None
    desk.homeserver.lets_in(room.id, person.user, Membership.JOINED)

    await desk.hears(room.id, person.user, Membership.JOINED)
    await desk.works_off()

    assert await desk.inside_of(case, TEAM) == {AMIRA.user, BO.user}


async def test_not_even_the_client_is_let_in_behind_the_hubs_back(desk: Desk) -> None:
    case, _ = await among_themselves(desk)
    room = await desk.hub.rooms.of_case(case, TEAM)
    assert room is not None
    desk.homeserver.lets_in(room.id, JONAS.user, Membership.JOINED)

    await desk.hears(room.id, JONAS.user, Membership.JOINED)
    await desk.works_off()

    assert JONAS.user not in await desk.inside_of(case, TEAM)


async def test_a_preview_shows_both_rooms_and_leaves_nobody_alone_with_the_team(desk: Desk) -> None:
    case, (_, his, _) = await among_themselves(desk)

    shown = await desk.hub.rooms.preview(case, if_withdrawn(his, desk.clock.now()))

    assert shown.preview.losses == (Change(BO.user, COMMON), Change(BO.user, TEAM))
    assert shown.preview.alone == ()
    assert shown.name_of(TEAM) == "F-1 · Team"


async def test_the_conference_is_called_where_the_client_hears_it(desk: Desk) -> None:
    case, _ = await among_themselves(desk)

    await desk.calls_conference(case)
    await desk.works_off()

    ((circle, _),) = desk.speaker.agendas.values()
    assert circle.room == await desk.room(case)


async def test_the_client_sees_in_their_own_view_who_talks_without_them(desk: Desk) -> None:
    case, _ = await among_themselves(desk)

    seen = await desk.hub.exports.view(case, language="de")

    assert not isinstance(seen, Refused)
    assert [p.person.name for p in seen.places if p.room.name == "F-1 · Team"] == [AMIRA.name, BO.name]
    assert [s.person.name for s in seen.stays if s.room.name == "F-1 · Team"] == [AMIRA.name, BO.name]


async def test_what_was_signed_of_the_team_is_what_counts(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.agrees(case, terms_for(BO, now=desk.clock.now(), team=True))

    (record,) = await desk.hub.consents.records(case)

    assert record.consent.team
    assert record.consent.proven
