"""Parties: read, decide, write – one transaction per call."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, outbox
from hub.calendar import of_age_at
from hub.canonical import fingerprint, is_public_key, is_sha256, is_signature
from hub.cases import directory
from hub.cases import rules as case_rules
from hub.cases import store as cases
from hub.cases.model import CaseFile, Personalia
from hub.chance import Chance
from hub.db import Database
from hub.effects import monitoring
from hub.errors import Refused
from hub.identifiers import PARTY_PREFIX, CaseId, GuardianshipId, PartyId, ProfessionalId, UserId
from hub.parties import chain, proof, rules, store
from hub.parties.model import Custody, Guardianship, Named, Party
from hub.vault import Vault

Signer = Callable[[bytes], str]
"""Signs a statement with a key that the hub never sees."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A guardianship as a professional takes it down; `evidence` is the SHA-256 of the proof's scan."""

    guardian: PartyId
    subject: PartyId
    custody: Custody
    evidence: str
    public_key: str = ""


@dataclass(frozen=True, slots=True)
class PartyService:
    """The doors' way to the client's side, and to everybody's keys."""

    database: Database
    vault: Vault
    chance: Chance

    async def add(self, case: CaseId, person: Personalia, *, by: str) -> Party | Refused:
        """Take a child, a parent or another person on the client's side into a case."""
        now = self.chance.now()
        known = case_rules.person(person, now)
        if isinstance(known, Refused):
            return known
        async with self.database.writing() as connection:
            file = await cases.get_file(connection, case, lock=True)
            if not file.case.is_open:
                return Refused("case-closed", {"case": file.case.label})
            party = Party(id=PartyId(f"{PARTY_PREFIX}{self.chance.new_id()}"), case=case)
            key = await self.vault.key_of(connection, case)
            await store.add(connection, party, known, key)
            act = rules.noted(case, party.id, "party.added", by=by, now=now)
            await journal.append(connection, act)
        return party

    async def of_case(self, case: CaseId) -> Sequence[Named]:
        """Every party but the client, by name, for those who work on the case."""
        async with self.database.reading() as connection:
            key = await self.vault.key_of(connection, case)
            return await store.of_case(connection, case, key)

    async def guardianships(self, case: CaseId) -> Sequence[Guardianship]:
        """Who may speak for whom, and who once might."""
        async with self.database.reading() as connection:
            return await store.guardianships(connection, case)

    async def record_guardianship(
        self, case: CaseId, wanted: Wanted, *, by: str, sign: Signer
    ) -> Guardianship | Refused:
        """Take down who may speak for whom; it counts when a second professional has confirmed it."""
        now = self.chance.now()
        async with self.database.writing() as connection:
            file = await cases.get_file(connection, case, lock=True)
            described = await self._described(connection, file, wanted, by=by)
            if isinstance(described, Refused):
                return described
            signature = await signed_by(connection, by, proof.statement(described), sign, case=described.case)
            if isinstance(signature, Refused):
                return signature
            await store.add_guardianship(connection, described, signature)
            act = rules.noted(case, described.id, "guardianship.recorded", by=by, now=now)
            await journal.append(connection, act)
        return described

    async def confirm_guardianship(
        self, guardianship: GuardianshipId, *, evidence: str, public_key: str = "", by: str, sign: Signer
    ) -> Guardianship | Refused:
        """A second professional vouches for it; from now on the guardian may speak.

        They have the same proof of custody before them, and the key from the guardian's own device.
        """
        async with self.database.writing() as connection:
            found = await self._held(connection, guardianship)
            if isinstance(found, Refused):
                return found
            file = await cases.get_file(connection, found.case)
            if refused := rules.may_confirm(file, found, by, evidence=evidence, public_key=public_key):
                return refused
            signature = await signed_by(connection, by, proof.statement(found), sign, case=found.case)
            if isinstance(signature, Refused):
                return signature
            await store.confirm_guardianship(connection, found.id, by=by, signature=signature)
            now = self.chance.now()
            await outbox.owe(connection, self.chance, monitoring(found.case, now))
            act = rules.noted(found.case, found.id, "guardianship.confirmed", by=by, now=now)
            await journal.append(connection, act)
            return await _get(connection, found.case, found.id)

    async def end_guardianship(self, guardianship: GuardianshipId, *, by: str) -> Guardianship | Refused:
        """Somebody no longer speaks for another one: what they gave holds no longer, from this commit on."""
        now = self.chance.now()
        async with self.database.writing() as connection:
            found = await self._held(connection, guardianship)
            if isinstance(found, Refused):
                return found
            file = await cases.get_file(connection, found.case)
            is_professional = await directory.find_ever(connection, ProfessionalId(by)) is not None
            if refused := rules.may_end(file, found, by, is_professional=is_professional):
                return refused
            await store.end_guardianship(connection, found.id, now)
            looks = (rules.after_ending(found.case), monitoring(found.case, now))
            await outbox.owe(connection, self.chance, *looks)
            act = rules.noted(found.case, found.id, chain.ENDED, by=by, now=now)
            await journal.append(connection, act)
        return replace(found, ended_at=now)

    async def pin(self, case: CaseId, party: PartyId, public_key: str, *, by: str) -> str | Refused:
        """Remember the key that somebody's own device made; from now on it alone speaks for them.

        Nobody but themselves hands it in: whoever pins a key for somebody else could speak as them.
        """
        if by != party:
            return Refused("key-not-by-you")
        async with self.database.writing() as connection:
            await cases.get_file(connection, case, lock=True)
            if not await store.belongs(connection, case, party):
                return Refused("unknown-party", {"party": party[:60]})
            return await self._pin(connection, party, public_key, case=case, by=by)

    async def pin_professional(self, user: UserId, public_key: str, *, by: str) -> str | Refused:
        """Remember the key with which a professional vouches for what they take down."""
        async with self.database.writing() as connection:
            person = await directory.find_professional(connection, user)
            if person is None:
                return Refused("unknown-professional", {"user": user})
            return await self._pin(connection, person.id, public_key, case=CaseId(""), by=by)

    async def owner_of(self, public_key: str) -> ProfessionalId | Refused:
        """The professional whose pinned key that is, unless they left."""
        async with self.database.reading() as connection:
            owner = await store.owner_of(connection, public_key)
            person = await directory.find_ever(connection, owner) if owner else None
        if person is not None and person.left_at is not None:
            return Refused("professional-left", {"name": person.name})
        return owner or Refused("key-of-nobody")

    async def _pin(
        self,
        connection: AsyncConnection,
        owner: PartyId | ProfessionalId,
        public_key: str,
        *,
        case: CaseId,
        by: str,
    ) -> str | Refused:
        now = self.chance.now()
        if not is_public_key(public_key):
            return Refused("key-not-usable")
        if await store.is_pinned(connection, public_key):
            return Refused("key-pinned-already")
        if not await store.pin(connection, owner, case, public_key, now):
            return Refused("key-pinned-already")
        # With its fingerprint: a key that somebody exchanges later signs nothing.
        named = fingerprint(public_key)
        act = rules.noted(case, owner, chain.KEY_PINNED, by=by, now=now, basis=named)
        await journal.append(connection, act)
        return public_key

    async def _described(
        self, connection: AsyncConnection, file: CaseFile, wanted: Wanted, *, by: str
    ) -> Guardianship | Refused:
        case, key = file.case.id, await self.vault.key_of(connection, file.case.id)
        born = await store.find_born(connection, case, wanted.subject, key)
        guardian_born = await store.find_born(connection, case, wanted.guardian, key)
        if born is None or guardian_born is None:
            return Refused("birthday-unknown")
        if refused := await self._unfit(connection, wanted, case):
            return refused
        if not is_sha256(wanted.evidence):
            return Refused("guardianship-without-evidence")
        if not case_rules.works_on(file, by):
            return Refused("guardianship-not-by-you")
        described = Guardianship(
            id=GuardianshipId(self.chance.new_id()),
            case=case,
            subject=wanted.subject,
            guardian=wanted.guardian,
            custody=wanted.custody,
            until=of_age_at(born),
            public_key=wanted.public_key,
            evidence=wanted.evidence,
            recorded_by=by,
            confirmed_by="",
            ended_at=None,
            vouched=False,
        )
        refused = rules.may_become_guardian(
            described,
            await store.guardianships(connection, case),
            born=born,
            guardian_born=guardian_born,
            now=self.chance.now(),
        )
        return refused or described

    async def _unfit(self, connection: AsyncConnection, wanted: Wanted, case: CaseId) -> Refused | None:
        """Why a guardian cannot sign with that key: one key is one person's alone."""
        key = wanted.public_key
        if not key:
            return None
        if not is_public_key(key):
            return Refused("key-not-usable")
        theirs = await store.pinned(connection, wanted.guardian, case) == key
        known = await store.guardianships(connection, case)
        is_taken = any(g.public_key == key and g.guardian != wanted.guardian for g in known)
        if is_taken or (not theirs and await store.is_pinned(connection, key)):
            return Refused("key-pinned-already")
        return None

    async def _held(self, connection: AsyncConnection, id_: GuardianshipId) -> Guardianship | Refused:
        """A guardianship, its case held still: of two who decide about it at once, one is second."""
        case = await store.case_of_guardianship(connection, id_)
        if case is None:
            return Refused("unknown-guardianship")
        await cases.get_file(connection, case, lock=True)
        return await _get(connection, case, id_)


def verified(statement: bytes, sign: Signer, key: str | None) -> str | Refused:
    """Somebody's signature under a statement. What nobody could ever prove is not kept."""
    signature = sign(statement)
    if key is None or not is_signature(signature, statement, key):
        return Refused("signature-not-theirs")
    return signature


async def signed_by(
    connection: AsyncConnection, who: str, statement: bytes, sign: Signer, *, case: CaseId
) -> str | Refused:
    """As `verified`, with the key that is pinned as somebody's, in a case if they are of it."""
    return verified(statement, sign, await store.pinned(connection, who, case))


async def _get(connection: AsyncConnection, case: CaseId, id_: GuardianshipId) -> Guardianship:
    return next(g for g in await store.guardianships(connection, case) if g.id == id_)
