"""Before a case is erased every agency has its part in its own file: signed, checkable, and nobody else's."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import delete, update
from structlog.testing import capture_logs

import hub.closing
from hub.canonical import canonical_json
from hub.cases.model import Case
from hub.closing.form import EXTRACT
from hub.closing.model import Signed
from hub.closing.sheet import sheet
from hub.closing.store import CLOSINGS
from hub.disclosure.model import Disclosure
from hub.errors import NotReady, Refused
from hub.identifiers import CaseId
from hub.paper.pdf import printed
from hub.receipts import proof
from hub.receipts.model import Verdict
from hub.vault import Vault
from tests.desk import Desk
from tests.filing import NOTE, closes, extract_for, has_key, is_filed, notes, takes, waives
from tests.flows.test_disclosure import begins, reviews, warns
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, JONAS, SELMA, key_of
from tests.signing import signing

SCHEMA = json.loads(Path(hub.closing.__file__).with_name("extract.schema.json").read_text("utf-8"))


async def is_closed(desk: Desk) -> CaseId:
    """A case that Amira closed with a note, in which Bo sat and Dario and Elif only worked on it."""
    case, _ = await desk.seats(AMIRA, BO)
    await desk.involves(case, DARIO)
    await desk.involves(case, ELIF)
    assert isinstance(await closes(desk.hub, case, AMIRA), Case)
    await desk.works_off()
    return case


async def erases(desk: Desk, case: CaseId) -> Case | Refused:
    return await desk.hub.erasure.erase(case, by="test")


# The note.


async def test_a_note_is_signed_by_the_lead_and_closes_the_case_in_the_same_breath(desk: Desk) -> None:
    case = await is_closed(desk)

    noted = await desk.hub.closings.noted(case)

    assert noted is not None
    assert noted.by == AMIRA.id
    assert await desk.inside(case) == set()
    entries = [(e.act.deed, e.act.actor) for e in await desk.entries()]
    place = entries.index(("closing.noted", AMIRA.id))
    assert entries[place + 1] == ("case.closed", AMIRA.id)


async def test_whoever_does_not_lead_or_signs_with_another_key_closes_nothing(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    await has_key(desk.hub, AMIRA)

    by_bo = await closes(desk.hub, case, BO)
    forged = await desk.hub.closings.close(case, NOTE, by=AMIRA.id, sign=signing(key_of(BO)))

    assert by_bo == Refused("closing-not-by-you", {"case": "F-1"})
    assert forged == Refused("signature-not-theirs")
    assert BO.user in await desk.inside(case)
    assert await desk.hub.closings.noted(case) is None


async def test_a_hub_without_its_key_still_closes_and_the_note_is_written_later(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    await has_key(desk.hub, AMIRA)
    shut = replace(desk.hub.closings, vault=Vault(NotReady("vault-key-missing", file="")))
    early = await notes(desk.hub, case, AMIRA)

    with pytest.raises(NotReady):
        await shut.close(case, NOTE, by=AMIRA.id, sign=signing(key_of(AMIRA)))
    await desk.hub.cases.close(case, by="test")
    await desk.works_off()
    without = await desk.hub.closings.extract(case, by=BO.id, language="de")
    later = await notes(desk.hub, case, AMIRA)

    assert early == Refused("case-still-open", {"case": "F-1"})
    assert await desk.inside(case) == set()
    assert without == Refused("closing-note-missing", {"case": "F-1"})
    assert isinstance(later, Signed)
    assert await notes(desk.hub, case, AMIRA) == Refused("closing-noted-already", {"case": "F-1"})
    assert await closes(desk.hub, case, AMIRA) == Refused("case-closed", {"case": "F-1"})


# What an extract says.


async def test_an_extract_keeps_to_its_schema_and_holds_against_the_published_key_alone(desk: Desk) -> None:
    case = await is_closed(desk)

    for person in (AMIRA, BO, DARIO):
        content = (await extract_for(desk.hub, case, person)).content
        read = proof.read(proof.written(content).encode(), EXTRACT)

        Draft202012Validator.check_schema(SCHEMA)
        Draft202012Validator(SCHEMA).validate(read)
        assert proof.verdict(read, desk.hub.signet.public, EXTRACT) is Verdict.HOLDS
        # A receipt is something else, although the same hub signed it.
        assert proof.verdict(read, desk.hub.signet.public) is Verdict.CHANGED


async def test_who_sat_there_gets_what_was_theirs_and_who_did_not_gets_nothing(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    await desk.involves(case, DARIO)
    await desk.involves(case, ELIF)
    await desk.calls_conference(case, in_days=1)
    desk.clock.push(days=2)
    await closes(desk.hub, case, AMIRA)

    his, dario, elif_ = [(await extract_for(desk.hub, case, p)).content for p in (BO, DARIO, ELIF)]

    assert his["closing_note"]["responsible"] == NOTE.responsible
    assert [len(his[part]) for part in ("consents", "conferences")] == [1, 1]
    for content in (dario, elif_):
        assert (content["consents"], content["conferences"], content["closing_note"]) == ([], [], None)
        words = canonical_json(content).decode()
        assert [w for w in (BO.name, AMIRA.name, *NOTE.remains, JONAS.name, JONAS.user) if w in words] == []


async def test_who_lost_the_consent_after_the_end_gets_no_note_any_more(desk: Desk) -> None:
    case, (_, his) = await desk.seats(AMIRA, BO)
    await closes(desk.hub, case, AMIRA)
    before = (await extract_for(desk.hub, case, BO)).content

    await desk.withdraws(his)
    after = (await extract_for(desk.hub, case, BO)).content

    assert before["closing_note"] is not None
    assert after["closing_note"] is None
    # That they once consented stays: what he did rested on it.
    assert [one["record"]["stand"] for one in after["consents"]] == ["withdrawn"]


async def test_nobody_gets_an_extract_of_what_goes_on_or_is_not_theirs(desk: Desk) -> None:
    still_open, _ = await desk.seats(AMIRA, BO, client=SELMA)
    case = await is_closed(desk)

    answers = [
        await desk.hub.closings.extract(still_open, by=BO.id, language="de"),
        await desk.hub.closings.extract(case, by=CHLOE.id, language="de"),
    ]

    assert answers == [
        Refused("case-still-open", {"case": "F-1"}),
        Refused("extract-not-for-you", {"case": "F-2"}),
    ]


async def test_an_extract_is_printed_for_the_file(desk: Desk) -> None:
    case = await is_closed(desk)
    content = (await extract_for(desk.hub, case, BO)).content

    pdf = printed(sheet(content, "de"))

    assert isinstance(pdf, bytes)
    assert pdf.startswith(b"%PDF")
    assert pdf == printed(sheet(content, "de"))


# Taking over.


async def test_who_takes_over_signs_for_these_very_bytes(desk: Desk) -> None:
    case = await is_closed(desk)
    extract = await extract_for(desk.hub, case, BO)

    taken = await takes(desk.hub, case, BO, extract)

    assert isinstance(taken, Signed)
    deeds = [(e.act.deed, e.act.actor) for e in await desk.entries()]
    assert deeds[-1] == ("closing.taken", BO.id)
    assert await takes(desk.hub, case, BO, extract) == Refused("extract-taken-already")


async def test_what_was_altered_or_is_somebody_elses_is_taken_over_by_nobody(desk: Desk) -> None:
    other, _ = await desk.seats(AMIRA, BO, client=SELMA)
    case = await is_closed(desk)
    extract = await extract_for(desk.hub, case, BO)
    altered = replace(extract, content={**extract.content, "language": "en"})
    nothing = replace(extract, content={})
    await has_key(desk.hub, BO)

    answers = [
        await takes(desk.hub, case, BO, altered),
        await takes(desk.hub, case, BO, nothing),
        await desk.hub.closings.take(case, None, by=BO.id, sign=signing(key_of(BO))),
        # The right file, for another one; a stranger; the wrong case; the wrong key.
        await takes(desk.hub, case, DARIO, extract),
        await takes(desk.hub, case, CHLOE, extract),
        await takes(desk.hub, other, BO, extract),
        await desk.hub.closings.take(case, extract.content, by=BO.id, sign=signing(key_of(DARIO))),
    ]

    reasons = ["extract-changed"] * 2 + ["extract-not-a-receipt"]
    reasons += ["extract-not-yours"] * 3 + ["signature-not-theirs"]
    assert [no.reason for no in answers if isinstance(no, Refused)] == reasons
    assert all(share.taken_at is None for share in await desk.hub.closings.shares(case))


async def test_an_extract_of_another_hub_is_not_taken_over(desk: Desk) -> None:
    case = await is_closed(desk)
    extract = await extract_for(desk.hub, case, BO)
    theirs = replace(desk.hub.closings, signet=replace(desk.hub.signet, vault=Vault(bytes(32))))

    answer = await theirs.take(case, extract.content, by=BO.id, sign=signing(key_of(BO)))

    assert answer == Refused("extract-another-hub")


async def test_a_take_over_that_somebody_wrote_into_the_database_files_nothing(desk: Desk) -> None:
    case = await is_closed(desk)
    await takes(desk.hub, case, BO, await extract_for(desk.hub, case, BO))
    async with desk.hub.database.writing() as connection:
        await connection.execute(update(CLOSINGS).values(signature="forged"))

    with capture_logs() as logs:
        shares = await desk.hub.closings.shares(case)

    assert [share.is_filed for share in shares] == [False] * 4
    assert {log["event"] for log in logs} == {"closing not proven"}
    assert await desk.hub.closings.noted(case) is None


# And then it can be erased.


async def test_a_case_is_erased_when_all_agencies_have_theirs_or_keep_none(desk: Desk) -> None:
    case = await is_closed(desk)
    for person in (AMIRA, BO, ELIF):
        await takes(desk.hub, case, person, await extract_for(desk.hub, case, person))

    missing = await erases(desk, case)
    by_bo = await waives(desk.hub, case, DARIO.agency, BO)
    waived = await waives(desk.hub, case, DARIO.agency, AMIRA)
    erased = await erases(desk, case)

    assert missing == Refused("case-not-filed", {"case": "F-1", "agencies": "neustart-ev"})
    assert by_bo == Refused("closing-not-by-you", {"case": "F-1"})
    assert isinstance(waived, Signed)
    assert isinstance(erased, Case)


async def late_warning(desk: Desk) -> tuple[CaseId, Disclosure]:
    """Everybody has filed the case; then Chloe warns the youth office, and somebody reviews it."""
    case = await begins(desk)
    await desk.hub.cases.close(case, by="test")
    await desk.works_off()
    await is_filed(desk.hub, case)
    desk.clock.push(minutes=1)
    warning = await warns(desk, case)
    await reviews(desk, warning)
    return case, warning


async def test_a_colleague_who_was_relieved_before_the_end_takes_over_what_was_theirs(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    relieved = await desk.hub.cases.relieve(case, BO.user, by="test")
    assert not isinstance(relieved, Refused)
    assert isinstance(await closes(desk.hub, case, AMIRA), Case)
    await desk.works_off()
    await takes(desk.hub, case, AMIRA, await extract_for(desk.hub, case, AMIRA))

    missing = await erases(desk, case)
    await takes(desk.hub, case, BO, await extract_for(desk.hub, case, BO))

    assert isinstance(missing, Refused)
    assert missing.reason == "case-not-filed"
    assert isinstance(await erases(desk, case), Case)


async def test_what_came_in_after_the_take_over_keeps_the_case_and_nobody_learns_what(desk: Desk) -> None:
    case, _ = await late_warning(desk)

    kept = await erases(desk, case)
    desk.clock.push(minutes=1)
    await is_filed(desk.hub, case)

    assert kept == Refused("case-kept", {"case": "F-1"})
    assert isinstance(await erases(desk, case), Case)


async def test_a_take_over_that_was_taken_away_is_missing(desk: Desk) -> None:
    case = await is_closed(desk)
    await is_filed(desk.hub, case)
    async with desk.hub.database.writing() as connection:
        await connection.execute(delete(CLOSINGS))

    no = await erases(desk, case)

    assert isinstance(no, Refused)
    assert no.reason == "case-not-filed"
