"""Whoever writes the database becomes no lead, makes nobody lead, and takes no hand-over back unseen."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Delete, Insert, Update, delete, insert, update
from structlog.testing import capture_logs

from hub.canonical import signature_of
from hub.cases.directory import PROFESSIONALS
from hub.cases.model import Professional, Role
from hub.cases.store import PARTICIPATIONS
from hub.consent.model import Consent
from hub.errors import Refused
from hub.handover import proof
from hub.handover.model import HandOver
from hub.handover.store import HAND_OVERS
from hub.identifiers import CaseId
from hub.parties.store import SIGNING_KEYS
from tests.desk import Desk
from tests.flows.test_handover import WHY, begins, file_of, offers, takes
from tests.flows.test_people_forged import contradicted, somebody_writes
from tests.people import AMIRA, BO, CHLOE, DARIO, JONAS, KATJA, key_of
from tests.signing import public

Statement = Delete | Insert | Update


def part_row(case: CaseId, who: Professional, **changed: object) -> Update:
    theirs = (PARTICIPATIONS.c.case_id == case) & (PARTICIPATIONS.c.professional_id == who.id)
    return update(PARTICIPATIONS).where(theirs).values(**changed)


async def told_of(desk: Desk) -> list[tuple[str, str]]:
    """What `audit verify` finds of hand-overs."""
    return [(one.about.value, one.id) for one in await desk.hub.hand_overs.contradictions()]


async def handed_over(desk: Desk) -> tuple[CaseId, HandOver]:
    """Amira handed the case to Bo; Chloe works on it, too."""
    case = await begins(desk, BO, CHLOE)
    offered = await offers(desk, case)
    assert isinstance(offered, HandOver)
    assert isinstance(await takes(desk, case, BO), HandOver)
    return case, offered


async def test_a_written_lead_leads_nothing_and_ends_no_consent(desk: Desk) -> None:
    case, (his, _) = await desk.seats(BO, CHLOE)
    row = {"case_id": case, "number": 99, "professional_id": DARIO.id, "role": Role.LEAD}
    await somebody_writes(
        desk,
        part_row(case, AMIRA, ended_at=desk.clock.now()),
        insert(PARTICIPATIONS).values(row | {"since": desk.clock.now()}),
    )

    assert (await file_of(desk, case)).lead is None
    answer = await desk.hub.consents.revoke(his.id, by=DARIO.id)
    assert answer == Refused("consent-not-by-you", {"deed": "revoked"})
    assert set(await contradicted(desk)) == {("part", AMIRA.id), ("part", DARIO.id)}


async def test_a_lead_who_handed_it_over_gets_it_back_by_no_row(desk: Desk) -> None:
    case, _ = await handed_over(desk)
    mine = (PARTICIPATIONS.c.case_id == case) & (PARTICIPATIONS.c.since == desk.clock.now())
    await somebody_writes(
        desk, delete(PARTICIPATIONS).where(mine), update(PARTICIPATIONS).values(ended_at=None)
    )

    file = await file_of(desk, case)

    assert file.lead is None
    assert [part.professional for part in file.participations] == [CHLOE]
    assert set(await contradicted(desk)) == {("part", AMIRA.id), ("part", BO.id)}


def signed_by_dario(_case: CaseId, one: HandOver) -> Statement:
    message = proof.statement(proof.document(one))
    return update(HAND_OVERS).values(accepted_signature=signature_of(message, key_of(DARIO)))


FORGERIES: dict[str, Callable[[CaseId, HandOver], Statement]] = {
    "deleted": lambda _case, _one: delete(HAND_OVERS),
    "said to be open again": lambda _case, _one: update(HAND_OVERS).values(outcome=""),
    "said to be declined": lambda _case, _one: update(HAND_OVERS).values(outcome="declined"),
    "nonsense": lambda _case, _one: update(HAND_OVERS).values(outcome="nonsense", document="nonsense"),
    "moved": lambda _case, one: update(HAND_OVERS).values(decided_at=one.at + timedelta(days=1)),
    "accepted by somebody else": lambda _case, _one: update(HAND_OVERS).values(decided_by=DARIO.id),
    "signed by somebody else": signed_by_dario,
    "an exchanged key": lambda _case, _one: (
        update(SIGNING_KEYS).where(SIGNING_KEYS.c.owner == AMIRA.id).values(public_key=public(KATJA.key))
    ),
}


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=list(FORGERIES))
async def test_a_hand_over_that_was_changed_or_deleted_is_seen_and_takes_the_lead_from_nobody(
    desk: Desk, forge: Callable[[CaseId, HandOver], Statement]
) -> None:
    case, one = await handed_over(desk)

    await somebody_writes(desk, forge(case, one))

    assert await told_of(desk) == [("hand-over", one.id)]
    with capture_logs() as logs:
        await desk.hub.hand_overs.alarm()
    assert [(log["event"], log["id"]) for log in logs] == [("not as the chain tells", one.id)]
    assert (await file_of(desk, case)).lead == BO
    assert await takes(desk, case, BO) == Refused("hand-over-none", {"case": "F-1"})
    await desk.works_off()
    assert desk.speaker.leads == {}


async def test_an_acceptance_written_by_somebody_else_makes_nobody_lead(desk: Desk) -> None:
    case = await begins(desk, BO)
    one = await offers(desk, case)
    assert isinstance(one, HandOver)
    now = desk.clock.now()
    accepted = {"outcome": "accepted", "decided_by": DARIO.id, "decided_at": now}
    row = {"case_id": case, "number": 99, "professional_id": DARIO.id, "role": Role.LEAD, "since": now}
    await somebody_writes(
        desk,
        signed_by_dario(case, one),
        update(HAND_OVERS).values(accepted),
        part_row(case, AMIRA, role=Role.MEMBER),
        insert(PARTICIPATIONS).values(row),
    )

    file = await file_of(desk, case)

    assert file.lead is None
    assert DARIO not in [part.professional for part in file.participations]
    assert await told_of(desk) == [("hand-over", one.id)]


async def test_an_offer_turned_to_somebody_else_is_taken_by_nobody(desk: Desk) -> None:
    case = await begins(desk, BO)
    one = await offers(desk, case)
    assert isinstance(one, HandOver)

    text = proof.document(one).replace(BO.id, DARIO.id)
    await somebody_writes(desk, update(HAND_OVERS).values(document=text))

    assert await takes(desk, case, DARIO) == Refused("hand-over-none", {"case": "F-1"})
    # What is not proven keeps nobody from offering anew.
    assert isinstance(await offers(desk, case), HandOver)
    assert isinstance(await takes(desk, case, BO), HandOver)
    assert (await file_of(desk, case)).lead == BO


async def test_the_days_in_which_the_lead_could_say_no_are_signed(desk: Desk) -> None:
    case = await begins(desk, BO, CHLOE)
    one = await offers(desk, case, BO, CHLOE, reason=WHY)
    assert isinstance(one, HandOver)

    said = proof.document(one)
    shortened = said.replace(
        one.begins.isoformat(timespec="microseconds"), one.at.isoformat("T", "microseconds")
    )
    assert shortened != said
    await somebody_writes(desk, update(HAND_OVERS).values(document=shortened))

    assert await takes(desk, case, CHLOE) == Refused("hand-over-none", {"case": "F-1"})


async def test_a_reason_somebody_spoilt_is_none_and_hides_nothing(desk: Desk) -> None:
    case = await begins(desk, BO, CHLOE)
    await offers(desk, case, BO, CHLOE, reason=WHY)

    await somebody_writes(desk, update(HAND_OVERS).values(reason=b"spoilt"))

    (record,) = await desk.hub.hand_overs.of_case(case)
    assert (record.reason, record.hand_over.proven) == (None, True)


# Who was relieved, and who left.


async def test_a_relief_taken_back_in_the_database_seats_nobody(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    await desk.hub.cases.relieve(case, BO.user, by=AMIRA.id)
    await desk.works_off()

    await somebody_writes(desk, part_row(case, BO, ended_at=None))
    await desk.hub.rooms.reconcile(case)

    assert await desk.inside(case) == {JONAS.user}
    assert await contradicted(desk) == [("part", BO.id)]


async def test_a_leaving_taken_back_in_the_database_gives_nothing_back(desk: Desk) -> None:
    case, (his,) = await desk.seats(BO)
    await desk.hub.cases.leave(BO.user, by="test")
    await desk.works_off()

    await somebody_writes(desk, update(PROFESSIONALS).values(left_at=None))
    again = await desk.hub.cases.involve(case, BO.user, by="test")
    await desk.hub.rooms.reconcile(case)

    assert again == Refused("unknown-professional", {"user": BO.user})
    assert await desk.inside(case) == {JONAS.user}
    assert set(await contradicted(desk)) == {("part", BO.id), ("professional", BO.id)}
    assert isinstance(await desk.hub.consents.withdraw(his.id, by="client"), Consent)


async def test_a_leaving_made_up_in_the_database_is_seen(desk: Desk) -> None:
    case, _ = await desk.seats(BO)

    await somebody_writes(desk, update(PROFESSIONALS).values(left_at=desk.clock.now()))

    assert (await file_of(desk, case)).participations == ()
    assert ("professional", BO.id) in await contradicted(desk)
