"""What was filed is erased: nothing of the case stays but a chain that names nobody."""

import asyncio
from pathlib import Path

from sqlalchemy import delete, select, update
from structlog.testing import capture_logs

from hub import journal, outbox
from hub.cases.model import Case
from hub.disclosure.model import Disclosure
from hub.disclosure.store import DISCLOSURES
from hub.effects import Debt, EndListener, Urgency
from hub.erasure import belongs_to
from hub.errors import Refused
from hub.identifiers import CaseId, CircleId, RoomId, UserId
from hub.listening.model import listener
from hub.migrations.tables import METADATA
from hub.outbox import ALARMING
from hub.remains import EraseAccount, EraseRoom
from hub.rooms.drift import Fault
from hub.rooms.forgetting import PATIENCE_WITH_A_NO
from hub.rooms.store import ROOMS, SEATS
from tests.databases import SqliteFiles, opened
from tests.desk import Desk
from tests.fakes.bell import HandBell
from tests.filing import is_filed
from tests.flows.test_disclosure import begins, reviews, warns
from tests.flows.test_disclosure_forged import slips_in
from tests.people import AMIRA, BO, DARIO, HUB, JONAS, SELMA, key_of
from tests.shelves import shelve_people
from tests.signing import public

KEPT = Refused("case-kept", {"case": "F-1"})
# What is of the whole hub, or of a person's account with it, and of no case.
OF_NO_CASE = {
    "agency",
    "charter",
    "charter_acknowledgement",
    "professional",
    "audit_entry",
    "audit_head",
    "checkpoint",
    "conference_template",
    "digest",
    "direct_room",
    "pinned_identity",
    "push",
    "reachability",
    "reminder_mute",
    "signing_key",
    "voice_device",
}


async def is_over(desk: Desk) -> tuple[CaseId, RoomId]:
    """A case with everything there is in one, closed, with everybody out of its room."""
    case, (his, _) = await desk.seats(BO, AMIRA)
    room = await desk.room(case)
    await desk.calls_conference(case)
    await desk.hub.keyring.pin({JONAS.user: "master key of jonas"})
    await desk.hub.retrievals.note(case, "case.shown", by=AMIRA.id)
    await desk.withdraws(his)
    await desk.hub.cases.close(case, by="test")
    await desk.works_off()
    return case, room


async def erases(desk: Desk, case: CaseId, *, filed: bool = True) -> Case | Refused:
    if filed and not (await desk.hub.rooms.roster(case)).file.case.is_open:
        await is_filed(desk.hub, case)
    return await desk.hub.erasure.erase(case, by="test")


async def left(desk: Desk, *words: str) -> list[str]:
    """In which tables one of these words stands, the chain apart."""
    found = []
    async with desk.hub.database.reading() as connection:
        for table in METADATA.sorted_tables:
            rows = (await connection.execute(select(table))).all()
            if table.name != "audit_entry" and any(word in str(row) for row in rows for word in words):
                found.append(table.name)
    return found


async def test_of_an_erased_case_nothing_is_left_but_its_chain(desk: Desk) -> None:
    case, room = await is_over(desk)
    await is_filed(desk.hub, case)
    before = await desk.deeds()

    erased = await erases(desk, case, filed=False)
    await desk.works_off()
    desk.clock.push(minutes=2)
    await desk.works_off()

    assert isinstance(erased, Case)
    assert await left(desk, case, JONAS.user, room) == []
    assert await desk.deeds() == [*before, "case.erased"]
    assert await desk.broken() is None
    assert await desk.hub.consents.doubtful() == []


async def test_what_the_chain_says_of_an_erased_case_names_nobody(desk: Desk) -> None:
    case, _ = await is_over(desk)

    await erases(desk, case)

    said = [str(entry.act) for entry in await desk.entries()]
    names = (JONAS.name, JONAS.user, AMIRA.name, AMIRA.user, BO.name, BO.user)
    assert not [one for one in said for name in names if name in one]


async def test_the_homeserver_forgets_the_room_in_the_end(desk: Desk) -> None:
    case, room = await is_over(desk)

    await erases(desk, case)
    await desk.works_off()
    meanwhile = await desk.owed(case)
    desk.clock.push(minutes=1)
    await desk.works_off()

    assert meanwhile == [EraseRoom(case, room)]
    assert not desk.homeserver.remembers(room)
    assert await desk.owed(case) == []


async def test_whoever_was_let_in_meanwhile_is_removed_before_the_room_is_forgotten(desk: Desk) -> None:
    case, room = await is_over(desk)
    await erases(desk, case)
    desk.homeserver.lets_in(room, DARIO.user)
    desk.homeserver.refuses(DARIO.user)

    await desk.works_off()
    remembered = desk.homeserver.remembers(room)
    desk.homeserver.gives_in(DARIO.user)
    for _ in range(3):
        desk.clock.push(minutes=1)
        await desk.works_off()

    assert remembered
    assert "forget" not in [call.verb for call in desk.homeserver.calls if call.subject == DARIO.user]
    assert desk.homeserver.called("remove")[-1] == DARIO.user
    assert not desk.homeserver.remembers(room)


async def test_a_homeserver_that_is_down_forgets_later(desk: Desk) -> None:
    case, room = await is_over(desk)
    desk.homeserver.goes_down()
    await erases(desk, case)
    await desk.works_off()

    desk.homeserver.comes_back()
    for _ in range(3):
        desk.clock.push(minutes=1)
        await desk.works_off()

    assert not desk.homeserver.remembers(room)


async def test_a_homeserver_that_refuses_is_asked_again_and_somebody_is_told(desk: Desk) -> None:
    case, room = await is_over(desk)
    desk.homeserver.entitles_nobody()
    await erases(desk, case)

    with capture_logs() as logs:
        await desk.works_off()
    desk.homeserver.entitles()
    for _ in range(2):
        desk.clock.push(seconds=PATIENCE_WITH_A_NO.total_seconds())
        await desk.works_off()

    assert [log["errcode"] for log in logs if log["event"] == "room not erased"] == ["M_FORBIDDEN"]
    assert not desk.homeserver.remembers(room)


async def test_what_is_not_over_is_not_erased(desk: Desk) -> None:
    case, _ = await desk.seats(BO)

    still_open = await erases(desk, case)
    await desk.hub.cases.close(case, by="test")
    not_filed = await erases(desk, case, filed=False)
    occupied = await erases(desk, case)

    assert still_open == Refused("case-still-open", {"case": "F-1"})
    assert occupied == KEPT
    assert not_filed == Refused("case-not-filed", {"case": "F-1", "agencies": "jobcenter, jugendamt"})
    assert [c.label for c in await desk.hub.cases.all()] == ["F-1"]
    assert "case.erased" not in await desk.deeds()


async def warned_of(desk: Desk) -> tuple[CaseId, Disclosure]:
    """A case that is over, in which Chloe warned the youth office."""
    case = await begins(desk)
    warning = await warns(desk, case)
    await desk.hub.cases.close(case, by="test")
    await desk.works_off()
    return case, warning


async def test_a_warning_that_nobody_reviewed_keeps_a_case_however_long(desk: Desk) -> None:
    case, warning = await warned_of(desk)
    before = await erases(desk, case)
    desk.clock.push(hours=73)
    await desk.works_off()

    overdue = await erases(desk, case)
    await reviews(desk, warning)

    assert (before, overdue) == (KEPT, KEPT)
    assert isinstance(await erases(desk, case), Case)


async def test_a_review_that_nobody_made_erases_no_case(desk: Desk) -> None:
    case, warning = await warned_of(desk)
    await slips_in(desk, warning)

    assert await erases(desk, case) == KEPT


async def test_what_somebody_took_away_is_not_covered_up_by_an_erasure(desk: Desk) -> None:
    case, _ = await warned_of(desk)
    async with desk.hub.database.writing() as connection:
        await connection.execute(delete(DISCLOSURES))

    assert await erases(desk, case) == KEPT


async def test_who_has_not_filed_a_case_learns_of_no_warning_in_it(desk: Desk) -> None:
    warned, _ = await warned_of(desk)
    other = await desk.opens_case(client=SELMA)
    await desk.hub.cases.close(other, by="test")

    answers = [await erases(desk, case, filed=False) for case in (warned, other)]
    kept = [await erases(desk, case) for case in (warned, other)]

    assert answers == [
        Refused("case-not-filed", {"case": "F-1", "agencies": "bruecke-ev, jobcenter, jugendamt"}),
        Refused("case-not-filed", {"case": "F-2", "agencies": "jobcenter"}),
    ]
    # There a warning waits, here nobody has looked since the closing.
    assert kept == [Refused("case-kept", {"case": label}) for label in ("F-1", "F-2")]


async def test_no_room_is_left_that_was_being_made_while_a_case_was_erased(desk: Desk) -> None:
    case = await desk.opens_case()
    await desk.consents(case, AMIRA)
    making = desk.homeserver.pauses_at("create_room")
    courier = asyncio.create_task(desk.courier.work_off())
    await making.reached.wait()
    await desk.hub.cases.close(case, by="test")
    await desk.hub.courier("another", desk.speaker, HandBell()).work_off()

    meanwhile = await erases(desk, case)
    making.go_on.set()
    await courier
    await desk.works_off()
    room = await desk.room(case)
    afterwards = await erases(desk, case)
    for _ in range(3):
        desk.clock.push(minutes=1)
        await desk.works_off()

    assert meanwhile == KEPT
    assert isinstance(afterwards, Case)
    assert not desk.homeserver.remembers(room)


async def test_a_case_that_never_had_a_room_is_erased_without_one(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.hub.cases.close(case, by="test")
    await desk.works_off()

    erased = await erases(desk, case)
    await desk.works_off()

    assert isinstance(erased, Case)
    assert await desk.owed(case) == []


async def test_the_cases_of_others_stay_and_no_label_is_given_twice(desk: Desk) -> None:
    case, _ = await is_over(desk)
    other, _ = await desk.seats(AMIRA, client=SELMA)

    await erases(desk, case)
    third = await desk.opens_case()

    assert [c.label for c in await desk.hub.cases.all()] == ["F-2", "F-3"]
    assert await desk.hub.cases.client_name(other) == SELMA.name
    assert await desk.hub.cases.client_name(third) == JONAS.name
    assert AMIRA.user in await desk.inside(other)
    assert [c.proven for c in await desk.hub.consents.of_case(other)] == [True]


async def test_a_room_forgotten_twice_is_forgotten_once(desk: Desk) -> None:
    case, room = await is_over(desk)
    await erases(desk, case)
    debts = {debt.effect for debt in await desk.debts(case)}
    for _ in range(3):
        desk.clock.push(minutes=1)
        await desk.works_off()
    asked = len(desk.homeserver.called("remove"))

    await desk.hub.rooms.erase(case, room)

    assert debts == {EraseRoom(case, room), EraseAccount(case, JONAS.user)}
    assert not desk.homeserver.remembers(room)
    assert len(desk.homeserver.called("remove")) == asked


async def test_a_debt_that_somebody_wrote_erases_no_room_of_a_living_case(desk: Desk) -> None:
    case, _ = await is_over(desk)
    other, _ = await desk.seats(AMIRA, client=SELMA)
    room = await desk.room(other)
    await erases(desk, case)
    forged = Debt(EraseRoom(case, room), desk.clock.now(), Urgency.WORDS)
    async with desk.hub.database.writing() as connection:
        await outbox.owe(connection, desk.clock.chance, forged)

    with capture_logs() as logs:
        await desk.works_off()

    assert await desk.inside(other) == {AMIRA.user, SELMA.user}
    assert desk.homeserver.remembers(room)
    assert [log["room"] for log in logs if log["event"] == "room kept, it is no erased case's"] == [room]


async def test_a_room_of_others_that_a_row_gives_to_a_case_is_not_erased_with_it(desk: Desk) -> None:
    case, _ = await is_over(desk)
    other, _ = await desk.seats(AMIRA, client=SELMA)
    room = await desk.room(other)
    async with desk.hub.database.writing() as connection:
        await connection.execute(delete(SEATS).where(SEATS.c.room_id == room))
        stolen = update(ROOMS).where(ROOMS.c.id == room)
        await connection.execute(stolen.values(case_id=case, circle=CircleId("aside")))

    assert isinstance(await erases(desk, case), Case)
    await desk.works_off()
    await desk.hub.rooms.reconcile(other)

    assert desk.homeserver.remembers(room)
    assert await desk.inside(other) == {AMIRA.user, SELMA.user}


async def test_whoever_works_on_an_erased_case_keeps_their_own_key(desk: Desk) -> None:
    await desk.hub.parties.pin_professional(AMIRA.user, public(key_of(AMIRA)), by="test")
    case, _ = await is_over(desk)

    await erases(desk, case)

    assert await desk.hub.parties.owner_of(public(key_of(AMIRA))) == AMIRA.id


async def test_a_push_about_a_forgotten_room_is_nobodys(desk: Desk) -> None:
    case, room = await is_over(desk)
    await erases(desk, case)

    await desk.hears(room, BO.user, None)
    await desk.works_off()

    assert await left(desk, JONAS.user) == []


def test_every_table_is_of_a_case_or_known_to_be_of_none() -> None:
    of_none = {t.name for t in METADATA.sorted_tables if belongs_to(t, CaseId("case")) is None}

    assert of_none == OF_NO_CASE
    assert belongs_to(journal.ENTRIES, CaseId("case")) is None


async def test_what_a_reader_kept_in_the_log_of_changes_goes_with_the_notarys_round(
    sqlite: SqliteFiles, tmp_path: Path
) -> None:
    async with sqlite.migrated() as url, opened(url) as database:
        async with database.writing() as connection:
            await shelve_people(connection)
        desk = Desk(database, HandBell())
        case, _ = await is_over(desk)
        async with database.reading() as connection:
            (wrapped,) = (await connection.execute(select(METADATA.tables["case_key"].c.wrapped))).scalars()
        async with database.reading() as connection:
            await connection.execute(select(METADATA.tables["case_key"]))

            await erases(desk, case)
        before = files_with(tmp_path, wrapped)
        await desk.hub.notary.round(whole=False)

        assert (bool(before), files_with(tmp_path, wrapped)) == (True, [])


async def test_the_key_of_an_erased_case_is_in_no_file_any_more(sqlite: SqliteFiles, tmp_path: Path) -> None:
    async with sqlite.migrated() as url, opened(url) as database:
        async with database.writing() as connection:
            await shelve_people(connection)
        desk = Desk(database, HandBell())
        case, _ = await is_over(desk)
        async with database.reading() as connection:
            (wrapped,) = (await connection.execute(select(METADATA.tables["case_key"].c.wrapped))).scalars()
        before = files_with(tmp_path, wrapped)

        await erases(desk, case)

        assert (bool(before), files_with(tmp_path, wrapped)) == (True, [])


def files_with(folder: Path, words: bytes) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and words in path.read_bytes()]


async def test_a_room_of_a_case_that_nobody_erased_is_kept_whatever_somebody_wrote_down(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    room = await desk.room(case)
    async with desk.hub.database.writing() as connection:
        forged = Debt(EraseRoom(case, room), desk.clock.now(), Urgency.WORDS)
        await outbox.owe(connection, desk.clock.chance, forged)

    with capture_logs() as logs:
        await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}
    assert "room kept, it is no erased case's" in {entry["event"] for entry in logs}


# The client's account.


async def test_the_account_of_the_client_is_ended_and_their_files_are_gone(desk: Desk) -> None:
    case, _ = await is_over(desk)
    desk.homeserver.uploads(JONAS.user)
    await erases(desk, case)
    await desk.works_off()
    desk.clock.push(minutes=1)
    await desk.works_off()

    assert desk.homeserver.ended == {JONAS.user}
    assert desk.homeserver.called("forget_account") == [JONAS.user] * 2
    assert await desk.owed(case) == []


async def test_where_the_hub_may_delete_no_files_the_account_is_ended_and_somebody_is_told(
    desk: Desk,
) -> None:
    case, _ = await is_over(desk)
    desk.homeserver.uploads(JONAS.user)
    desk.homeserver.entitles_nobody()
    await erases(desk, case)

    with capture_logs() as logs:
        await desk.works_off()
    desk.homeserver.entitles()
    for _ in range(2):
        desk.clock.push(seconds=PATIENCE_WITH_A_NO.total_seconds())
        await desk.works_off()

    assert JONAS.user in desk.homeserver.ended
    assert [log["errcode"] for log in logs if log["event"] == "account not erased"] == ["M_FORBIDDEN"]
    assert await desk.owed(case) == []


async def test_no_account_but_that_of_an_erased_case_s_client_is_ended_whatever_somebody_wrote_down(
    desk: Desk,
) -> None:
    going_on, _ = await desk.seats(BO, client=SELMA)
    case, _ = await is_over(desk)
    await erases(desk, case)
    forged = [
        EraseAccount(case, AMIRA.user),
        EraseAccount(case, SELMA.user),
        EraseAccount(going_on, SELMA.user),
    ]
    async with desk.hub.database.writing() as connection:
        debts = (Debt(effect, desk.clock.now(), Urgency.WORDS) for effect in forged)
        await outbox.owe(connection, desk.clock.chance, *debts)

    with capture_logs() as logs:
        await desk.works_off()

    assert desk.homeserver.ended == {JONAS.user}
    assert [log["event"] for log in logs].count("account kept, it is no erased case's") == 3


# The accounts by which the hub listened.


async def listened(desk: Desk) -> tuple[CaseId, UserId]:
    """A case that is over, in whose room the hub listened, by an account nobody could end yet."""
    case, (his, _) = await desk.seats(BO, AMIRA)
    switch = await desk.hub.listening.begin(case, who=AMIRA.user, by="test")
    assert not isinstance(switch, Refused)
    await desk.works_off()
    (held,) = await desk.hub.listening.held("one")
    assert await desk.hub.listening.write(held, "one", "keys")
    account = listener(switch.id, HUB)
    desk.homeserver.cannot_end(account)
    await desk.withdraws(his)
    await desk.hub.cases.close(case, by="test")
    await desk.works_off()
    return case, account


async def test_an_account_that_could_not_be_ended_yet_is_ended_though_its_case_is_erased(desk: Desk) -> None:
    case, account = await listened(desk)
    before = account in desk.homeserver.ended

    erased = await erases(desk, case)
    desk.homeserver.can_end(account)
    await desk.works_off()
    desk.clock.push(minutes=1)
    await desk.works_off()

    assert isinstance(erased, Case)
    assert (before, account in desk.homeserver.ended) == (False, True)
    assert await left(desk, "keys", case) == []
    assert await desk.owed(case) == []


async def test_a_homeserver_that_refuses_to_end_it_is_asked_again_and_the_operator_sees_that(
    desk: Desk,
) -> None:
    case, account = await listened(desk)
    await erases(desk, case)

    with capture_logs() as logs:
        for _ in range(ALARMING):
            await desk.works_off()
            desk.clock.push(seconds=PATIENCE_WITH_A_NO.total_seconds())
    (seen,) = await desk.hub.survey.beyond(set())
    desk.homeserver.can_end(account)
    await desk.works_off()

    told = [(line["errcode"], line["case"]) for line in logs if line["event"] == "listener not ended"]
    assert told == [("M_FORBIDDEN", case)] * ALARMING
    assert (seen.fault, seen.attempts) == (Fault.OVERDUE, ALARMING)
    assert account not in seen.what
    assert account in desk.homeserver.ended
    assert await desk.hub.survey.beyond(set()) == []


async def test_an_account_whose_switch_no_erased_case_had_is_not_ended(desk: Desk) -> None:
    case, account = await listened(desk)
    desk.homeserver.can_end(account)
    going_on, _ = await desk.seats(BO, client=SELMA)
    switch = await desk.hub.listening.begin(going_on, who=AMIRA.user, by="test")
    assert not isinstance(switch, Refused)
    await erases(desk, case)
    async with desk.hub.database.writing() as connection:
        forged = (EndListener(case, switch.id), EndListener(going_on, switch.id))
        debts = (Debt(effect, desk.clock.now(), Urgency.WORDS) for effect in forged)
        await outbox.owe(connection, desk.clock.chance, *debts)

    await desk.works_off()

    assert account in desk.homeserver.ended
    assert listener(switch.id, HUB) not in desk.homeserver.ended
