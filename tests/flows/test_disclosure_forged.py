"""Who writes straight into the database reads no warning by it, and keeps none from being reviewed."""

import json

import pytest
from sqlalchemy import delete, insert, select, update
from structlog.testing import capture_logs

from hub.cases.model import Professional
from hub.disclosure.model import Disclosure, Review
from hub.disclosure.store import ANSWERS, DISCLOSURES
from hub.errors import Refused
from tests.desk import Desk
from tests.flows.test_disclosure import answers, begins, read_by, reviews, warns
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, PAUL, RUTH


async def readdresses(desk: Desk, field: str, value: object) -> None:
    async with desk.hub.database.writing() as connection:
        document = json.loads((await connection.execute(select(DISCLOSURES.c.document))).scalar_one())
        document[field] = value
        await connection.execute(update(DISCLOSURES).values(document=json.dumps(document)))


async def slips_in(desk: Desk, about: Disclosure, deed: str = "reviewed") -> None:
    forged = {"disclosure_id": about.id, "deed": deed, "document": "x", "contents": b"x", "signature": "x"}
    async with desk.hub.database.writing() as connection:
        await connection.execute(insert(ANSWERS).values(forged))


@pytest.mark.parametrize("reader", [DARIO, ELIF], ids=lambda person: person.name)
async def test_whoever_writes_themselves_into_a_warning_does_not_read_it(
    desk: Desk, reader: Professional
) -> None:
    case = await begins(desk)
    await warns(desk, case)

    await readdresses(desk, "sender", reader.id)
    as_sender = await read_by(desk, case, reader, BO, CHLOE, PAUL)
    recipient = {"agency": reader.agency, "unit": "", "function": reader.function, "person": None}
    await readdresses(desk, "recipient", recipient)
    with capture_logs() as logs:
        as_recipient = await read_by(desk, case, reader, BO, CHLOE, PAUL)

    assert as_sender == as_recipient == [[], [], [], []]
    assert "disclosure not proven" in {log["event"] for log in logs if log["log_level"] == "error"}
    assert len(await desk.hub.disclosures.doubtful()) == 1


async def test_a_warning_taken_away_is_told_by_the_chain(desk: Desk) -> None:
    case = await begins(desk)
    warning = await warns(desk, case)
    async with desk.hub.database.writing() as connection:
        await connection.execute(delete(DISCLOSURES))

    with capture_logs() as logs:
        await desk.hub.disclosures.alarm()
        desk.clock.push(hours=72)
        await desk.works_off()

    assert [one.id for one in await desk.hub.disclosures.doubtful()] == [warning.id]
    told = [(log["event"], log["disclosure"]) for log in logs if log["log_level"] == "error"]
    assert told == [("disclosure not proven", warning.id), ("warning-unreviewed", warning.id)]
    assert "disclosure.overdue" in await desk.deeds()


async def test_a_review_that_nobody_made_silences_no_alarm_and_hinders_no_true_one(desk: Desk) -> None:
    case = await begins(desk)
    warning = await warns(desk, case)
    await slips_in(desk, warning)

    desk.clock.push(hours=72)
    with capture_logs() as logs:
        await desk.works_off()
    doubted = await desk.hub.disclosures.doubtful()
    true = await reviews(desk, warning, PAUL, Review(False, "zu spät"))

    assert "warning-unreviewed" in {log["event"] for log in logs}
    assert "disclosure.overdue" in await desk.deeds()
    assert (doubted, true) == ([warning], warning)
    (record,) = await desk.hub.disclosures.records(case)
    assert record.review is not None
    assert (record.review.by, record.review.proven) == (PAUL.id, True)
    assert await desk.hub.disclosures.doubtful() == []
    assert await reviews(desk, warning, RUTH) == Refused("reviewed-already")


async def test_an_answer_that_nobody_gave_hinders_no_true_one(desk: Desk) -> None:
    case = await begins(desk)
    warning = await warns(desk, case)
    await slips_in(desk, warning, "answered")

    assert await answers(desk, warning) == warning
    assert await answers(desk, warning) == Refused("answered-already")


async def test_a_review_that_was_taken_away_is_doubtful_and_can_be_made_again(desk: Desk) -> None:
    case = await begins(desk)
    warning = await warns(desk, case)
    await reviews(desk, warning)
    async with desk.hub.database.writing() as connection:
        await connection.execute(delete(ANSWERS))

    assert await desk.hub.disclosures.doubtful() == [warning]
    assert await reviews(desk, warning, RUTH) == warning


async def test_what_stands_as_it_was_made_is_not_doubtful(desk: Desk) -> None:
    case = await begins(desk)
    warning = await warns(desk, case)
    await reviews(desk, warning)
    await answers(desk, warning)

    assert await desk.hub.disclosures.doubtful() == []
    assert await read_by(desk, case, AMIRA) == [[]]
    assert [one.disclosure for one in (await read_by(desk, case, BO))[0]] == [warning]
