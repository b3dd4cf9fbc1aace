"""Whoever can write the database takes no withdrawal back: what the chain tells otherwise counts no more."""

from datetime import timedelta

import pytest
from sqlalchemy import Delete, Insert, Update, delete, insert, update
from structlog.testing import capture_logs

from hub import journal
from hub.canonical import signature_of
from hub.consent import store
from hub.consent.model import Consent, Deed, Event, State
from hub.errors import Refused
from hub.identifiers import CLIENT, CaseId, ConsentId
from hub.parties import store as parties
from hub.parties.chain import KEY_PINNED
from tests.desk import Desk
from tests.people import AMIRA, BO, DARIO, ELIF, JONAS, SELMA, key_of, terms_for
from tests.signing import agree, public

EVENTS, KEYS, ENTRIES = store.EVENTS, parties.SIGNING_KEYS, journal.ENTRIES


async def somebody_writes(desk: Desk, *statements: Delete | Insert | Update) -> None:
    """Straight into the database, with every other right of the hub."""
    async with desk.hub.database.writing() as connection:
        for statement in statements:
            await connection.execute(statement)


async def alarms(desk: Desk, case: CaseId) -> list[ConsentId]:
    """Of which consents the next look warns; whoever may not sit is removed by it."""
    with capture_logs() as logs:
        await desk.hub.rooms.reconcile(case)
    return [log["consent"] for log in logs if log["event"] == "consent not proven"]


async def as_read(desk: Desk, case: CaseId) -> Consent:
    (one,) = await desk.hub.consents.of_case(case)
    return one


async def test_a_withdrawal_that_was_deleted_gives_no_seat_back(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    await desk.withdraws(his)
    await desk.works_off()

    await somebody_writes(desk, delete(EVENTS).where(EVENTS.c.deed == Deed.WITHDRAW))

    assert await alarms(desk, case) == [his.id]
    assert await desk.inside(case) == {JONAS.user}
    assert (await as_read(desk, case)).state is State.WITHDRAWN
    assert [c.id for c in await desk.hub.consents.doubtful()] == [his.id]


async def test_a_withdrawal_turned_into_nothing_gives_no_seat_back(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    await desk.withdraws(his)
    await desk.works_off()

    harmless = update(EVENTS).where(EVENTS.c.deed == Deed.WITHDRAW).values(deed=Deed.REQUEST)
    await somebody_writes(desk, harmless)

    assert await alarms(desk, case) == [his.id]
    assert await desk.inside(case) == {JONAS.user}


async def test_a_consent_dated_back_unseats_who_sat_by_it(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)

    earlier = EVENTS.c.at != desk.clock.now() - timedelta(days=30)
    await somebody_writes(
        desk, update(EVENTS).where(earlier).values(at=desk.clock.now() - timedelta(days=30))
    )

    assert await alarms(desk, case) == [his.id]
    assert await desk.inside(case) == {JONAS.user}


async def test_a_key_that_was_exchanged_invents_nobody(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    await desk.involves(case, DARIO)
    await somebody_writes(
        desk, update(KEYS).where(KEYS.c.owner == f"{CLIENT}:{case}").values(public_key=public(SELMA.key))
    )

    forged = await agree(desk.hub, case, SELMA.key, terms_for(DARIO, now=desk.clock.now()))

    assert forged == Refused("signature-not-theirs")
    assert await alarms(desk, case) == [his.id]
    assert await desk.inside(case) == {JONAS.user}


async def test_with_an_exchanged_key_nothing_can_be_written_behind_the_hubs_back_either(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    await desk.involves(case, DARIO)
    asked = await desk.hub.consents.ask(case, [terms_for(DARIO)], by="test")
    assert not isinstance(asked, Refused)
    (one,) = asked
    now, signature = desk.clock.now(), signature_of(one.statement, SELMA.key)
    given = Event(number=2, at=now, deed=Deed.GIVE, actor=CLIENT, signature=signature)

    async with desk.hub.database.writing() as connection:
        await store.add_event(connection, one.id, given)
        mine = update(KEYS).where(KEYS.c.owner == f"{CLIENT}:{case}")
        await connection.execute(mine.values(public_key=public(SELMA.key)))

    assert set(await alarms(desk, case)) == {his.id, one.id}
    assert await desk.inside(case) == {JONAS.user}
    assert DARIO.user not in desk.homeserver.called("invite")


async def test_a_professionals_key_that_was_exchanged_vouches_for_no_paper(desk: Desk) -> None:
    case = await desk.opens_case(BO, ELIF)
    for person in (AMIRA, ELIF):
        await desk.hub.parties.pin_professional(person.user, public(key_of(person)), by="test")
    await somebody_writes(
        desk, update(KEYS).where(KEYS.c.owner == ELIF.id).values(public_key=public(key_of(DARIO)))
    )

    async with desk.hub.database.reading() as connection:
        known = [await parties.pinned(connection, person.id, case) for person in (AMIRA, ELIF)]

    assert known == [public(key_of(AMIRA)), None]


async def test_a_consent_that_was_taken_away_is_missed(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)

    await somebody_writes(desk, delete(EVENTS), delete(store.CONSENTS))

    assert await alarms(desk, case) == [his.id]
    assert await desk.inside(case) == {JONAS.user}
    (record,) = await desk.hub.consents.records(case)
    assert (record.consent.id, record.purpose, record.consent.contradicted) == (his.id, "", True)


async def test_a_whole_record_of_which_the_chain_knows_nothing_seats_nobody(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)

    # Jonas himself had signed it: as if his consent had never been chained.
    await somebody_writes(desk, update(ENTRIES).where(ENTRIES.c.target == his.id).values(target="another"))

    assert his.id in await alarms(desk, case)
    assert await desk.inside(case) == {JONAS.user}
    await somebody_writes(desk, update(ENTRIES).where(ENTRIES.c.target == "another").values(target=his.id))


async def test_what_is_contradicted_cannot_be_given_and_can_still_be_withdrawn(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    await desk.hub.parties.pin(case, CLIENT, public(JONAS.key), by=CLIENT)
    asked = await desk.hub.consents.ask(case, [terms_for(BO)], by="test")
    assert not isinstance(asked, Refused)
    (one,) = asked
    slipped = {"number": 2, "at": desk.clock.now(), "deed": "deferred", "actor": CLIENT, "signature": ""}
    await somebody_writes(desk, insert(EVENTS).values(consent_id=one.id, **slipped))

    given = await desk.hub.consents.give({one.id: signature_of(one.statement, JONAS.key)})
    ended = await desk.hub.consents.withdraw(one.id, by="client")

    assert given == Refused("consent-contradicted")
    assert isinstance(ended, Consent)
    assert ended.state is State.WITHDRAWN


async def test_a_withdrawal_counts_also_where_somebody_had_pretended_one(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    pretended = {"number": 3, "at": desk.clock.now(), "deed": "withdrawn", "actor": CLIENT, "signature": ""}
    await somebody_writes(desk, insert(EVENTS).values(consent_id=his.id, **pretended))

    await desk.withdraws(his)
    await somebody_writes(desk, delete(EVENTS).where(EVENTS.c.number == 3))
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user}
    assert (await as_read(desk, case)).state is State.WITHDRAWN


@pytest.mark.parametrize("ends", [False, True], ids=["given", "withdrawn"])
async def test_what_nobody_touched_is_told_alike(desk: Desk, ends: bool) -> None:
    case, (his,) = await desk.seats(BO)
    if ends:
        await desk.withdraws(his)

    one = await as_read(desk, case)

    assert not one.contradicted
    assert await desk.hub.consents.doubtful() == []
    assert KEY_PINNED in await desk.deeds()
