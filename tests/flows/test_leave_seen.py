"""A removal is over when every server concerned has seen it; one that has not is an alarm with its name."""

from datetime import timedelta

from structlog.testing import capture_logs

from hub.audit import with_causes
from hub.cases.model import Professional
from hub.effects import ConfirmLeave
from hub.federation import Servers
from hub.identifiers import CaseId
from hub.rooms import leave
from tests.desk import Desk
from tests.eventually import eventually
from tests.people import AMIRA, BO, CHLOE, HORIZONT_SERVER, HUB, JUGENDAMT_SERVER, RUTH


async def seen(desk: Desk) -> list[tuple[str, str]]:
    """Whose leave was seen by whom, as the chain tells it."""
    acts = [entry.act for entry in await desk.entries()]
    servers = (JUGENDAMT_SERVER, HORIZONT_SERVER)
    return [
        (act.target, next(s for s in servers if leave.mark_of(s, CaseId(act.case)) == act.basis))
        for act in acts
        if act.deed == leave.SEEN
    ]


async def _is_out(desk: Desk, case: CaseId, person: Professional) -> bool:
    return person.user not in await desk.inside(case)


async def test_her_own_server_has_seen_that_somebody_is_out(desk: Desk) -> None:
    case, (_, hers) = await desk.seats(AMIRA, BO)

    await desk.withdraws(hers)
    await desk.works_off()

    assert await seen(desk) == [(BO.id, JUGENDAMT_SERVER)]
    assert not any(isinstance(effect, ConfirmLeave) for effect in await desk.owed(case))


async def test_so_has_the_server_of_each_who_stays(desk: Desk) -> None:
    _, (hers, _) = await desk.seats(AMIRA, BO)

    await desk.withdraws(hers)
    await desk.works_off()

    assert await seen(desk) == [(AMIRA.id, JUGENDAMT_SERVER)]


async def test_where_everybody_is_at_home_nobody_else_is_asked(desk: Desk) -> None:
    _, (hers,) = await desk.seats(AMIRA)

    await desk.withdraws(hers)
    await desk.works_off()

    assert desk.homeserver.called("sighting") == []


async def test_whoever_leaves_by_themselves_was_not_removed(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    room = await desk.room(case)

    desk.homeserver.leaves(room, BO.user)
    await desk.hears(room, BO.user, None)
    await desk.works_off()

    assert desk.homeserver.called("sighting") == []


async def test_the_audit_says_how_long_it_took_since_the_withdrawal(desk: Desk) -> None:
    case, (_, hers) = await desk.seats(AMIRA, BO)
    desk.homeserver.cannot_reach(JUGENDAMT_SERVER)

    await desk.withdraws(hers)
    desk.clock.push(seconds=1)
    await desk.works_off()
    desk.homeserver.reaches(JUGENDAMT_SERVER)
    desk.clock.push(seconds=2)
    await desk.works_off()

    last = next(one for one in with_causes(await desk.hub.cases.acts(case)) if one.act.deed == leave.SEEN)
    assert last.cause is not None
    assert last.cause.deed == "consent.withdrawn"
    assert last.latency is not None
    assert timedelta(seconds=3) <= last.latency < timedelta(seconds=4)


async def test_within_a_minute_a_silent_server_is_no_alarm_afterwards_it_is_one_by_name(desk: Desk) -> None:
    _, (_, hers) = await desk.seats(AMIRA, BO)
    desk.homeserver.cannot_reach(JUGENDAMT_SERVER)

    with capture_logs() as before:
        await desk.withdraws(hers)
        desk.clock.push(seconds=30)
        await desk.works_off()
    with capture_logs() as after:
        desk.clock.push(minutes=2)
        await desk.works_off()

    assert [log for log in before if log["event"] == "leave not seen"] == []
    (alarm,) = [log for log in after if log["event"] == "leave not seen"]
    assert (alarm["log_level"], alarm["server"]) == ("error", JUGENDAMT_SERVER)
    assert BO.user not in str(alarm)


async def test_a_silent_server_keeps_no_other_from_being_confirmed(desk: Desk) -> None:
    case, (_, hers, chloes) = await desk.seats(AMIRA, BO, CHLOE)
    desk.homeserver.cannot_reach(JUGENDAMT_SERVER)

    await desk.withdraws(hers)
    await desk.withdraws(chloes)
    await desk.works_off()

    assert {BO.user, CHLOE.user}.isdisjoint(await desk.inside(case))
    assert JUGENDAMT_SERVER not in {server for _, server in await seen(desk)}
    assert len(desk.speaker.departures) == 2


async def test_a_leave_is_seen_once_however_often_it_is_looked_for(desk: Desk) -> None:
    case, (_, hers) = await desk.seats(AMIRA, BO)
    await desk.withdraws(hers)
    await desk.works_off()

    for _ in range(3):
        desk.clock.push(hours=1)
        await desk.hub.rooms.reconcile(case)
        await desk.works_off()

    assert len(await seen(desk)) == 1


async def test_whoever_is_asked_in_again_meanwhile_has_no_leave_to_be_seen(desk: Desk) -> None:
    case, (_, hers) = await desk.seats(AMIRA, BO)
    desk.homeserver.cannot_reach(JUGENDAMT_SERVER)
    await desk.withdraws(hers)
    await desk.works_off()

    desk.homeserver.reaches(JUGENDAMT_SERVER)
    await desk.consents(case, BO)
    await desk.hub.rooms.reconcile(case)
    desk.clock.push(hours=1)
    await desk.works_off()

    assert await seen(desk) == []
    assert not any(isinstance(effect, ConfirmLeave) for effect in await desk.owed(case))


async def test_where_nobody_lets_the_hub_know_it_claims_nothing(desk: Desk) -> None:
    case, (_, hers) = await desk.seats(AMIRA, BO)
    desk.homeserver.entitles_nobody()

    await desk.withdraws(hers)
    with capture_logs() as logs:
        await desk.works_off()

    assert await seen(desk) == []
    assert [log["server"] for log in logs if log["event"] == "leave unwitnessed"] == [JUGENDAMT_SERVER]
    assert not any(isinstance(effect, ConfirmLeave) for effect in await desk.owed(case))


async def test_a_server_that_is_told_nothing_any_more_is_named_once_and_not_waited_for(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    await desk.restarts(Servers(HUB))

    with capture_logs() as logs:
        await desk.works_off()
        desk.clock.push(hours=1)
        await desk.works_off()

    assert BO.user not in await desk.inside(case)
    assert [log["server"] for log in logs if log["event"] == "leave cannot be seen"] == [JUGENDAMT_SERVER]
    assert await seen(desk) == []


async def test_a_server_that_missed_something_may_understand_nothing_so_it_is_named_and_nothing_claimed(
    desk: Desk,
) -> None:
    case, (_, hers) = await desk.seats(AMIRA, BO)
    desk.homeserver.cannot_reach(JUGENDAMT_SERVER)
    desk.homeserver.says(await desk.room(case))

    with capture_logs() as logs:
        await desk.withdraws(hers)
        await desk.works_off()
        desk.homeserver.reaches(JUGENDAMT_SERVER)
        desk.clock.push(hours=1)
        await desk.works_off()

    assert BO.user not in await desk.inside(case)
    assert [log["server"] for log in logs if log["event"] == "leave uncertain"] == [JUGENDAMT_SERVER]
    assert await seen(desk) == []


async def test_it_keeps_nobody_else_inside_meanwhile(desk: Desk) -> None:
    case, (_, hers, chloes) = await desk.seats(AMIRA, BO, CHLOE)
    paused = desk.homeserver.pauses_at("catch_up")
    await desk.withdraws(hers)
    await desk.withdraws(chloes)

    async with desk.at_work():
        await paused.reached.wait()
        await eventually(lambda: _is_out(desk, case, CHLOE))
        assert BO.user in await desk.inside(case)
        paused.go_on.set()
        await eventually(lambda: _is_out(desk, case, BO))


async def test_while_a_colleague_of_the_same_server_stays_nobody_waits_for_it(desk: Desk) -> None:
    case, (hers, _) = await desk.seats(BO, RUTH)

    await desk.withdraws(hers)
    await desk.works_off()

    assert BO.user not in await desk.inside(case)
    assert desk.homeserver.called("catch_up") == []
    assert await seen(desk) == [(BO.id, JUGENDAMT_SERVER)]


async def test_whoever_was_removed_by_somebody_else_is_claimed_of_nobody(desk: Desk) -> None:
    case, (_, hers) = await desk.seats(AMIRA, BO)
    await desk.homeserver.remove(await desk.room(case), BO.user)

    with capture_logs() as logs:
        await desk.withdraws(hers)
        await desk.works_off()

    assert await seen(desk) == []
    assert [log["server"] for log in logs if log["event"] == "leave uncertain"] == [JUGENDAMT_SERVER]


async def test_whether_it_can_follow_is_no_reason_to_keep_anybody(desk: Desk) -> None:
    case, (_, hers) = await desk.seats(AMIRA, BO)
    paused = desk.homeserver.pauses_at("catch_up")
    await desk.withdraws(hers)

    async with desk.at_work():
        await paused.reached.wait()
        desk.homeserver.goes_down()
        paused.go_on.set()
    desk.homeserver.comes_back()
    desk.clock.push(seconds=5)
    await desk.works_off()

    assert BO.user not in await desk.inside(case)


async def test_a_homeserver_that_is_down_is_asked_again(desk: Desk) -> None:
    _, (_, hers) = await desk.seats(AMIRA, BO)
    await desk.withdraws(hers)
    paused = desk.homeserver.pauses_at("sighting")

    async with desk.at_work():
        await paused.reached.wait()
        desk.homeserver.goes_down()
        paused.go_on.set()
    desk.homeserver.comes_back()
    desk.clock.push(seconds=5)
    await desk.works_off()

    assert await seen(desk) == [(BO.id, JUGENDAMT_SERVER)]


async def test_a_claim_that_ran_out_writes_nothing(desk: Desk) -> None:
    case, (_, hers) = await desk.seats(AMIRA, BO)
    desk.homeserver.cannot_reach(JUGENDAMT_SERVER)
    await desk.withdraws(hers)
    await desk.works_off()
    desk.homeserver.reaches(JUGENDAMT_SERVER)
    (old,) = [claim for claim in await desk.debts(case) if isinstance(claim.effect, ConfirmLeave)]
    assert isinstance(old.effect, ConfirmLeave)

    await desk.hub.witness.confirm(old.effect, old)

    assert await seen(desk) == []


async def test_the_operator_sees_which_server_has_not_seen_a_leave(desk: Desk) -> None:
    _, (_, hers, _) = await desk.seats(AMIRA, BO, CHLOE)
    before = {one.server: one for one in await desk.hub.witness.neighbours()}
    desk.homeserver.cannot_reach(JUGENDAMT_SERVER)
    await desk.withdraws(hers)
    await desk.works_off()
    meanwhile = {one.server: one for one in await desk.hub.witness.neighbours()}
    desk.homeserver.reaches(JUGENDAMT_SERVER)
    desk.clock.push(minutes=2)
    await desk.works_off()
    after = {one.server: one for one in await desk.hub.witness.neighbours()}

    assert before.keys() == {JUGENDAMT_SERVER, HORIZONT_SERVER}
    assert (before[JUGENDAMT_SERVER].unseen, before[JUGENDAMT_SERVER].seen_at) == (0, None)
    assert (meanwhile[JUGENDAMT_SERVER].unseen, meanwhile[JUGENDAMT_SERVER].seen_at) == (1, None)
    assert after[JUGENDAMT_SERVER].unseen == 0
    assert after[JUGENDAMT_SERVER].seen_at is not None
    assert after[JUGENDAMT_SERVER].is_allowed
    assert after[JUGENDAMT_SERVER].people >= 1
