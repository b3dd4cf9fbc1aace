"""Whoever can write the database becomes nobody else: who people are must be as the chain tells."""

from collections.abc import Sequence

import pytest
from sqlalchemy import Delete, Insert, Update, delete, insert, update
from structlog.testing import capture_logs

from hub.cases.directory import AGENCIES, PROFESSIONALS
from hub.cases.model import AgencyKind, Duty, Professional, Role
from hub.cases.store import CASES, PARTICIPATIONS
from hub.errors import Refused
from hub.export.model import View
from hub.identifiers import CaseId, UserId
from hub.receipts.model import Receipt
from tests.desk import Desk
from tests.flows.test_consent_forged import PAPER, has_key, taken_down
from tests.flows.test_disclosure import ANSWER, begins, makes, reason, warns
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, JONAS, NEUSTART, PAUL, RUTH, SELMA, key_of, terms_for
from tests.rules.passing import KKG4_3, TOLD, wanted
from tests.signing import signing

SOMEBODY = UserId("@somebody:fallraum.localhost")


async def somebody_writes(desk: Desk, *statements: Delete | Insert | Update) -> None:
    """Straight into the database, with every other right of the hub."""
    async with desk.hub.database.writing() as connection:
        for statement in statements:
            await connection.execute(statement)


def row_of(person: Professional, **changed: object) -> Update:
    return update(PROFESSIONALS).where(PROFESSIONALS.c.id == person.id).values(**changed)


def slipped_in(desk: Desk, case: CaseId, person: Professional) -> Insert:
    part = {"case_id": case, "number": 99, "professional_id": person.id, "role": Role.MEMBER}
    return insert(PARTICIPATIONS).values(part | {"since": desk.clock.now()})


async def alarms(desk: Desk, case: CaseId) -> list[tuple[str, str]]:
    """Of what the next look warns; whoever may not sit is removed by it."""
    with capture_logs() as logs:
        await desk.hub.rooms.reconcile(case)
    return [(log["about"], log["id"]) for log in logs if log["event"] == "not as the chain tells"]


async def contradicted(desk: Desk) -> Sequence[tuple[str, str]]:
    """What `audit verify` finds."""
    return [(one.about.value, one.id) for one in await desk.hub.cases.contradictions()]


# Seats.


async def test_darios_account_in_bos_row_gives_him_no_seat(desk: Desk) -> None:
    case, _ = await desk.seats(BO)

    await somebody_writes(desk, row_of(DARIO, user_id=SOMEBODY), row_of(BO, user_id=DARIO.user))

    assert await alarms(desk, case) == [("part", BO.id)]
    assert await desk.inside(case) == {JONAS.user}
    assert DARIO.user not in desk.homeserver.called("invite")
    assert await contradicted(desk) == [("part", BO.id), ("professional", BO.id), ("professional", DARIO.id)]


async def test_who_was_replaced_sits_again_once_the_row_is_put_right_and_does_not_sit_after_the_end(
    desk: Desk,
) -> None:
    case, (his,) = await desk.seats(BO)
    await somebody_writes(desk, row_of(BO, user_id=SOMEBODY))
    await desk.hub.rooms.reconcile(case)

    await somebody_writes(desk, row_of(BO, user_id=BO.user))

    assert await alarms(desk, case) == []
    assert await desk.inside(case) == {JONAS.user, BO.user}
    assert await contradicted(desk) == []
    await desk.withdraws(his)
    await desk.works_off()
    assert await desk.inside(case) == {JONAS.user}


@pytest.mark.parametrize("person", [DARIO, ELIF], ids=lambda person: person.name)
async def test_whose_function_was_changed_to_the_one_that_is_named_gets_no_seat(
    desk: Desk, person: Professional
) -> None:
    case, _ = await desk.seats(BO)
    await desk.involves(case, person)

    await somebody_writes(desk, row_of(person, agency_id=BO.agency, function=BO.function))

    assert await alarms(desk, case) == [("part", person.id)]
    assert await desk.inside(case) == {JONAS.user, BO.user}
    assert person.user not in desk.homeserver.called("invite")


@pytest.mark.parametrize("person", [DARIO, ELIF], ids=lambda person: person.name)
async def test_who_was_slipped_into_a_case_gets_no_seat_although_the_client_consents(
    desk: Desk, person: Professional
) -> None:
    case, _ = await desk.seats(BO)
    await somebody_writes(desk, slipped_in(desk, case, person))

    await desk.consents(case, person)
    await desk.works_off()

    assert await alarms(desk, case) == [("part", person.id)]
    assert await desk.inside(case) == {JONAS.user, BO.user}
    assert await contradicted(desk) == [("part", person.id)]


async def test_who_made_themselves_the_lead_ends_no_consent(desk: Desk) -> None:
    case, (_, his) = await desk.seats(AMIRA, BO)
    mine = PARTICIPATIONS.c.case_id == case
    roles = {AMIRA.id: Role.MEMBER, BO.id: Role.LEAD}
    for who, role in roles.items():
        theirs = update(PARTICIPATIONS).where(mine, PARTICIPATIONS.c.professional_id == who)
        await somebody_writes(desk, theirs.values(role=role))

    answer = await desk.hub.consents.revoke(his.id, by=BO.id)

    assert answer == Refused("consent-not-by-you", {"deed": "revoked"})


async def test_a_row_that_nobody_can_read_hides_none_of_the_others(desk: Desk) -> None:
    case, (_, hers) = await desk.seats(BO, CHLOE)
    part = update(PARTICIPATIONS).where(PARTICIPATIONS.c.professional_id == AMIRA.id)
    await somebody_writes(desk, row_of(BO, duty="nonsense", function=""), part.values(role="nonsense"))

    await desk.withdraws(hers)
    await desk.works_off()

    assert await desk.inside(case) == {JONAS.user}
    assert set(await alarms(desk, case)) == {("part", BO.id), ("part", AMIRA.id)}


# The client's place.


async def test_an_exchanged_client_is_let_in_by_nobody_and_removals_go_on(desk: Desk) -> None:
    case, (his, _) = await desk.seats(BO, CHLOE)

    await somebody_writes(desk, update(CASES).values(client_user_id=SELMA.user))

    assert await alarms(desk, case) == [("case", case)]
    assert SELMA.user not in desk.homeserver.called("invite")
    await desk.withdraws(his)
    await desk.works_off()
    assert await desk.inside(case) == {CHLOE.user}
    assert await contradicted(desk) == [("case", case)]


async def test_a_client_put_right_again_is_asked_in_again(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    await somebody_writes(desk, update(CASES).values(client_user_id=SELMA.user))
    await desk.hub.rooms.reconcile(case)

    await somebody_writes(desk, update(CASES).values(client_user_id=JONAS.user))

    assert await alarms(desk, case) == []
    assert await desk.inside(case) == {JONAS.user, BO.user}


async def test_a_closed_case_that_was_opened_again_seats_nobody(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    await desk.hub.cases.close(case, by="test")
    await desk.works_off()

    await somebody_writes(desk, update(CASES).values(closed_at=None))

    assert await alarms(desk, case) == [("case", case)]
    assert await desk.inside(case) == set()
    assert isinstance(await desk.hub.cases.involve(case, DARIO.user, by="test"), Refused)


# Rights at the doors.


async def test_an_invented_duty_ends_no_consent(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)

    await somebody_writes(desk, row_of(ELIF, duty=Duty.DATA_PROTECTION))

    answer = await desk.hub.consents.invalidate(his.id, by=ELIF.id)
    assert answer == Refused("consent-not-by-you", {"deed": "invalidated"})
    assert await contradicted(desk) == [("professional", ELIF.id)]
    assert not isinstance(await desk.hub.consents.invalidate(his.id, by=PAUL.id), Refused)
    await desk.works_off()
    assert await desk.inside(case) == {JONAS.user}


async def test_a_duty_that_was_given_and_taken_back_by_the_hub_is_told(desk: Desk) -> None:
    _, (his,) = await desk.seats(BO)
    await desk.hub.cases.entrust(ELIF.user, Duty.DATA_PROTECTION, by="test")
    await desk.hub.cases.entrust(ELIF.user, Duty.NONE, by="test")

    assert await contradicted(desk) == []
    assert isinstance(await desk.hub.consents.invalidate(his.id, by=ELIF.id), Refused)
    await somebody_writes(desk, row_of(ELIF, duty=Duty.DATA_PROTECTION))
    assert isinstance(await desk.hub.consents.invalidate(his.id, by=ELIF.id), Refused)


async def test_who_was_slipped_in_takes_no_paper_down(desk: Desk) -> None:
    case = await desk.opens_case(BO, ELIF)
    await has_key(desk, AMIRA, ELIF, DARIO)
    await somebody_writes(desk, slipped_in(desk, case, DARIO))

    taken = await desk.hub.consents.record(case, PAPER, by=DARIO.id, sign=signing(key_of(DARIO)))

    assert taken == Refused("consent-not-by-you", {"deed": "recorded"})
    hers = await taken_down(desk, case)
    confirmed = await desk.hub.consents.confirm(
        hers.id, by=DARIO.id, sign=signing(key_of(DARIO)), evidence=PAPER.evidence
    )
    assert confirmed == Refused("consent-not-by-you", {"deed": "confirmed"})


async def test_whose_row_was_changed_is_neither_involved_nor_given_a_key_nor_called_to_lead(
    desk: Desk,
) -> None:
    case = await desk.opens_case(BO)
    await somebody_writes(desk, row_of(DARIO, agency_id=BO.agency))

    answers = [
        await desk.hub.cases.involve(case, DARIO.user, by="test"),
        await desk.hub.parties.pin_professional(DARIO.user, "any", by="test"),
        await desk.hub.cases.entrust(DARIO.user, Duty.DATA_PROTECTION, by="test"),
    ]

    assert answers == [Refused("unknown-professional", {"user": DARIO.user})] * 3
    again = await desk.hub.cases.add_professional(DARIO, by="test")
    assert again == Refused("professional-exists", {"user": DARIO.user})


async def test_a_provider_that_calls_itself_a_youth_office_is_warned_of_nothing(desk: Desk) -> None:
    case = await begins(desk)
    await somebody_writes(
        desk, update(AGENCIES).where(AGENCIES.c.id == NEUSTART.id).values(kind=AgencyKind.YOUTH_OFFICE)
    )

    answer = await desk.hub.disclosures.warn(
        case, wanted(DARIO, KKG4_3, told=TOLD), by=CHLOE.id, sign=signing(key_of(CHLOE))
    )

    assert answer == Refused("agency-of-unknown-kind", {"agency": NEUSTART.id})
    assert await contradicted(desk) == [("agency", NEUSTART.id)]
    assert {a.kind for a in await desk.hub.cases.agencies() if a.id == NEUSTART.id} == {AgencyKind.UNKNOWN}


async def test_a_kind_that_the_hub_was_told_later_is_told(desk: Desk) -> None:
    await desk.hub.cases.classify(NEUSTART.id, AgencyKind.HEALTH, by="test")

    assert await contradicted(desk) == []
    assert [a.kind for a in await desk.hub.cases.agencies() if a.id == NEUSTART.id] == [AgencyKind.HEALTH]


async def test_dario_reads_no_warning_in_another_ones_function(desk: Desk) -> None:
    case = await begins(desk)
    warning = await warns(desk, case)
    await somebody_writes(desk, row_of(DARIO, agency_id=RUTH.agency, function=BO.function))

    assert await desk.hub.disclosures.read_by(case, DARIO.id) == []
    answer = await makes(desk, case, DARIO, wanted(BO, KKG4_3))
    assert reason(answer) == "professional-contradicted"
    reviewed = await desk.hub.disclosures.feedback(
        warning.id, ANSWER, by=DARIO.id, sign=signing(key_of(DARIO))
    )
    assert reason(reviewed) == "professional-contradicted"


# What clients hold in their hands.


async def test_of_a_case_of_which_nobody_is_left_no_receipt_is_made_and_the_export_still_is(
    desk: Desk,
) -> None:
    case, (his,) = await desk.seats(BO)
    assert isinstance(await desk.hub.receipts.of(his.id, by="test"), Receipt)

    await somebody_writes(desk, row_of(AMIRA, function="Leistung"), row_of(BO, function="Leistung"))

    assert await desk.hub.receipts.of(his.id, by="test") == Refused("case-contradicted", {"case": "F-1"})
    seen = await desk.hub.exports.view(case, language="de")
    assert isinstance(seen, View)
    assert [place.person.part.value for place in seen.places if place.may_sit] == ["client"]


async def test_what_nobody_touched_raises_no_alarm(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    await desk.involves(case, DARIO)

    assert await alarms(desk, case) == []
    assert await contradicted(desk) == []
    assert await desk.hub.consents.ask(case, [terms_for(DARIO)], by=AMIRA.id)


async def test_a_part_that_was_taken_out_is_none(desk: Desk) -> None:
    case, _ = await desk.seats(BO)

    await somebody_writes(desk, delete(PARTICIPATIONS).where(PARTICIPATIONS.c.professional_id == BO.id))
    await desk.hub.rooms.reconcile(case)

    assert await desk.inside(case) == {JONAS.user}
