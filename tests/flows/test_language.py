"""The language of a case's client: said by them or their lead, known by who may hear, kept sealed."""

from sqlalchemy import select, update

from hub.cases.store import CASES
from hub.catalogue import CLIENT_LANGUAGES
from hub.conference.model import Conference
from hub.conference.precheck import Finding, Lack
from hub.errors import Refused
from hub.export.model import View
from hub.identifiers import CaseId
from tests.desk import Desk
from tests.people import AMIRA, BO, DARIO, ELIF, JONAS

NOT_FOR_YOU = Refused("language-not-for-you")


async def noted(desk: Desk, case: CaseId, language: str = "ar") -> None:
    assert await desk.hub.languages.note(case, language, who=JONAS.user, by="terminal") == language


async def sealed(desk: Desk, case: CaseId) -> bytes:
    async with desk.hub.database.reading() as connection:
        query = select(CASES.c.client_language).where(CASES.c.id == case)
        return bytes((await connection.execute(query)).scalar_one())


async def test_client_and_lead_say_it_and_who_may_hear_knows_it(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)

    before = await desk.hub.languages.seen_by(case, BO.user)
    await noted(desk, case, "uk")
    by_lead = await desk.hub.languages.note(case, "ar", who=AMIRA.user, by="terminal")

    assert (before, by_lead) == ("de", "ar")
    for person in (AMIRA.user, BO.user, JONAS.user):
        assert await desk.hub.languages.seen_by(case, person) == "ar"
    assert await desk.hub.languages.of(case) == "ar"


async def test_whom_it_does_not_concern_neither_reads_nor_says_it(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    await desk.involves(case, ELIF)
    await noted(desk, case)

    for person in (ELIF, DARIO):
        assert await desk.hub.languages.seen_by(case, person.user) == NOT_FOR_YOU
        assert await desk.hub.languages.note(case, "tr", who=person.user, by="terminal") == NOT_FOR_YOU
    by_bo = await desk.hub.languages.note(case, "tr", who=BO.user, by="terminal")
    assert by_bo == Refused("language-by-lead-or-client")
    assert await desk.hub.languages.of(case) == "ar"


async def test_after_the_consent_ended_it_is_known_no_longer(desk: Desk) -> None:
    case, (hers, his) = await desk.seats(AMIRA, BO)
    await noted(desk, case)

    await desk.withdraws(his)
    await desk.withdraws(hers)

    for person in (AMIRA, BO):
        assert await desk.hub.languages.seen_by(case, person.user) == NOT_FOR_YOU
        assert await desk.hub.languages.note(case, "tr", who=person.user, by="terminal") == NOT_FOR_YOU


async def test_in_a_closed_case_nothing_is_said_any_more(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    await desk.hub.cases.close(case, by="test")

    refused = await desk.hub.languages.note(case, "tr", who=JONAS.user, by="terminal")

    assert refused == Refused("case-closed", {"case": "F-1"})
    assert await desk.hub.languages.seen_by(case, BO.user) == NOT_FOR_YOU


async def test_a_language_nobody_writes_in_is_refused_and_changes_nothing(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA)
    await noted(desk, case)

    refused = await desk.hub.languages.note(case, "fa", who=JONAS.user, by="terminal")

    assert isinstance(refused, Refused)
    assert refused.reason == "unknown-client-language"
    assert await desk.hub.languages.of(case) == "ar"


async def test_database_and_chain_tell_nobody_which_it_is(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA)

    kept = []
    for language in CLIENT_LANGUAGES:
        await noted(desk, case, language)
        kept.append(await sealed(desk, case))

    assert len({len(one) for one in kept}) == 1
    assert all(language.encode() + b" " not in one for one in kept for language in CLIENT_LANGUAGES)
    acts = [entry.act for entry in await desk.entries() if entry.act.deed == "language.noted"]
    assert len(acts) == len(CLIENT_LANGUAGES)
    assert {(act.actor, act.target, act.basis) for act in acts} == {("terminal", "client", "")}


async def test_what_somebody_spoilt_keeps_no_voice_silent(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA)
    await noted(desk, case)

    async with desk.hub.database.writing() as connection:
        await connection.execute(update(CASES).values(client_language=b"spoilt"))

    assert await desk.hub.languages.of(case) == ""


async def test_the_client_takes_it_with_them_and_reads_it_in_their_own_view(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA)
    await noted(desk, case)

    seen = await desk.hub.exports.view(case, language="de")

    assert isinstance(seen, View)
    assert seen.reads == "ar"


async def test_who_prepares_a_conference_is_not_asked_for_it_again(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    one = await desk.calls_conference(case, in_days=14)
    await noted(desk, case, "tr")

    prepared = await desk.hub.preparation.prepare(one.id, who=AMIRA.user, invited_in="de")
    found = await desk.hub.preparation.check(one.id, who=AMIRA.user)
    await noted(desk, case, "de")
    then = await desk.hub.preparation.check(one.id, who=AMIRA.user)

    assert isinstance(prepared, Conference)
    assert found == (
        Finding(Lack.SIDE, "provider"),
        Finding(Lack.LANGUAGE, "tr"),
        Finding(Lack.INTERPRETER),
    )
    # It is read there each time and kept here alone.
    assert then == (Finding(Lack.SIDE, "provider"),)
