"""What Lena's parents take away: what they allow, what rests on it, and nothing by which they notice more."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import update

from hub.calendar import of_age_at
from hub.consent.model import ORGANISATION, Answer, Assessment, Consent
from hub.consent.store import CONSENTS
from hub.disclosure.model import ToldBefore
from hub.disclosure.service import Made
from hub.errors import Refused
from hub.identifiers import CLIENT, CaseId, PartyId
from hub.law.model import NormId, Note
from hub.parties.model import Custody
from hub.parties.service import Wanted
from hub.receipts.store import RECEIPTS
from tests.desk import Desk
from tests.flows.test_disclosure import makes, warns
from tests.flows.test_export import SCHEMA, Page, taken, unpacked
from tests.flows.test_guardians import PROOF, Family, counselled, family, passes_to, wanted
from tests.people import (
    AMIRA,
    BO,
    CHLOE,
    DARIO,
    ELIF,
    JONAS,
    KATJA,
    LENA,
    OLAF,
    RUTH,
    SELMA,
    key_of,
    terms_for,
)
from tests.rules import passing
from tests.signing import public, signing

# Lena can decide it herself, as Amira sees it.
CAPABLE = Assessment(by=AMIRA.id, is_capable=True, note="Sie weiß genau, worum es geht.")
UNTOLD = ToldBefore(False, "Das würde das Kind gefährden.")


async def agreed(desk: Desk) -> tuple[Family, Consent]:
    """Both parents have agreed that Bo may read."""
    brandts = await family(desk)
    await desk.hub.parties.pin_professional(CHLOE.user, public(key_of(CHLOE)), by="test")
    asked = await brandts.asks(wanted(desk))
    await brandts.gives(asked, KATJA, brandts.mother)
    given = await brandts.gives(asked, OLAF, brandts.father)
    assert not isinstance(given, Refused)
    await desk.works_off()
    await desk.everybody_comes(brandts.case)
    return brandts, given


async def decides_alone(desk: Desk, brandts: Family, **themes: Answer) -> Consent:
    """Lena lets Chloe hear something, and nobody else decides about it."""
    await desk.hub.parties.pin(brandts.case, CLIENT, public(LENA.key), by=CLIENT)
    hers = replace(terms_for(CHLOE, now=desk.clock.now(), themes=themes), assessment=CAPABLE)
    given = await brandts.gives(await brandts.asks(hers), LENA, CLIENT)
    assert not isinstance(given, Refused)
    await desk.works_off()
    await desk.everybody_comes(brandts.case)
    return given


async def said_to(desk: Desk, case: CaseId, reader: PartyId) -> Mapping[str, Any]:
    said: dict[str, Any] = json.loads((await unpacked(desk, case, reader=reader))["export.json"])
    return said


# What is in it.


async def test_a_mother_sees_what_she_allowed_and_who_may_read_by_it(desk: Desk) -> None:
    brandts, consent = await agreed(desk)

    said = await said_to(desk, brandts.case, brandts.mother)

    Draft202012Validator(SCHEMA).validate(said)
    assert [one["consent"] for one in said["consents"]] == [consent.id]
    assert {(p["person"]["name"], p["may_sit"], p["consent"]) for p in said["places"]} == {
        (BO.name, True, consent.id)
    }
    assert [p["room"]["theme"] for p in said["places"]] == [ORGANISATION, "housing"]
    assert [one["guardian"] for one in said["guardianships"]] == [
        {"subject_id": said["reader"]["subject_id"]}
    ]


async def test_a_receipt_of_what_she_allowed_is_hers_and_names_nobody_she_does_not_know(desk: Desk) -> None:
    brandts, consent = await agreed(desk)
    lenas = await counselled(desk, brandts)
    for one in (consent, lenas):
        assert not isinstance(await desk.hub.receipts.of(one.id, by="test"), Refused)

    files = await unpacked(desk, brandts.case, reader=brandts.mother)

    (name,) = [name for name in files if name.startswith("receipts/")]
    assert json.loads(files[name])["record"]["record_id"] == consent.id
    assert all(foreign not in "".join(files.values()) for foreign in ("Chloe", "Brücke", lenas.id))


async def test_what_was_passed_on_on_her_consent_is_there(desk: Desk) -> None:
    brandts, consent = await agreed(desk)
    made = await makes(desk, brandts.case, AMIRA, passing.wanted(BO, consent.id, "housing"))
    assert isinstance(made, Made), made

    said = await said_to(desk, brandts.case, brandts.father)

    assert [(one["disclosure"], one["basis"]) for one in said["disclosures"]] == [
        (made.disclosure.id, {"consent": consent.id})
    ]


async def test_after_the_withdrawal_she_sees_that_nobody_may_read_any_more(desk: Desk) -> None:
    brandts, consent = await agreed(desk)
    desk.clock.push(hours=1)
    await desk.withdraws(consent)

    said = await said_to(desk, brandts.case, brandts.mother)

    now = desk.clock.now().isoformat(timespec="microseconds")
    assert {(place["may_sit"], place["until"]) for place in said["places"]} == {(False, now)}
    assert [one["record"]["stand"] for one in said["consents"]] == ["withdrawn"]


async def test_lena_sees_everything_and_who_is_said_to_speak_for_her_by_name(desk: Desk) -> None:
    brandts, consent = await agreed(desk)
    secret = await counselled(desk, brandts)

    files = await unpacked(desk, brandts.case)

    said = json.loads(files["export.json"])
    Draft202012Validator(SCHEMA).validate(said)
    assert {one["consent"] for one in said["consents"]} == {consent.id, secret.id}
    assert {one["guardian"]["name"] for one in said["guardianships"]} == {KATJA.name, OLAF.name}
    assert all(one["notice_text"] for one in said["consents"])
    assert LENA.name not in "".join(files.values())
    assert KATJA.name in files["export.html"]


@pytest.mark.parametrize("language", ["de", "en"])
async def test_the_page_of_a_guardian_can_be_read_by_everybody(desk: Desk, language: str) -> None:
    brandts, consent = await agreed(desk)
    await makes(desk, brandts.case, AMIRA, passing.wanted(BO, consent.id, "housing"))

    source = (await unpacked(desk, brandts.case, language=language, reader=brandts.mother))["export.html"]

    page = Page(source)
    assert len(page.all("caption")) == len(page.all("table")) == 3
    assert [key for key in ("export-", "receipt-heading", "theme-") if key in source] == []
    assert all(name not in source for name in (LENA.name, KATJA.name, OLAF.name))


# What is not in it, nor to be noticed.


@pytest.mark.parametrize("language", ["de", "en"])
async def test_counselling_changes_not_one_byte_of_what_a_parent_takes_away(
    desk: Desk, language: str
) -> None:
    brandts, _ = await agreed(desk)
    before = await taken(desk, brandts.case, reader=brandts.mother, language=language)

    secret = await counselled(desk, brandts)
    await desk.hub.receipts.of(secret.id, by="test")
    told = passing.wanted(
        passing.in_person(CHLOE), secret.id, "housing", confirmed=[Note.RECIPIENT_INSTRUCTED]
    )
    # What she says there goes nowhere else; should it ever, her parents would not see it.
    assert await makes(desk, brandts.case, AMIRA, told) == Refused("consent-for-counselling")

    assert await taken(desk, brandts.case, reader=brandts.mother, language=language) == before


async def test_what_lena_decides_alone_changes_not_one_byte_though_a_room_is_made_for_it(desk: Desk) -> None:
    brandts, _ = await agreed(desk)
    before = await taken(desk, brandts.case, reader=brandts.father)

    await decides_alone(desk, brandts, **{ORGANISATION: Answer.YES, "health": Answer.YES})

    assert await desk.find_room(brandts.case, "health")
    assert await taken(desk, brandts.case, reader=brandts.father) == before


async def test_who_sits_without_a_right_and_a_warning_are_nothing_a_parent_could_notice(desk: Desk) -> None:
    brandts, _ = await agreed(desk)
    before = await taken(desk, brandts.case, reader=brandts.mother)

    await warns(desk, brandts.case, UNTOLD)
    await warns(desk, brandts.case)
    desk.homeserver.lets_in(await desk.room(brandts.case), DARIO.user)
    await desk.hub.rooms.reconcile(brandts.case)
    await desk.calls_conference(brandts.case)

    assert await taken(desk, brandts.case, reader=brandts.mother) == before


async def test_whom_chloe_asks_for_advice_does_not_tell_a_parent_that_lena_speaks_with_her(
    desk: Desk,
) -> None:
    brandts, _ = await agreed(desk)
    before = await taken(desk, brandts.case, reader=brandts.mother)

    asked = passing.wanted(
        passing.in_person(RUTH), NormId("KKG4_2", 1), "family", confirmed=[Note.PSEUDONYMISED]
    )
    made = await makes(desk, brandts.case, CHLOE, asked)
    assert isinstance(made, Made), made

    assert await taken(desk, brandts.case, reader=brandts.mother) == before


async def test_elif_dario_and_whoever_works_there_unknown_to_her_are_not_in_a_mothers_archive(
    desk: Desk,
) -> None:
    brandts, _ = await agreed(desk)
    await desk.involves(brandts.case, ELIF)

    said = "".join((await unpacked(desk, brandts.case, reader=brandts.mother)).values())

    for name in (ELIF.name, DARIO.name, CHLOE.name, "Brücke", OLAF.name, LENA.name, LENA.user, BO.user):
        assert name not in said


async def test_not_even_what_somebody_spoilt_of_it_can_be_noticed(desk: Desk) -> None:
    brandts, _ = await agreed(desk)
    before = await taken(desk, brandts.case, reader=brandts.mother)
    secret = await counselled(desk, brandts)
    assert not isinstance(await desk.hub.receipts.of(secret.id, by="test"), Refused)

    for table, key in ((RECEIPTS, RECEIPTS.c.consent_id), (CONSENTS, CONSENTS.c.id)):
        spoilt = {"content" if table is RECEIPTS else "contents": b"spoilt"}
        async with desk.hub.database.writing() as connection:
            await connection.execute(update(table).where(key == secret.id).values(**spoilt))

        assert await taken(desk, brandts.case, reader=brandts.mother) == before
    async with desk.hub.database.writing() as connection:
        hers = update(CONSENTS).where(CONSENTS.c.id == secret.id)
        await connection.execute(hers.values(document="spoilt"))

    assert await taken(desk, brandts.case, reader=brandts.mother) == before


# Who gets nothing.


async def test_parents_of_somebody_of_age_get_nothing_and_nothing_is_noted(desk: Desk) -> None:
    brandts, _ = await agreed(desk)
    passes_to(desk, of_age_at(LENA.born))
    before = await desk.deeds()

    for parent in (brandts.mother, brandts.father):
        refused = await desk.hub.exports.archive(brandts.case, language="de", by="test", reader=parent)

        assert refused == Refused("nothing-of-theirs", {"case": "F-1"})
    assert await desk.deeds() == before


async def test_who_lost_custody_gets_nothing_and_the_other_one_still_does(desk: Desk) -> None:
    brandts, _ = await agreed(desk)
    (his,) = [g for g in await desk.hub.parties.guardianships(brandts.case) if g.guardian == brandts.father]

    await desk.hub.parties.end_guardianship(his.id, by="test")

    seen = await desk.hub.exports.view(brandts.case, language="de", reader=brandts.father)
    assert seen == Refused("nothing-of-theirs", {"case": "F-1"})
    assert (await said_to(desk, brandts.case, brandts.mother))["guardianships"]


async def test_who_is_no_party_of_this_case_is_unknown_wherever_else_they_are_known(desk: Desk) -> None:
    brandts, _ = await agreed(desk)
    other = await desk.opens_case(client=JONAS)

    for case, reader in ((other, brandts.mother), (brandts.case, PartyId("party:nobody"))):
        answer = await desk.hub.exports.archive(case, language="de", by="test", reader=reader)

        assert answer == Refused("unknown-party", {"party": reader})
    for person in (DARIO, ELIF):
        seen = await desk.hub.exports.view(brandts.case, language="de", reader=PartyId(person.id))
        assert seen == Refused("unknown-party", {"party": person.id})


async def test_what_is_taken_away_for_a_parent_is_noted_with_whom_it_was_for(desk: Desk) -> None:
    brandts, _ = await agreed(desk)

    await taken(desk, brandts.case, reader=brandts.mother)

    (entry,) = [e.act for e in await desk.entries() if e.act.deed == "case.exported"]
    assert (entry.case, entry.target) == (brandts.case, brandts.mother)


# A client who speaks for a child.


async def test_selma_sees_what_she_gives_for_can_and_not_what_he_is_counselled_on(desk: Desk) -> None:
    case = await desk.opens_case(BO, CHLOE, client=SELMA)
    for person in (AMIRA, BO):
        await desk.hub.parties.pin_professional(person.user, public(key_of(person)), by="test")
    can = await desk.hub.parties.add(case, replace(LENA.person, name="Can Yılmaz"), by="test")
    assert not isinstance(can, Refused)
    hers = Wanted(CLIENT, can.id, Custody.SOLE, PROOF, public(SELMA.key))
    taken_down = await desk.hub.parties.record_guardianship(
        case, hers, by=AMIRA.id, sign=signing(key_of(AMIRA))
    )
    assert not isinstance(taken_down, Refused), taken_down
    await desk.hub.parties.confirm_guardianship(
        taken_down.id, evidence=PROOF, public_key=hers.public_key, by=BO.id, sign=signing(key_of(BO))
    )
    before = await taken(desk, case)

    alone = replace(terms_for(CHLOE, now=desk.clock.now()), subject=can.id, counselling=True)
    in_person = replace(alone, recipient=replace(alone.recipient, person=CHLOE.id))
    asked = await desk.hub.consents.ask(case, [in_person], by=AMIRA.id)
    assert not isinstance(asked, Refused), asked
    after_counselling = await taken(desk, case)
    for_him = await desk.hub.consents.ask(case, [replace(wanted(desk), subject=can.id)], by=AMIRA.id)
    assert not isinstance(for_him, Refused), for_him

    said = await said_to(desk, case, CLIENT)
    assert after_counselling == before
    assert [one["consent"] for one in said["consents"]] == [for_him[0].id]
    assert [one["subject"]["name"] for one in said["guardianships"]] == ["Can Yılmaz"]
    his = await said_to(desk, case, can.id)
    assert {one["consent"] for one in his["consents"]} == {asked[0].id, for_him[0].id}
