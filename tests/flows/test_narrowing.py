"""A consent withdrawn in part goes on as a smaller one; a renewal takes its predecessor's place."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import delete, update

from hub.canonical import signature_of
from hub.cases.model import Professional
from hub.consent import store
from hub.consent.model import ORGANISATION, Action, Answer, Consent, Deed, State
from hub.effects import Reconcile
from hub.errors import Refused
from hub.identifiers import CLIENT, CaseId
from tests.desk import Desk
from tests.people import BO, CHLOE, DARIO, ELIF, JONAS, terms_for

DAY = timedelta(days=1)


def passes_to(desk: Desk, at: datetime) -> None:
    desk.clock.push(seconds=(at - desk.clock.now()).total_seconds())


async def narrowed(desk: Desk, consent: Consent, *themes: str, by: str = CLIENT) -> Consent:
    left = await desk.hub.consents.narrow(consent.id, without=themes, by=by)
    assert not isinstance(left, Refused), left
    return left


async def standing(desk: Desk, case: CaseId) -> dict[str, State]:
    return {c.id: c.state for c in await desk.hub.consents.of_case(case)}


async def test_what_is_left_of_a_consent_keeps_the_seat_without_a_new_signature(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)

    left = await narrowed(desk, his, "housing")
    await desk.works_off()

    assert await standing(desk, case) == {his.id: State.SUPERSEDED, left.id: State.GIVEN}
    assert await desk.inside(case) == {JONAS.user, BO.user}
    themes = {r.consent.id: r.themes for r in await desk.hub.consents.records(case)}
    assert themes[left.id] == dict(themes[his.id]) | {"housing": Answer.NO}


async def test_without_the_common_theme_the_seat_in_the_common_room_ends(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)

    await narrowed(desk, his, ORGANISATION)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user}


async def test_if_nothing_is_left_all_is_withdrawn(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)

    ended = await narrowed(desk, his, ORGANISATION, "housing")
    await desk.works_off()

    assert (ended.id, ended.state) == (his.id, State.WITHDRAWN)
    assert await desk.inside(case) == {JONAS.user}


async def test_a_paper_that_names_the_old_number_ends_what_took_its_place(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    left = await narrowed(desk, his, "housing")

    await desk.withdraws(his)
    await desk.works_off()

    assert await standing(desk, case) == {his.id: State.SUPERSEDED, left.id: State.WITHDRAWN}
    assert await desk.inside(case) == {JONAS.user}


async def test_what_is_left_still_ends_when_the_whole_would_have(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    left = await narrowed(desk, his, "housing")

    passes_to(desk, his.valid_until)
    await desk.works_off()

    assert left.valid_until == his.valid_until
    assert await desk.inside(case) == {JONAS.user}


async def test_what_nobody_gave_cannot_be_withdrawn_in_part(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)

    answers = [
        await desk.hub.consents.narrow(his.id, without=["health"], by=CLIENT),
        await desk.hub.consents.narrow(his.id[:-1], without=["housing"], by=CLIENT),  # type: ignore[arg-type]
    ]
    await desk.withdraws(his)
    answers.append(await desk.hub.consents.narrow(his.id, without=["housing"], by=CLIENT))

    assert [answer.reason for answer in answers if isinstance(answer, Refused)] == [
        "theme-not-given",
        "unknown-consent",
        "consent-cannot-be",
    ]
    assert len(await desk.hub.consents.of_case(case)) == 1


async def test_after_a_withdrawal_nothing_that_is_slipped_in_as_its_rest_seats_anybody(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    left = await narrowed(desk, his, "housing")
    await desk.withdraws(left)
    await desk.works_off()

    # Somebody takes the withdrawal of the rest away, and makes it another record's heir.
    async with desk.hub.database.writing() as connection:
        ending = (store.EVENTS.c.consent_id == left.id) & (store.EVENTS.c.deed == Deed.WITHDRAW)
        await connection.execute(delete(store.EVENTS).where(ending))
        replaced = store.EVENTS.c.deed == Deed.SUPERSEDE
        await connection.execute(update(store.EVENTS).where(replaced).values(successor="another"))
    await desk.hub.rooms.reconcile(case)

    assert await desk.inside(case) == {JONAS.user}


# Renewals.


async def renews(desk: Desk, case: CaseId, his: Consent, person: Professional = BO) -> Consent | Refused:
    wanted = replace(terms_for(person, now=desk.clock.now()), predecessor=his.id)
    return await desk.agrees(case, wanted)


async def test_a_renewal_takes_the_place_of_what_it_renews_and_nobody_leaves_meanwhile(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    desk.clock.push(days=30)

    renewed = await renews(desk, case, his)
    await desk.works_off()

    assert not isinstance(renewed, Refused)
    assert await standing(desk, case) == {his.id: State.SUPERSEDED, renewed.id: State.GIVEN}
    assert await desk.inside(case) == {JONAS.user, BO.user}
    passes_to(desk, his.valid_until + DAY)
    await desk.works_off()
    assert await desk.inside(case) == {JONAS.user, BO.user}


async def test_a_withdrawn_consent_is_renewed_by_a_new_record_and_never_reopens(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    await desk.withdraws(his)

    renewed = await renews(desk, case, his)

    assert not isinstance(renewed, Refused)
    assert (await standing(desk, case))[his.id] is State.WITHDRAWN


async def test_somebody_elses_consent_cannot_be_renewed(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)

    for other in (CHLOE, DARIO, ELIF):
        await desk.involves(case, other)
        assert await renews(desk, case, his, other) == Refused("not-a-renewal")


async def test_after_a_no_nobody_is_asked_again_at_once(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    asked = await desk.hub.consents.ask(case, [terms_for(BO)], by="test")
    assert not isinstance(asked, Refused)
    await desk.hub.consents.refuse(asked[0].id)

    too_soon = await desk.hub.consents.ask(case, [terms_for(BO)], by="test")
    desk.clock.push(days=30)
    later = await desk.hub.consents.ask(case, [terms_for(BO, now=desk.clock.now())], by="test")

    assert too_soon == Refused("asked-too-soon", {"days": "30"})
    assert not isinstance(later, Refused)


async def test_a_renewal_ends_what_is_left_of_the_record_that_it_renews(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    wanted = replace(terms_for(BO, now=desk.clock.now()), predecessor=his.id)
    asked = await desk.hub.consents.ask(case, [wanted, wanted], by="test")
    assert not isinstance(asked, Refused)
    left = await narrowed(desk, his, "housing")

    for one in asked:
        await desk.hub.consents.give({one.id: signature_of(one.statement, JONAS.key)})

    first, second = (one.id for one in asked)
    assert await standing(desk, case) == {
        his.id: State.SUPERSEDED,
        left.id: State.SUPERSEDED,
        first: State.SUPERSEDED,
        second: State.GIVEN,
    }
    assert Reconcile(case) in [claim.effect for claim in await desk.debts(case)]


async def test_what_has_run_out_is_withdrawn_whole(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    passes_to(desk, his.valid_until)

    ended = await narrowed(desk, his, "housing")

    assert (ended.id, ended.state) == (his.id, State.WITHDRAWN)
    assert len(await desk.hub.consents.of_case(case)) == 1


async def test_where_nobody_can_read_what_would_be_left_all_is_withdrawn(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    async with desk.hub.database.writing() as connection:
        await connection.execute(update(store.CONSENTS).values(contents=b"spoilt"))

    ended = await narrowed(desk, his, "housing")
    await desk.works_off()

    assert (ended.id, ended.state) == (his.id, State.WITHDRAWN)
    assert await desk.inside(case) == {JONAS.user}


async def test_an_heir_that_somebody_took_away_can_be_neither_withdrawn_nor_sat_by(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    left = await narrowed(desk, his, "housing")
    async with desk.hub.database.writing() as connection:
        for table, column in ((store.EVENTS, "consent_id"), (store.CONSENTS, "id")):
            await connection.execute(delete(table).where(table.c[column] == left.id))

    answer = await desk.hub.consents.withdraw(his.id, by=CLIENT)
    await desk.hub.rooms.reconcile(case)

    assert isinstance(answer, Refused)
    assert answer.reason == "consent-not-kept"
    assert await desk.inside(case) == {JONAS.user}


async def test_a_consent_to_read_alone_seats_nobody_who_could_write(desk: Desk) -> None:
    case = await desk.opens_case(BO)

    await desk.agrees(case, replace(terms_for(BO), actions=frozenset({Action.READ})))
    await desk.works_off()

    assert await desk.hub.rooms.of_case(case) is None
