"""The charter of the network: whose agency it does not bind has no seat, from that instant on."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Delete, Insert, Update, delete, insert, select, update
from structlog.testing import capture_logs

from hub.canonical import is_signature
from hub.cases.model import Professional
from hub.charter import service, signed
from hub.charter.draft import template
from hub.charter.model import Charter, Draft, Position
from hub.charter.rules import FOREVER
from hub.charter.store import ACKNOWLEDGEMENTS, CHARTERS
from hub.db import Database
from hub.effects import ALL_AT_ONCE
from hub.errors import Refused
from hub.identifiers import AgencyId, CaseId, ProfessionalId
from hub.outbox import OUTBOX
from tests.clock import MONDAY
from tests.desk import Desk
from tests.fakes.bell import HandBell
from tests.people import (
    AMIRA,
    BO,
    CHLOE,
    DARIO,
    ELIF,
    HEADS,
    JOBCENTER,
    JONAS,
    JUGENDAMT,
    KATJA,
    NEUSTART,
    SELMA,
    key_of,
)
from tests.shelves import shelve_cast
from tests.signing import public, signing

HEAD_OF = {head.agency: head for head in HEADS}
BOS_HEAD, DARIOS_HEAD = HEAD_OF[JUGENDAMT.id], HEAD_OF[NEUSTART.id]
FORTNIGHT = timedelta(days=14)


def reason(answer: object) -> str:
    assert isinstance(answer, Refused), answer
    return answer.reason


async def publishes(desk: Desk, **said: object) -> Charter:
    """The network publishes its next version."""
    draft = Draft(wording=template("de"), **said)  # type: ignore[arg-type]
    published = await desk.hub.charters.publish(draft, by="test")
    assert isinstance(published, Charter), published
    return published


async def acknowledges(
    desk: Desk, person: Professional, version: int, *, key: Professional | None = None
) -> Position | Refused:
    """Somebody acknowledges a version for their agency, with their own key or somebody else's."""
    sign = signing(key_of(key or person))
    return await desk.hub.charters.acknowledge(version, by=person.id, sign=sign)


async def leaves(desk: Desk, person: Professional, *, at_once: bool = False) -> Position:
    left = await desk.hub.charters.leave(by=person.id, at_once=at_once)
    assert isinstance(left, Position), left
    return left


async def somebody_writes(desk: Desk, *statements: Delete | Insert | Update) -> None:
    async with desk.hub.database.writing() as connection:
        for statement in statements:
            await connection.execute(statement)


def word_of(agency: AgencyId = JUGENDAMT.id) -> Update:
    return update(ACKNOWLEDGEMENTS).where(ACKNOWLEDGEMENTS.c.agency_id == agency)


async def alarms(desk: Desk, case: CaseId) -> list[tuple[str, str]]:
    """Of what the next look warns; whoever may not sit is removed by it."""
    with capture_logs() as logs:
        await desk.hub.rooms.reconcile(case)
    return [(log["about"], log["id"]) for log in logs if log["event"] == "not as the chain tells"]


async def contradicted(desk: Desk) -> Sequence[tuple[str, str]]:
    return [(one.about.value, one.id) for one in await desk.hub.charters.contradictions()]


# A new version.


async def test_who_does_not_acknowledge_the_next_version_is_out_at_the_instant_it_binds(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    published = await publishes(desk)
    assert isinstance(await acknowledges(desk, HEAD_OF[JOBCENTER.id], 2), Position)

    desk.clock.push(seconds=(FORTNIGHT - timedelta(seconds=1)).total_seconds())
    await desk.works_off()
    assert await desk.inside(case) == {JONAS.user, AMIRA.user, BO.user}

    desk.clock.push(seconds=1)
    assert desk.clock.now() == published.binds_from
    assert BO.user not in (await desk.hub.rooms.roster(case)).may
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, AMIRA.user}
    # And Bo's own server has seen it.
    assert (await desk.deeds())[-2:] == ["seat.ended", "leave.seen"]


async def test_who_acknowledges_later_is_asked_in_again(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    await publishes(desk)
    desk.clock.push(days=14)
    await desk.works_off()
    assert await desk.inside(case) == {JONAS.user}

    for head in (BOS_HEAD, HEAD_OF[JOBCENTER.id]):
        assert isinstance(await acknowledges(desk, head, 2), Position)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, AMIRA.user, BO.user}


async def test_what_was_withdrawn_meanwhile_does_not_come_back_with_the_charter(desk: Desk) -> None:
    case, (_, his) = await desk.seats(AMIRA, BO)
    await publishes(desk)
    desk.clock.push(days=14)
    await desk.works_off()

    await desk.withdraws(his)
    await acknowledges(desk, BOS_HEAD, 2)
    await desk.works_off()

    assert BO.user not in await desk.inside(case)


async def test_whose_agency_acknowledged_in_time_notices_nothing(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    await publishes(desk)
    await acknowledges(desk, BOS_HEAD, 2)
    since = len(desk.homeserver.called("kick")) + len(desk.homeserver.called("invite"))

    desk.clock.push(days=15)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}
    assert len(desk.homeserver.called("kick")) + len(desk.homeserver.called("invite")) == since


async def test_what_is_urgent_binds_at_once_and_removes_at_once(desk: Desk) -> None:
    case, _ = await desk.seats(BO)

    published = await publishes(desk, urgent_because="Sicherheitslücke")
    await desk.works_off()

    assert published.binds_from == desk.clock.now()
    assert await desk.inside(case) == {JONAS.user}


async def test_a_preview_names_who_would_be_unbound_and_changes_nothing(desk: Desk) -> None:
    foreseen = await desk.hub.charters.foresee(Draft(wording=template("de")))

    assert isinstance(foreseen, service.Foreseen)
    assert set(foreseen.unbound) == {head.agency for head in HEADS}
    assert await desk.deeds() == []
    assert isinstance(await desk.hub.charters.version(2), Refused)


# Nobody without it.


@pytest.fixture
async def founding(database: Database, bell: HandBell) -> AsyncIterator[Desk]:
    """A hub that knows the cast, and no charter yet."""
    async with database.writing() as connection:
        await shelve_cast(connection)
    desk = Desk(database, bell)
    yield desk
    assert await desk.broken() is None


async def test_in_a_hub_without_a_charter_nobody_sits_and_no_room_is_made(founding: Desk) -> None:
    case = await founding.opens_case(BO)

    await founding.consents(case, BO)
    await founding.works_off()

    assert await founding.find_room(case) is None
    assert (await founding.hub.rooms.roster(case)).unbound == {BO.user}
    assert reason(await founding.hub.charters.version()) == "no-charter"
    assert reason(await acknowledges(founding, BO, 1)) == "unknown-charter"


async def test_as_soon_as_an_agency_acknowledges_its_people_are_asked_in_and_no_others(
    founding: Desk,
) -> None:
    case = await founding.opens_case(BO, CHLOE, DARIO, ELIF)
    for person in (AMIRA, BO, CHLOE):
        await founding.consents(case, person)
    await publishes(founding)
    await founding.hub.parties.pin_professional(BO.user, public(key_of(BO)), by="test")

    position = await acknowledges(founding, BO, 1)
    await founding.works_off()

    assert isinstance(position, Position)
    assert (position.acknowledged, position.bound_until) == ((1,), FOREVER)
    assert await founding.inside(case) == {JONAS.user, BO.user}
    assert (await founding.hub.rooms.roster(case)).unbound == {AMIRA.user, CHLOE.user}


async def test_a_preview_says_who_gets_no_seat_for_want_of_the_charter(founding: Desk) -> None:
    case = await founding.opens_case(BO, DARIO)
    given = await founding.consents(case, BO)

    foreseen = await founding.hub.rooms.preview(case, given)

    assert foreseen.unbound == {BO.user}
    assert (foreseen.preview.gains, foreseen.preview.new_rooms) == ((), ())


async def test_elif_and_dario_get_nothing_by_acknowledging(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    await desk.involves(case, ELIF)
    await desk.involves(case, DARIO)
    await publishes(desk)
    for person in (ELIF, DARIO):
        await desk.hub.parties.pin_professional(person.user, public(key_of(person)), by="test")
        assert isinstance(await acknowledges(desk, person, 2), Position)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, BO.user}
    assert {ELIF.user, DARIO.user}.isdisjoint(desk.homeserver.called("invite"))


# Refusals.


async def test_nobody_acknowledges_with_somebody_elses_key_or_without_one(desk: Desk) -> None:
    await publishes(desk)

    assert reason(await acknowledges(desk, BOS_HEAD, 2, key=DARIOS_HEAD)) == "signature-not-theirs"
    assert reason(await acknowledges(desk, DARIO, 2)) == "signature-not-theirs"
    nobody = replace(DARIO, id=ProfessionalId("nobody"))
    assert reason(await acknowledges(desk, nobody, 2)) == "key-of-nobody"
    assert reason(await desk.hub.charters.leave(by=nobody.id)) == "key-of-nobody"
    assert reason(await acknowledges(desk, BOS_HEAD, 3)) == "unknown-charter"
    assert reason(await acknowledges(desk, BOS_HEAD, 1)) == "charter-acknowledged"
    assert await desk.deeds() == ["charter.published"]


async def test_two_versions_published_at_once_get_two_numbers_or_one_is_refused(desk: Desk) -> None:
    drafts = [Draft(wording=template("de"), binds_from=MONDAY + n * FORTNIGHT) for n in (1, 2)]

    answers = await asyncio.gather(*(desk.hub.charters.publish(draft, by="test") for draft in drafts))

    made = [one.version for one in answers if isinstance(one, Charter)]
    assert made in ([2], [2, 3])
    assert await contradicted(desk) == []


# Leaving.


async def test_who_leaves_at_once_is_out_at_once_by_every_clock(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)

    desk.clock.push(days=2)
    left = await leaves(desk, BOS_HEAD, at_once=True)
    desk.clock.push(days=-1)
    await desk.works_off()

    assert left.bound_until is None
    assert await desk.inside(case) == {JONAS.user, AMIRA.user}


async def test_who_gives_notice_sits_until_it_ends_and_may_come_back(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    left = await leaves(desk, BOS_HEAD)
    assert left.bound_until == desk.clock.now() + timedelta(days=28)

    desk.clock.push(days=27)
    await desk.works_off()
    assert await desk.inside(case) == {JONAS.user, BO.user}
    desk.clock.push(days=1)
    await desk.works_off()
    assert await desk.inside(case) == {JONAS.user}
    assert reason(await desk.hub.charters.leave(by=BOS_HEAD.id)) == "charter-not-acknowledged"

    await acknowledges(desk, BOS_HEAD, 1)
    await desk.works_off()
    assert await desk.inside(case) == {JONAS.user, BO.user}


# Forgeries.


@pytest.mark.parametrize(
    "changed",
    [
        {"signature": "A" * 86},
        {"charter_sha256": "0" * 64},
        {"version": 2},
        {"professional_id": DARIO.id},
        {"agency_id": NEUSTART.id},
        {"at": MONDAY},
        {"ends_at": MONDAY},
    ],
    ids=lambda changed: next(iter(changed)),
)
async def test_a_word_that_somebody_changed_binds_nobody_and_is_an_alarm(
    desk: Desk, changed: dict[str, object]
) -> None:
    case, _ = await desk.seats(BO)

    await somebody_writes(desk, word_of().values(**changed))

    assert ("acknowledgement", JUGENDAMT.id) in await alarms(desk, case)
    assert await desk.inside(case) == {JONAS.user}
    assert ("acknowledgement", JUGENDAMT.id) in await contradicted(desk)


async def test_a_word_that_was_taken_away_or_copied_seats_nobody(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    await leaves(desk, BOS_HEAD, at_once=True)
    await desk.works_off()

    await somebody_writes(desk, word_of().values(ends_at=None))
    assert await alarms(desk, case) == [("acknowledgement", JUGENDAMT.id)]
    await somebody_writes(desk, delete(ACKNOWLEDGEMENTS).where(ACKNOWLEDGEMENTS.c.agency_id == JUGENDAMT.id))

    assert await alarms(desk, case) == [("acknowledgement", JUGENDAMT.id)]
    assert await desk.inside(case) == {JONAS.user}


async def test_a_word_slipped_in_for_an_agency_that_gave_none_seats_nobody(founding: Desk) -> None:
    case = await founding.opens_case(BO)
    await founding.consents(case, BO)
    await publishes(founding)
    await founding.hub.parties.pin_professional(DARIO.user, public(key_of(DARIO)), by="test")
    assert isinstance(await acknowledges(founding, DARIO, 1), Position)

    # Signed by Dario with his own key; only the agency is another one.
    await somebody_writes(founding, word_of(NEUSTART.id).values(agency_id=JUGENDAMT.id))
    await founding.works_off()

    assert await alarms(founding, case) == [("acknowledgement", JUGENDAMT.id)]
    assert await founding.find_room(case) is None


@pytest.mark.parametrize("spoilt", ["", "{}", "[]", "\u0000", '{"version": 1}'])
async def test_a_version_that_somebody_changed_binds_nobody_and_is_an_alarm(desk: Desk, spoilt: str) -> None:
    case, _ = await desk.seats(BO)

    await somebody_writes(desk, update(CHARTERS).values(document=spoilt.replace("\u0000", "x")))

    assert await alarms(desk, case) == [("charter", "1")]
    assert await desk.inside(case) == {JONAS.user}
    assert await contradicted(desk) == [("charter", "1")]
    assert reason(await desk.hub.charters.version()) == "charter-contradicted"
    assert reason(await acknowledges(desk, BOS_HEAD, 1)) == "charter-contradicted"


async def test_once_the_row_is_put_right_who_was_shown_out_is_asked_in_again(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    async with desk.hub.database.reading() as connection:
        kept = (await connection.execute(select(CHARTERS.c.document))).scalar_one()
    await somebody_writes(desk, update(CHARTERS).values(document="{}"))
    await desk.hub.rooms.reconcile(case)

    await somebody_writes(desk, update(CHARTERS).values(document=kept))
    await desk.hub.rooms.reconcile(case)

    assert await desk.inside(case) == {JONAS.user, BO.user}
    assert await contradicted(desk) == []


async def test_a_version_that_nobody_published_changes_nothing_and_is_an_alarm(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    forged = insert(CHARTERS).values(version=2, document="{}", signature="", public_key="")

    await somebody_writes(desk, forged)

    assert await alarms(desk, case) == [("charter", "2")]
    assert await desk.inside(case) == {JONAS.user, BO.user}


# What is owed, and to how many.


async def test_a_look_is_owed_at_every_case_of_the_agency_and_no_other_behind_what_concerns_one(
    desk: Desk,
) -> None:
    ours = [(await desk.seats(BO, client=guest))[0] for guest in (JONAS, SELMA)]
    other, (hers,) = await desk.seats(CHLOE, client=KATJA)

    await leaves(desk, BOS_HEAD, at_once=True)
    await desk.hub.charters.apply(JUGENDAMT.id, admit=False)
    await desk.hub.charters.apply(JUGENDAMT.id, admit=False)
    await desk.withdraws(hers)

    async with desk.hub.database.reading() as connection:
        due = select(OUTBOX.c.case_id, OUTBOX.c.due_at).where(
            OUTBOX.c.kind == "reconcile", OUTBOX.c.due_at <= desk.clock.now()
        )
        rows = (await connection.execute(due.order_by(OUTBOX.c.due_at))).all()
    assert rows[0].case_id == other
    assert sorted(row.case_id for row in rows[1:]) == sorted(ours)
    assert {row.due_at for row in rows[1:]} == {ALL_AT_ONCE}
    await desk.works_off()
    assert [await desk.inside(case) for case in ours] == [{JONAS.user}, {SELMA.user}]


async def test_applying_the_charter_twice_is_applying_it_once_and_never_the_other_way_round(
    desk: Desk,
) -> None:
    case, _ = await desk.seats(BO)
    before = await desk.owed(case)

    await desk.hub.charters.apply(JUGENDAMT.id, admit=False)
    assert await desk.owed(case) == before
    await desk.hub.charters.apply(JUGENDAMT.id, admit=True)
    await desk.hub.charters.apply(JUGENDAMT.id, admit=True)

    # A look, and a plan of what its people are to be reminded of.
    assert len(await desk.owed(case)) == len(before) + 2
    await leaves(desk, BOS_HEAD, at_once=True)
    await desk.works_off()
    await desk.hub.charters.apply(JUGENDAMT.id, admit=True)
    assert await desk.inside(case) == {JONAS.user}


async def test_the_hub_vouches_for_what_it_published(desk: Desk) -> None:
    published = await publishes(desk)

    answer = await desk.hub.charters.version(2)

    assert not isinstance(answer, Refused)
    found, seal = answer
    assert found == published
    assert seal.public_key == desk.hub.signet.public
    assert is_signature(seal.signature, signed.statement(signed.written(found)), seal.public_key)
