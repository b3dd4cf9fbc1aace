"""The client talks with one other alone, and nobody else can tell whether there is such a room."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from sqlalchemy import delete, update

from bots import words
from hub import outbox
from hub.cases import directory
from hub.cases.model import OwnRoom, Professional
from hub.consent.model import ORGANISATION, Answer, Consent
from hub.consent.rules import if_given, if_withdrawn
from hub.effects import AnnounceDeparture, AnnounceRoster, ConfirmLeave, Debt, Urgency
from hub.errors import Refused
from hub.identifiers import CLIENT, CaseId, CircleId, PartyId
from hub.outbox import OUTBOX
from hub.rooms.discretion import acts_shown
from hub.rooms.drift import Fault
from hub.rooms.model import Membership
from hub.rooms.service import Circle, Foreseen, Roster
from tests.desk import Desk
from tests.filing import is_filed
from tests.flows.test_guardians import Family, family
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, JONAS, LENA, NINA, SELMA, STEWARD, terms_for
from tests.signing import public


async def with_nina(desk: Desk) -> tuple[CaseId, Consent]:
    """Amira and Bo sit with Jonas; Nina, who does not work on the case, talks with him alone."""
    case, _ = await desk.seats(AMIRA, BO)
    alone = await desk.consents(case, NINA, alone=True)
    await desk.works_off()
    await desk.everybody_comes(case)
    return case, alone


def circle_of(consent: Consent) -> CircleId:
    assert consent.side is not None
    return consent.side


# Who sits there.


async def test_the_client_and_one_other_sit_alone(desk: Desk) -> None:
    case, alone = await with_nina(desk)

    assert await desk.inside_of(case, circle_of(alone)) == {JONAS.user, NINA.user}
    assert await desk.inside(case) == {JONAS.user, AMIRA.user, BO.user}


async def test_the_hubs_own_voices_are_not_there_but_for_who_holds_the_room(desk: Desk) -> None:
    case, alone = await with_nina(desk)
    room = await desk.hub.rooms.of_case(case, circle_of(alone))

    assert room is not None
    assert set(desk.homeserver.seen(room.id).seats) == {STEWARD, JONAS.user, NINA.user}


async def test_each_case_calls_the_room_with_the_same_person_otherwise(desk: Desk) -> None:
    _, with_jonas = await with_nina(desk)
    other = await desk.opens_case(BO, client=SELMA)
    with_selma = await desk.consents(other, NINA, alone=True)

    assert circle_of(with_jonas) != circle_of(with_selma)


async def test_a_withdrawal_ends_it_and_leaves_the_client_what_they_wrote(desk: Desk) -> None:
    case, alone = await with_nina(desk)

    await desk.withdraws(alone)
    await desk.works_off()

    assert await desk.inside_of(case, circle_of(alone)) == {JONAS.user}


async def test_an_expiry_ends_it(desk: Desk) -> None:
    case, alone = await with_nina(desk)

    desk.clock.push(days=90)
    await desk.works_off()

    assert await desk.inside_of(case, circle_of(alone)) == {JONAS.user}


async def test_a_renewal_keeps_the_room(desk: Desk) -> None:
    case, alone = await with_nina(desk)

    again = await desk.agrees(
        case, replace(terms_for(NINA, now=desk.clock.now(), alone=True), predecessor=alone.id)
    )
    await desk.works_off()

    assert isinstance(again, Consent)
    assert again.side == alone.side
    assert await desk.inside_of(case, circle_of(alone)) == {JONAS.user, NINA.user}


async def test_closing_the_case_empties_it_and_erasing_makes_the_homeserver_forget_it(desk: Desk) -> None:
    case, alone = await with_nina(desk)
    room = await desk.hub.rooms.of_case(case, circle_of(alone))
    assert room is not None

    await desk.hub.cases.close(case, by="test")
    await desk.works_off()
    seats = set(desk.homeserver.seen(room.id).seats)
    await is_filed(desk.hub, case)
    erased = await desk.hub.erasure.erase(case, by="test")
    for _ in range(3):
        await desk.works_off()
        desk.clock.push(seconds=5)

    assert seats == {STEWARD}
    assert not isinstance(erased, Refused)
    assert await desk.homeserver.forget(room.id)


@pytest.mark.parametrize("person", [DARIO, ELIF, AMIRA], ids=lambda person: person.name)
async def test_whoever_gets_in_besides_goes_out_again(desk: Desk, person: Professional) -> None:
    case, alone = await with_nina(desk)
    room = await desk.hub.rooms.of_case(case, circle_of(alone))
    assert room is not None
    desk.homeserver.lets_in(room.id, person.user, Membership.JOINED)

    await desk.hears(room.id, person.user, Membership.JOINED)
    await desk.works_off()

    assert await desk.inside_of(case, circle_of(alone)) == {JONAS.user, NINA.user}


async def test_an_adviser_of_whom_the_chain_tells_otherwise_does_not_sit_there(desk: Desk) -> None:
    case, alone = await with_nina(desk)
    async with desk.hub.database.writing() as connection:
        hers = update(directory.PROFESSIONALS).where(directory.PROFESSIONALS.c.id == NINA.id)
        await connection.execute(hers.values(user_id="@somebody:horizont.localhost"))

    await desk.hub.rooms.reconcile(case)

    assert await desk.inside_of(case, circle_of(alone)) == {JONAS.user}


async def test_who_left_by_themselves_is_not_dragged_back(desk: Desk) -> None:
    case, alone = await with_nina(desk)
    room = await desk.hub.rooms.of_case(case, circle_of(alone))
    assert room is not None

    desk.homeserver.leaves(room.id, NINA.user)
    await desk.hears(room.id, NINA.user, None)
    await desk.works_off()

    assert await desk.inside_of(case, circle_of(alone)) == {JONAS.user}


async def test_counselling_opens_a_room_of_two_with_who_works_on_the_case(desk: Desk) -> None:
    brandts = await family(desk)

    counselled = await counsels(brandts)

    assert await desk.inside_of(brandts.case, circle_of(counselled)) == {LENA.user, CHLOE.user}
    assert await desk.find_room(brandts.case) is None


# That nobody else can tell.


async def counsels(brandts: Family) -> Consent:
    """Lena lets Chloe counsel her, and her parents are not to know."""
    desk, case = brandts.desk, brandts.case
    named = terms_for(CHLOE, now=desk.clock.now(), alone=True).recipient
    wanted = replace(terms_for(CHLOE, now=desk.clock.now()), counselling=True, recipient=named)
    given = await desk.agrees(case, wanted)
    assert not isinstance(given, Refused), given
    await desk.works_off()
    await desk.everybody_comes(case)
    return given


async def with_lenas_key(desk: Desk) -> Family:
    """Lena has come in with a key of her own, whatever she will do with it."""
    brandts = await family(desk)
    assert isinstance(await desk.hub.parties.pin(brandts.case, CLIENT, public(LENA.key), by=CLIENT), str)
    return brandts


Told = TypeVar("Told", Roster, Foreseen, Circle)


def _shown(told: Told) -> Told:
    # Whom the charter binds is for the gate alone: of an adviser's agency, too, and nobody shows it. Nor what
    # the client wants for themselves alone.
    return replace(told, file=replace(told.file, bound={}, own=OwnRoom()))


async def answers(desk: Desk, case: CaseId, *guardians: PartyId) -> dict[str, Any]:
    """Whatever anybody can be told of a case who is neither its client nor their adviser."""
    hub, now = desk.hub, desk.clock.now()
    given = await hub.consents.of_case(case)
    shown = [consent for consent in given if not consent.alone]
    new = await hub.consents.foresee(case, terms_for(CHLOE, now=now))
    assert not isinstance(new, Refused)
    previews = [await hub.rooms.preview(case, if_withdrawn(consent, now)) for consent in shown]
    views = [await hub.exports.view(case, language="de", reader=guardian) for guardian in guardians]
    audience = await hub.rooms.circle(case)
    return {
        "rosters": [_shown(roster) for roster in await hub.rooms.rosters(case)],
        "consents": shown,
        "preview of something new": (await hub.rooms.preview(case, if_given(new, now))).preview,
        "previews": [_shown(foreseen) for foreseen in previews],
        "views": views,
        "acts": acts_shown(await hub.cases.acts(case), given, side=False),
        "audience": audience and _shown(audience),
        "said": (
            dict(desk.speaker.agendas),
            dict(desk.speaker.departures),
        ),
        "doubts": (await hub.consents.doubtful(), await hub.cases.contradictions()),
    }


async def test_while_two_talk_alone_everybody_else_is_told_what_they_were_told_before(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    before = await answers(desk, case)

    alone = await desk.consents(case, NINA, alone=True)
    await desk.works_off()
    await desk.everybody_comes(case)

    assert await desk.inside_of(case, circle_of(alone)) == {JONAS.user, NINA.user}
    assert await answers(desk, case) == before


async def test_parents_are_told_nothing_else_while_their_daughter_is_counselled(desk: Desk) -> None:
    brandts = await with_lenas_key(desk)
    before = await answers(desk, brandts.case, brandts.mother, brandts.father)

    await counsels(brandts)

    assert await answers(desk, brandts.case, brandts.mother, brandts.father) == before


async def test_nor_when_it_has_ended(desk: Desk) -> None:
    brandts = await with_lenas_key(desk)
    before = await answers(desk, brandts.case, brandts.mother, brandts.father)

    await desk.withdraws(await counsels(brandts))
    await desk.works_off()
    seen = await answers(desk, brandts.case, brandts.mother, brandts.father)

    # That Chloe went is said in the room of the two, and nowhere else.
    (departure,) = desk.speaker.departures.values()
    assert departure.circle.audience == {LENA.user, STEWARD}
    assert seen | {"said": None} == before | {"said": None}


async def test_who_talks_alone_is_not_announced_in_other_rooms(desk: Desk) -> None:
    case, alone = await with_nina(desk)

    await desk.withdraws(alone)
    await desk.works_off()

    rooms = {departure.circle.room for departure in desk.speaker.departures.values()}
    assert await desk.room(case) not in rooms


async def test_a_colleague_cannot_end_what_they_cannot_know_of(desk: Desk) -> None:
    brandts = await family(desk)
    counselled = await counsels(brandts)

    asked = await desk.hub.consents.withdraw(counselled.id, by=brandts.mother)
    invented = await desk.hub.consents.withdraw(replace(counselled, id="0" * 32).id, by=brandts.mother)  # type: ignore[arg-type]

    assert isinstance(asked, Refused)
    assert isinstance(invented, Refused)
    assert asked.reason == invented.reason == "unknown-consent"


async def test_the_adviser_learns_nothing_of_the_case_by_it(desk: Desk) -> None:
    case, alone = await with_nina(desk)

    (roster,) = await desk.hub.rooms.side_rosters(case)
    room = await desk.hub.rooms.of_case(case, circle_of(alone))

    assert room is not None
    assert "F-1" not in roster.name
    assert case not in room.id
    assert [person.user for person in roster.people] == [NINA.user]


async def test_they_see_each_other_in_the_clients_own_view(desk: Desk) -> None:
    case, alone = await with_nina(desk)

    seen = await desk.hub.exports.view(case, language="de")

    assert not isinstance(seen, Refused)
    assert [p.person.name for p in seen.places if p.room.name.startswith("S-")] == ["", NINA.name]
    assert alone.id in [one.consent for one in seen.agreements]


async def test_what_is_agreed_with_others_keeps_its_rooms_beside_it(desk: Desk) -> None:
    case, _ = await with_nina(desk)
    themes = {ORGANISATION: Answer.YES, "school": Answer.YES}

    await desk.consents(case, BO, themes=themes, lasts=timedelta(days=100))
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user, AMIRA.user, BO.user}
    assert await desk.inside(case, "school") == {JONAS.user, BO.user}


async def what_a_check_tells(desk: Desk, case: CaseId) -> list[tuple[Fault, str]]:
    """Whoever has not asked for rooms of two."""
    found = (await desk.hub.survey.of(case)).shown(side=False).findings
    return [(one.fault, one.what) for one in found]


async def test_a_check_tells_nobody_else_which_words_to_the_two_wait(desk: Desk) -> None:
    case, alone = await with_nina(desk)
    desk.clock.push(seconds=5)
    await desk.works_off()
    await desk.withdraws(alone)
    await desk.hub.rooms.reconcile(case)
    owed = await desk.owed(case)

    desk.clock.push(minutes=10)

    assert {type(effect) for effect in owed} >= {AnnounceDeparture, AnnounceRoster, ConfirmLeave}
    assert await what_a_check_tells(desk, case) == [(Fault.OVERDUE, "Reconcile"), (Fault.OVERDUE, "Monitor")]


async def test_a_check_tells_nobody_else_when_talks_alone_will_end(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    await desk.consents(case, NINA, alone=True, lasts=timedelta(days=3))
    await desk.works_off()
    await desk.everybody_comes(case)
    async with desk.hub.database.writing() as connection:
        await connection.execute(delete(OUTBOX).where(OUTBOX.c.due_at < desk.clock.now() + timedelta(days=4)))
    found = await desk.hub.survey.of(case)

    assert [one.fault for one in found.findings] == [Fault.FORGOTTEN]
    assert found.shown(side=False).findings == ()
    assert len(found.owing) == 1


async def test_a_check_tells_nobody_else_that_one_of_the_two_cannot_be_asked_in(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    desk.homeserver.refuses(NINA.user)
    await desk.consents(case, NINA, alone=True)
    for _ in range(6):
        await desk.works_off()
        desk.clock.push(hours=2)

    assert Fault.OVERDUE in [one.fault for one in (await desk.hub.survey.of(case)).findings]
    assert await what_a_check_tells(desk, case) == []


async def test_who_talks_with_the_client_alone_is_never_told_who_leads_the_case(desk: Desk) -> None:
    case, alone = await with_nina(desk)
    room = await desk.hub.rooms.of_case(case, circle_of(alone))
    assert room is not None

    await desk.hub.closings.announce(case, by="test")
    await desk.works_off()

    said = {
        circle.room: str(words.closing(circle.file, "de", kind=circle.kind))
        for circle in desk.speaker.closings.values()
    }
    assert AMIRA.name not in said[room.id]
    assert AMIRA.function not in said[room.id]
    assert AMIRA.name in said[await desk.room(case)]


async def test_a_departure_somebody_wrote_down_is_not_told_where_they_never_sat(desk: Desk) -> None:
    case, _ = await with_nina(desk)
    async with desk.hub.database.writing() as connection:
        forged = Debt(AnnounceDeparture(case, NINA.id), desk.clock.now(), Urgency.WORDS)
        await outbox.owe(connection, desk.clock.chance, forged)

    await desk.works_off()

    assert desk.speaker.departures == {}
