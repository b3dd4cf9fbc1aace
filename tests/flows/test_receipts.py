"""What a client is given about a consent says what is so, and only what the hub can vouch for."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from hub.consent.asking import notice_of
from hub.consent.model import Consent, Form, Kind
from hub.errors import NotReady, Refused
from hub.identifiers import CaseId, ConsentId
from hub.receipts import proof
from hub.receipts.model import Operator, Receipt, Verdict
from hub.receipts.service import ReceiptService
from hub.signet import Signet
from hub.vault import Vault
from tests.desk import Desk
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, JONAS, NOTICE, RUTH, SELMA, key_of, terms_for
from tests.signing import public, signing


async def receipt_of(desk: Desk, consent: ConsentId, **how: str) -> Receipt:
    made = await desk.hub.receipts.of(consent, by="test", **how)
    assert not isinstance(made, Refused)
    return made


def record_of(receipt: Receipt) -> dict[str, Any]:
    record: dict[str, Any] = receipt.content["record"]
    return record


async def given(desk: Desk) -> tuple[CaseId, Consent]:
    case = await desk.opens_case(BO, ELIF)
    return case, await desk.consents(case, BO)


async def test_a_receipt_of_a_consent_holds_and_says_that_it_was_given(desk: Desk) -> None:
    _, consent = await given(desk)

    receipt = await receipt_of(desk, consent.id)

    assert proof.verdict(receipt.content, desk.hub.signet.public) is Verdict.HOLDS
    assert record_of(receipt)["stand"] == "given"
    assert record_of(receipt)["in_force"] is True
    assert record_of(receipt)["process"]["purpose"][0]["description"] == terms_for(BO).purpose


async def test_after_the_withdrawal_it_says_so_and_the_old_one_stays_what_it_was(desk: Desk) -> None:
    case, consent = await given(desk)
    before = await receipt_of(desk, consent.id)

    await desk.withdraws(consent)
    after = await receipt_of(desk, consent.id)

    assert (record_of(after)["stand"], record_of(after)["in_force"]) == ("withdrawn", False)
    assert await desk.hub.receipts.of_case(case) == [before, after]


async def test_after_its_end_it_says_that_the_consent_has_expired(desk: Desk) -> None:
    _, consent = await given(desk)

    desk.clock.push(days=90)

    assert record_of(await receipt_of(desk, consent.id))["stand"] == "expired"


async def test_a_refusal_gets_a_receipt_too(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    asked = await desk.hub.consents.ask(case, [terms_for(BO)], by="test")
    assert not isinstance(asked, Refused)
    await desk.hub.consents.refuse(asked[0].id)

    receipt = await receipt_of(desk, asked[0].id)

    assert record_of(receipt)["stand"] == "refused"


async def test_a_paper_is_receipted_with_both_who_vouched_for_it_and_neither_is_named(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    for person in (AMIRA, BO):
        await desk.hub.parties.pin_professional(person.user, public(key_of(person)), by="test")
    paper = replace(terms_for(RUTH), form=Form.PAPER, evidence="ab" * 32)
    taken = await desk.hub.consents.record(case, paper, by=AMIRA.id, sign=signing(key_of(AMIRA)))
    assert not isinstance(taken, Refused)
    await desk.hub.consents.confirm(taken.id, by=BO.id, sign=signing(key_of(BO)), evidence=paper.evidence)

    receipt = await receipt_of(desk, taken.id)

    assert [one["type"] for one in record_of(receipt)["signed"]["signatures"]] == ["recorded", "confirmed"]
    assert "Amira" not in repr(receipt.content)
    assert "Bo Lindner" not in repr(receipt.content)


async def test_a_release_names_the_person_it_releases(desk: Desk) -> None:
    # There is no published text for releases yet: the record stands as if there had been one.
    case = await desk.opens_case(BO)
    terms = terms_for(BO)
    named = replace(terms, recipient=replace(terms.recipient, person=BO.id))
    given = await desk.agrees(case, named)
    assert not isinstance(given, Refused)

    (recipient,) = record_of(await receipt_of(desk, given.id))["process"]["recipients"]

    assert recipient["person"] == {"name": "Bo Lindner"}


async def test_no_receipt_names_the_client_nor_who_has_no_part_in_it(desk: Desk) -> None:
    case = await desk.opens_case(BO, CHLOE, ELIF, DARIO)
    receipt = await receipt_of(desk, (await desk.consents(case, BO)).id)

    said = repr(receipt.content)

    for person in (JONAS, ELIF, DARIO, CHLOE, AMIRA):
        assert person.name not in said
        assert person.user not in said
    assert record_of(receipt)["subject"]["subject_id"] == "F-1"


async def test_only_who_may_share_is_a_controller_beside_the_operator(desk: Desk) -> None:
    case = await desk.opens_case(BO, CHLOE)
    terms = replace(terms_for(BO), senders=(CHLOE.agency,))
    given = await desk.agrees(case, terms)
    assert not isinstance(given, Refused)

    controllers = record_of(await receipt_of(desk, given.id))["process"]["controllers"]

    assert [one["name"] for one in controllers] == ["Jobcenter Musterstadt", "Brücke e. V."]


# In which words.


async def test_a_receipt_speaks_the_language_of_the_notice_unless_another_is_asked_for(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    notice = notice_of(Kind.SHARE, version=1, language="en", level=NOTICE.level)
    assert notice is not None
    given = await desk.agrees(case, replace(terms_for(BO), notice=notice))
    assert not isinstance(given, Refused)

    english, german = [await receipt_of(desk, given.id, **how) for how in ({}, {"language": "de"})]

    assert (english.content["language"], german.content["language"]) == ("en", "de")
    assert record_of(english)["notice"]["language"] == record_of(german)["notice"]["language"] == "en"
    assert record_of(english)["process"]["storage"] != record_of(german)["process"]["storage"]


async def test_a_language_that_nobody_here_speaks_is_german(desk: Desk) -> None:
    _, consent = await given(desk)

    assert (await receipt_of(desk, consent.id, language="tlh")).content["language"] == "de"


async def test_what_an_operator_says_stands_in_every_receipt(desk: Desk) -> None:
    _, consent = await given(desk)
    said = Operator(controller="Stadt Musterstadt", authority="LDI NRW", jurisdiction="DE-NW")
    hub = desk.hub
    service = ReceiptService(hub.database, hub.vault, hub.signet, hub.chance, said)

    made = await service.of(consent.id, by="test")

    assert isinstance(made, Receipt)
    process = record_of(made)["process"]
    assert process["controllers"][0]["name"] == "Stadt Musterstadt"
    assert (process["authority"]["name"], process["jurisdiction"]) == ("LDI NRW", "loc:DE-NW")


# What is written down.


async def test_a_receipt_is_in_the_audit_chain_with_the_consent_it_rests_on(desk: Desk) -> None:
    case, consent = await given(desk)

    receipt = await receipt_of(desk, consent.id)

    (*_, entry) = await desk.entries()
    act = entry.act
    assert (act.deed, act.target, act.basis) == ("receipt.made", receipt.id, consent.id)
    assert (act.case, act.actor) == (case, "test")


async def test_receipts_of_another_case_are_not_among_them(desk: Desk) -> None:
    hers = await desk.opens_case(BO, client=SELMA)
    await receipt_of(desk, (await desk.consents(hers, BO)).id)
    his, consent = await given(desk)
    receipt = await receipt_of(desk, consent.id)

    assert await desk.hub.receipts.of_case(his) == [receipt]


# What the hub does not vouch for.


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE consent_record SET document = replace(document, 'jugendamt', 'neustart-ev')",
        "UPDATE consent_event SET signature = 'forged' WHERE number = 2",
        "UPDATE consent_event SET deed = 'paused' WHERE number = 2",
        "UPDATE consent_record SET document = 'no document'",
        "UPDATE consent_record SET contents = 'nothing that opens, but long enough to be something'",
        "DELETE FROM consent_event",
    ],
    ids=["other recipient", "forged", "unknown deed", "no document", "no contents", "no events"],
)
async def test_a_consent_that_somebody_altered_gets_no_receipt_and_leaves_no_trace(
    desk: Desk, spoil: str
) -> None:
    case, consent = await given(desk)
    async with desk.hub.database.writing() as connection:
        await connection.execute(text(spoil.replace("'nothing that", _binary(desk, "'nothing that"))))
    before = await desk.deeds()

    refused = await desk.hub.receipts.of(consent.id, by="test")

    assert refused == Refused("receipt-not-proven", {"consent": consent.id[:8]})
    assert await desk.hub.receipts.of_case(case) == []
    assert await desk.deeds() == before


def _binary(desk: Desk, literal: str) -> str:
    # PostgreSQL reads a text as bytes; SQLite must be told.
    return f"X'00' || {literal}" if desk.hub.database.is_sqlite else literal


async def test_there_is_no_receipt_of_no_consent(desk: Desk) -> None:
    refused: Sequence[object] | Receipt | Refused = await desk.hub.receipts.of(
        ConsentId("consent-of-nobody"), by="test"
    )

    assert refused == Refused("unknown-consent", {"consent": "consent-of-nobody"})


async def test_while_the_vault_is_shut_nothing_is_signed(desk: Desk) -> None:
    _, consent = await given(desk)
    shut = Vault(NotReady("vault-key-missing", file="secrets/vault_key"))
    hub = desk.hub

    with pytest.raises(NotReady):
        await ReceiptService(hub.database, shut, Signet(shut), hub.chance, Operator()).of(
            consent.id, by="test"
        )
