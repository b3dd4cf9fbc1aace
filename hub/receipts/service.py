"""Receipts: read, draw, sign, remember – one transaction per call."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal
from hub.cases import directory
from hub.cases import store as cases
from hub.cases.model import Agency, CaseFile, Professional
from hub.catalogue import LANGUAGES, say
from hub.chance import Chance
from hub.consent import store as consents
from hub.consent.asking import calling
from hub.consent.model import Consent, Deed, Event
from hub.consent.proof import keys_of
from hub.db import Database
from hub.errors import NotReady, Refused
from hub.identifiers import CLIENT, AgencyId, CaseId, ConsentId, ProfessionalId, ReceiptId
from hub.parties import store as parties
from hub.receipts import proof, rules, store
from hub.receipts.model import Evidence, Facts, Operator, Receipt
from hub.signet import Signet
from hub.vault import Key, Vault


@dataclass(frozen=True, slots=True)
class ReceiptService:
    """The doors' way to receipts."""

    database: Database
    vault: Vault
    signet: Signet
    chance: Chance
    operator: Operator

    async def of(self, consent: ConsentId, *, by: str, language: str = "") -> Receipt | Refused:
        """A receipt of a consent as it stands now, in the language of its notice unless another is asked for.

        It is kept as it was handed out. Raises `NotReady` while the vault is shut: nothing is signed.
        """
        now = self.chance.now()
        async with self.database.writing() as connection:
            case = await consents.find_case_of(connection, consent)
            if case is None:
                return Refused("unknown-consent", {"consent": consent[:60]})
            key = await self.vault.key_of(connection, case)
            file = await cases.get_file(connection, case, lock=True)
            facts = await self.facts_of(connection, file, consent, key=key, language=language)
            if isinstance(facts, Refused):
                return facts
            id_ = ReceiptId(self.chance.new_id())
            content = proof.signed(rules.draw(facts, id_, now), self.signet)
            receipt = Receipt(id=id_, case=case, consent=consent, made_at=now, content=content)
            await store.add(connection, receipt, key)
            await journal.append(connection, rules.made(receipt, by))
        return receipt

    async def of_case(self, case: CaseId) -> Sequence[Receipt]:
        """Every receipt that was handed out in a case, oldest first, to the letter."""
        async with self.database.reading() as connection:
            return await store.of_case(connection, case, await self.vault.key_of(connection, case))

    async def handed_out(
        self, connection: AsyncConnection, case: CaseId, of: Collection[ConsentId]
    ) -> Sequence[Receipt]:
        """As `of_case`, of those consents, for whoever reads in a transaction of their own."""
        return await store.of_case(connection, case, await self.vault.key_of(connection, case), of=of)

    async def facts_of(
        self,
        connection: AsyncConnection,
        file: CaseFile,
        consent: ConsentId,
        *,
        key: Key,
        language: str = "",
    ) -> Facts | Refused:
        """What a receipt of that consent is made of, or why the hub cannot vouch for it."""
        if not file.participations:
            # The audit chain knows of nobody who answers for this case.
            return Refused("case-contradicted", {"case": file.case.label})
        evidence = await _evidence(connection, file.case.id, consent, key)
        if isinstance(evidence, Refused):
            return evidence
        return await self._facts(connection, file, evidence, language)

    async def _facts(
        self, connection: AsyncConnection, file: CaseFile, evidence: Evidence, language: str
    ) -> Facts:
        consent = evidence.consent
        spoken = language or rules.notice_of(evidence).language
        if spoken not in LANGUAGES:
            spoken = LANGUAGES[0]
        return Facts(
            evidence=evidence,
            label=file.case.label,
            staff=frozenset(part.professional.id for part in file.everybody),
            sharing=tuple([await _agency(connection, one) for one in _sharing(file, consent)]),
            receiving=await _agency(connection, consent.recipient.agency),
            person=await _somebody(connection, consent.recipient.person),
            released=await _somebody(connection, consent.released),
            operator=await self._operator(connection, file, spoken),
            language=spoken,
        )

    async def _operator(self, connection: AsyncConnection, file: CaseFile, language: str) -> Operator:
        said = self.operator
        leading = file.lead.agency if file.lead else file.participations[0].professional.agency
        return Operator(
            controller=said.controller or (await _agency(connection, leading)).name,
            contact=said.contact or say(language, "receipt-contact"),
            authority=said.authority or say(language, "receipt-authority"),
            jurisdiction=said.jurisdiction,
            withdrawal=said.withdrawal or say(language, "receipt-withdrawal"),
            storage=said.storage or say(language, "receipt-storage"),
            retention=said.retention or say(language, "receipt-retention"),
        )


async def _evidence(
    connection: AsyncConnection, case: CaseId, consent: ConsentId, key: Key
) -> Evidence | Refused:
    found = next(c for c in await consents.of_case(connection, case) if c.id == consent)
    try:
        contents = await consents.contents_of(connection, consent, key)
        events = await consents.events_of(connection, consent)
    except (NotReady, ValueError):
        # What somebody spoilt in the database is nothing to vouch for.
        return Refused("receipt-not-proven", {"consent": consent[:8]})
    vouched = {g.id: g for g in await parties.guardianships(connection, case)}
    keys = keys_of(found, await parties.keys_of_case(connection, case), vouched)
    before = await _before(connection, case, found, events, key)
    if isinstance(before, Refused):
        return before
    evidence = Evidence(
        consent=found,
        document=await consents.document_of(connection, consent),
        contents=contents,
        events=tuple(events),
        keys={e.actor: keys[e.actor] for e in events if e.signature and e.actor in keys},
        before=before,
    )
    return rules.untrue(evidence, calling(key)) or evidence


async def _before(
    connection: AsyncConnection, case: CaseId, found: Consent, events: Sequence[Event], key: Key
) -> Evidence | Refused | None:
    """What was signed, where this record is the rest of it: a rest has no signature of its own."""
    is_rest = any(event.deed is Deed.NARROW for event in events)
    if not is_rest or found.predecessor is None or not found.proven:
        return None
    return await _evidence(connection, case, found.predecessor, key)


def _sharing(file: CaseFile, consent: Consent) -> Sequence[AgencyId]:
    # Whoever works on the case may share, unless the consent names the senders. Others than the client are
    # not told who that is: by it a guardian would learn of counselling (§ 8(3) SGB VIII).
    if consent.alone:
        # The client talks with one other, and nobody else shares anything.
        return ()
    is_for_others = consent.subject != CLIENT or any(giver.party != CLIENT for giver in consent.given_by)
    if consent.senders or is_for_others:
        return consent.senders
    return sorted({part.professional.agency for part in file.participations})


async def _somebody(connection: AsyncConnection, named: ProfessionalId | None) -> Professional | None:
    return None if named is None else await directory.get_professional(connection, named)


async def _agency(connection: AsyncConnection, agency: AgencyId) -> Agency:
    found = await directory.find_agency(connection, agency)
    assert found is not None, "a consent names agencies of the network only"
    return found
