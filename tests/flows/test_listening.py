"""Listening in a room: told first, then done, ended at once, and its keys are gone with it."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from hub.cases.model import Professional
from hub.consent.model import Answer
from hub.effects import AnnounceListening
from hub.errors import Refused
from hub.export.model import Part, View
from hub.identifiers import COMMON, TEAM, CaseId, CircleId, UserId
from hub.listening.model import Deed, Switch, listener
from hub.listening.rules import LEASE
from hub.listening.store import LISTENING
from hub.rooms.model import Membership
from tests.desk import Desk
from tests.flows.test_lists import lists
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, HUB, JONAS, SELMA, VOICE


async def begins(desk: Desk, case: CaseId, circle: CircleId = COMMON) -> Switch:
    switch = await desk.hub.listening.begin(case, circle, who=AMIRA.user, by="test")
    assert not isinstance(switch, Refused)
    return switch


async def ends(desk: Desk, case: CaseId) -> None:
    assert not isinstance(await desk.hub.listening.end(case, who=AMIRA.user, by="test"), Refused)


async def listening(desk: Desk) -> tuple[CaseId, Switch]:
    """A case in whose common room Amira and Bo sit with Jonas, and the hub listens."""
    case, _ = await desk.seats(AMIRA, BO)
    switch = await begins(desk, case)
    await desk.works_off()
    (held,) = await desk.hub.listening.held("one")
    assert held.id == switch.id
    return case, held


async def seated(desk: Desk, case: CaseId, switch: Switch) -> bool:
    seat = desk.homeserver.seen(await desk.room(case)).seats.get(listener(switch.id, HUB))
    return seat is not None and seat.membership is Membership.JOINED


async def rows(desk: Desk) -> int:
    async with desk.hub.database.reading() as connection:
        return (await connection.execute(select(func.count()).select_from(LISTENING))).scalar_one()


def told(desk: Desk) -> list[Deed]:
    return [deed for _, deed in desk.speaker.listenings.values()]


async def test_a_hub_listens_nowhere_unless_somebody_decided_it(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)

    assert await desk.hub.listening.held("one") == []
    assert await desk.hub.listening.shown(case, who=AMIRA.user) == []


async def test_the_room_is_told_before_anybody_listens_and_then_the_listener_sits_there(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    desk.speaker.falls_silent()
    switch = await begins(desk, case)
    await desk.works_off()
    meanwhile = (await seated(desk, case, switch), await desk.hub.listening.held("one"))

    desk.speaker.finds_its_voice()
    desk.clock.push(minutes=1)
    await desk.works_off()

    assert meanwhile == (False, [])
    assert told(desk) == [Deed.BEGUN]
    assert await seated(desk, case, switch)
    assert [one.id for one in await desk.hub.listening.held("one")] == [switch.id]


async def test_its_seat_is_the_hubs_own_and_neither_shown_nor_alarming(desk: Desk) -> None:
    case, switch = await listening(desk)

    drift = await desk.hub.survey.of(case)
    roster = await desk.hub.rooms.roster(case)

    assert drift.findings == ()
    assert roster.is_heard
    assert {one.person.id for one in roster.present} == {AMIRA.id, BO.id}
    assert "other" not in {entry.act.target for entry in await desk.entries()}
    # The guard lets it in, and the client's own view takes it for no stranger.
    assert (await lists(desk))[await desk.room(case)][listener(switch.id, HUB)] is None
    seen = await desk.hub.exports.view(case, language="de")
    assert isinstance(seen, View)
    assert Part.STRANGER not in {place.person.part for place in seen.places}


async def test_switched_off_its_keys_are_gone_with_the_answer_and_it_leaves_first(desk: Desk) -> None:
    case, switch = await listening(desk)
    assert await desk.hub.listening.write(switch, "one", "keys")

    await ends(desk, case)
    gone = (await rows(desk), await desk.hub.listening.notebook(switch))
    await desk.works_off()

    assert gone == (0, None)
    assert not await desk.hub.listening.write(switch, "one", "keys again")
    assert not await seated(desk, case, switch)
    assert listener(switch.id, HUB) in desk.homeserver.ended
    assert told(desk) == [Deed.BEGUN, Deed.ENDED]
    assert not (await desk.hub.rooms.roster(case)).is_heard
    assert listener(switch.id, HUB) not in (await lists(desk))[await desk.room(case)]
    assert "other" not in {entry.act.target for entry in await desk.entries()}


@pytest.mark.parametrize("how", ["turned off", "case closed"])
async def test_switched_off_no_file_of_the_database_holds_what_it_kept(desk: Desk, how: str) -> None:
    if not desk.hub.database.is_sqlite:
        pytest.skip("PostgreSQL keeps deleted rows until its next VACUUM")
    case, switch = await listening(desk)
    kept = []
    for text in ("the key to one message", "the key to the next"):
        assert await desk.hub.listening.write(switch, "one", text)
        async with desk.hub.database.reading() as connection:
            kept.append((await connection.execute(select(LISTENING.c.notebook))).scalar_one())

    if how == "turned off":
        await ends(desk, case)
    else:
        await desk.hub.cases.close(case, by="test")
        await desk.works_off()

    file = desk.hub.database.url.database
    assert file is not None
    there = b"".join(one.read_bytes() for one in Path(file).parent.glob(f"{Path(file).name}*"))
    assert there
    assert [one for one in kept if one in there] == []


async def test_the_chain_tells_who_decided_what_and_names_no_account(desk: Desk) -> None:
    case, switch = await listening(desk)
    await ends(desk, case)

    theirs = [entry.act for entry in await desk.entries() if entry.act.deed.startswith("listening.")]

    assert [(act.deed, act.actor, act.target) for act in theirs] == [
        ("listening.begun", "test", switch.id),
        ("listening.told", "hub", switch.id),
        ("listening.ended", "test", switch.id),
    ]
    assert await desk.broken() is None


async def test_it_is_said_once_however_often_it_is_tried(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    await begins(desk, case)
    again = await desk.hub.listening.begin(case, who=AMIRA.user, by="test")
    await desk.works_off()
    await desk.works_off()

    assert again == Refused("listening-on-already", {"case": "F-1"})
    assert told(desk) == [Deed.BEGUN]


async def test_turned_off_before_the_room_was_told_nothing_is_said_at_all(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    switch = await begins(desk, case)

    await ends(desk, case)
    await desk.works_off()

    assert told(desk) == []
    assert not await seated(desk, case, switch)
    assert await desk.hub.listening.end(case, who=AMIRA.user, by="test") == Refused(
        "listening-off-already", {"case": "F-1"}
    )


async def test_turned_on_again_it_is_another_account_with_other_keys(desk: Desk) -> None:
    case, first = await listening(desk)
    await ends(desk, case)
    await desk.works_off()

    second = await begins(desk, case)
    await desk.works_off()

    assert listener(first.id, HUB) != listener(second.id, HUB)
    assert await seated(desk, case, second)
    assert not await seated(desk, case, first)


@pytest.mark.parametrize("who", [BO, CHLOE, ELIF, DARIO])
async def test_nobody_but_the_lead_turns_it_on_or_off_or_sees_it(desk: Desk, who: Professional) -> None:
    case, _ = await listening(desk)
    await desk.involves(case, ELIF)
    no = Refused("listening-by-lead", {"case": "F-1"})

    assert await desk.hub.listening.begin(case, who=who.user, by="test") == no
    assert await desk.hub.listening.end(case, who=who.user, by="test") == no
    assert await desk.hub.listening.shown(case, who=who.user) == no


async def test_neither_does_the_client(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)

    assert isinstance(await desk.hub.listening.begin(case, who=JONAS.user, by="test"), Refused)


async def test_among_professionals_and_between_two_it_never_listens(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.consents(case, AMIRA, team=True)
    await desk.consents(case, BO, team=True)
    side = await desk.consents(case, CHLOE, alone=True)
    assert side.side is not None

    for circle in (TEAM, side.side, CircleId("consult-1"), CircleId("housing")):
        tried = await desk.hub.listening.begin(case, circle, who=AMIRA.user, by="test")
        assert tried == Refused("listening-not-there")
    assert await rows(desk) == 0


async def test_where_no_running_consent_opens_a_room_it_does_not_begin(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    no = Refused("listening-not-there")
    without = await desk.hub.listening.begin(case, who=AMIRA.user, by="test")
    themes = {"organisation": Answer.YES, "housing": Answer.YES}
    given = await desk.consents(case, AMIRA, themes=themes)
    housing = await desk.circle(case, "housing")
    await desk.withdraws(given)
    await desk.works_off()

    ended = [
        await desk.hub.listening.begin(case, one, who=AMIRA.user, by="test") for one in (COMMON, housing)
    ]

    assert [without, *ended] == [no] * 3
    assert await rows(desk) == 0


async def test_what_nobody_can_be_told_any_more_ends_instead_of_waiting_for_ever(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    themes = {"organisation": Answer.YES, "housing": Answer.YES}
    await desk.consents(case, AMIRA, themes=themes)
    bos = await desk.consents(case, BO, themes=themes | {"housing": Answer.NO})
    switch = await begins(desk, case, await desk.circle(case, "housing"))

    # Now who hears of the theme are those who hear everything else: it gets no room of its own.
    await desk.withdraws(bos)
    await desk.works_off()

    assert told(desk) == []
    assert "listening.told" not in await desk.deeds()
    assert await rows(desk) == 0
    assert await desk.hub.listening.shown(case, who=AMIRA.user) == []
    assert not [one for one in await desk.owed(case) if isinstance(one, AnnounceListening)]
    assert listener(switch.id, HUB) not in desk.homeserver.ended


async def test_for_a_theme_that_the_same_people_hear_anyhow_it_is_refused_at_once(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.consents(case, AMIRA, themes={"organisation": Answer.YES, "housing": Answer.YES})
    await desk.works_off()

    housing = await desk.circle(case, "housing")
    no = await desk.hub.listening.begin(case, housing, who=AMIRA.user, by="test")

    assert no == Refused("listening-no-room", {"case": "F-1"})
    assert await rows(desk) == 0


async def test_in_a_themes_room_it_listens_there_alone(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    for person, answer in ((AMIRA, Answer.YES), (BO, Answer.NO)):
        await desk.consents(case, person, themes={"organisation": Answer.YES, "housing": answer})
    await desk.works_off()
    housing = await desk.circle(case, "housing")
    switch = await begins(desk, case, housing)
    await desk.works_off()

    user, room = listener(switch.id, HUB), await desk.room(case, "housing")
    assert user in desk.homeserver.seen(room).seats
    assert user not in desk.homeserver.seen(await desk.room(case)).seats


async def test_when_a_case_is_closed_it_ends_by_itself(desk: Desk) -> None:
    case, switch = await listening(desk)

    await desk.hub.cases.close(case, by="test")
    at_once = await desk.hub.listening.held("one")
    await desk.works_off()

    assert at_once == [] or not await desk.hub.commands.audience(switch)
    assert await rows(desk) == 0
    assert not await seated(desk, case, switch)
    assert listener(switch.id, HUB) in desk.homeserver.ended
    assert told(desk) == [Deed.BEGUN]


async def test_when_a_case_is_closed_its_keys_wait_for_no_homeserver(desk: Desk) -> None:
    case, switch = await listening(desk)
    await desk.hub.listening.write(switch, "one", "keys")
    desk.homeserver.goes_down()

    await desk.hub.cases.close(case, by="test")
    await desk.works_off()

    assert await rows(desk) == 0
    assert "listening.ended" in await desk.deeds()


async def test_only_one_process_listens_and_another_one_follows_when_it_died(desk: Desk) -> None:
    _, switch = await listening(desk)

    other = await desk.hub.listening.held("two")
    wrote = await desk.hub.listening.write(switch, "two", "keys")
    desk.clock.push(seconds=LEASE.total_seconds() + 1)
    later = await desk.hub.listening.held("two")

    assert (other, wrote) == ([], False)
    assert [one.id for one in later] == [switch.id]
    assert await desk.hub.listening.held("one") == []


async def test_however_many_processes_ask_at_once_each_room_has_one_who_listens(desk: Desk) -> None:
    for client in (JONAS, SELMA):
        case, _ = await desk.seats(AMIRA, BO, client=client)
        await begins(desk, case)
        await desk.works_off()

    asked = await asyncio.gather(*(desk.hub.listening.held(f"process-{number}") for number in range(5)))

    held = [one.id for switches in asked for one in switches]
    assert len(held) == len(set(held)) == 2


async def test_what_a_listener_keeps_lies_sealed_and_fits_no_other_row(desk: Desk) -> None:
    _, switch = await listening(desk)
    await desk.hub.listening.write(switch, "one", "the key to everything")

    async with desk.hub.database.reading() as connection:
        kept = (await connection.execute(select(LISTENING.c.notebook))).scalar_one()
    assert b"the key" not in kept
    assert await desk.hub.listening.notebook(switch) == "the key to everything"


async def test_a_row_that_somebody_slips_in_lets_nobody_listen(desk: Desk) -> None:
    case, switch = await listening(desk)
    forged = "f0" * 16
    async with desk.hub.database.writing() as connection:
        await connection.execute(update(LISTENING).values(id=forged))

    held = await desk.hub.listening.held("one")
    await desk.hub.rooms.reconcile(case)

    seats = desk.homeserver.seen(await desk.room(case)).seats
    assert held == []
    assert UserId(f"@fallraum-ohr-{forged[:20]}:{HUB}") not in seats
    assert await desk.hub.commands.audience(replace(switch, circle=TEAM)) == frozenset()


async def test_a_homeserver_that_is_away_ends_the_account_later(desk: Desk) -> None:
    case, switch = await listening(desk)
    desk.homeserver.goes_down()
    await ends(desk, case)
    await desk.works_off()
    meanwhile = (await rows(desk), set(desk.homeserver.ended))

    desk.homeserver.comes_back()
    desk.clock.push(minutes=2)
    await desk.works_off()

    assert meanwhile == (0, set())
    assert desk.homeserver.ended == {listener(switch.id, HUB)}
    assert VOICE in desk.homeserver.seen(await desk.room(case)).seats
