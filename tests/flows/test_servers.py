"""Whose homeserver does not belong to the network is not let in, and does not stay when it no longer does."""

from dataclasses import replace

from hub.errors import Refused
from hub.federation import Servers
from hub.identifiers import ProfessionalId, UserId
from tests.desk import Desk
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, HORIZONT_SERVER, HUB, JONAS, JUGENDAMT_SERVER, SERVERS

WITHOUT_THE_JUGENDAMT = Servers(HUB, frozenset({HORIZONT_SERVER}))
CLOSED = Servers(HUB)


async def test_nobody_comes_into_the_network_from_a_server_that_nobody_allowed(desk: Desk) -> None:
    stranger = replace(BO, id=ProfessionalId(""), user=UserId("@bo:elsewhere.example"))
    answer = await desk.hub.cases.add_professional(stranger, by="test")
    assert answer == Refused(
        "server-not-allowed", {"user": "@bo:elsewhere.example", "server": "elsewhere.example"}
    )
    assert stranger.user not in await desk.hub.cases.accounts()
    assert await desk.deeds() == []


async def test_a_consent_seats_nobody_whose_server_was_taken_off_the_list(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.restarts(WITHOUT_THE_JUGENDAMT)
    await desk.consents(case, AMIRA)
    await desk.consents(case, BO)
    await desk.works_off()
    assert await desk.inside(case) == {AMIRA.user, JONAS.user}
    assert BO.user not in desk.homeserver.called("invite")


async def test_who_sits_there_leaves_when_their_server_is_taken_off_the_list(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO, CHLOE)
    await desk.restarts(WITHOUT_THE_JUGENDAMT)
    await desk.works_off()
    assert BO.user not in await desk.inside(case)
    assert AMIRA.user in await desk.inside(case)
    assert (await desk.deeds()).count("seat.ended") == 1


async def test_whoever_was_only_invited_is_not_invited_any_more(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.consents(case, BO)
    await desk.works_off()
    assert BO.user in await desk.inside(case)
    await desk.restarts(CLOSED)
    await desk.works_off()
    assert await desk.inside(case) == {JONAS.user}


async def test_an_unchanged_list_makes_nobody_leave_and_owes_nothing(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    inside, calls, owed = await desk.inside(case), len(desk.homeserver.calls), await desk.owed(case)
    await desk.restarts(SERVERS)
    assert await desk.owed(case) == owed
    await desk.works_off()
    assert await desk.inside(case) == inside
    assert len(desk.homeserver.calls) == calls


async def test_once_the_server_is_back_on_the_list_its_people_are_asked_in_again(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    await desk.restarts(WITHOUT_THE_JUGENDAMT)
    await desk.works_off()
    await desk.restarts(SERVERS)
    await desk.hub.rooms.reconcile(case)
    assert BO.user in await desk.inside(case)


async def test_an_allowed_server_is_no_reason_to_be_let_in(desk: Desk) -> None:
    case = await desk.opens_case(ELIF, DARIO)
    await desk.consents(case, AMIRA)
    await desk.consents(case, BO)
    await desk.works_off()
    assert not {ELIF.user, DARIO.user, BO.user} & await desk.inside(case)


async def test_after_the_consent_ended_no_list_brings_anybody_back(desk: Desk) -> None:
    case, (_, bos) = await desk.seats(AMIRA, BO)
    await desk.restarts(CLOSED)
    await desk.withdraws(bos)
    await desk.works_off()
    await desk.restarts(Servers(HUB, frozenset({JUGENDAMT_SERVER})))
    await desk.hub.rooms.reconcile(case)
    assert BO.user not in await desk.inside(case)


async def test_the_roster_names_whose_server_does_not_belong_here(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    await desk.restarts(CLOSED)
    roster = await desk.hub.rooms.roster(case)
    assert roster.outside == {BO.user}
    assert BO.user not in roster.may
