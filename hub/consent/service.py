"""Consents: read, decide, write – one transaction per call."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, outbox
from hub.audit import Act
from hub.canonical import is_public_key, is_signature
from hub.cases import store as cases
from hub.cases.model import CaseFile, Role
from hub.chance import Chance
from hub.consent import proof, rules, store
from hub.consent.model import (
    CLIENT,
    Actor,
    Consent,
    Deed,
    Event,
    Kind,
    Level,
    Notice,
    Part,
    Recipient,
    Record,
    State,
    Terms,
)
from hub.db import Database
from hub.errors import NotReady, Refused
from hub.identifiers import CaseId, ConsentId, ProfessionalId, UserId
from hub.notices import sha256_of, text_of
from hub.vault import Key, Vault

Signer = Callable[[bytes], str]
"""Signs a statement with a key that the hub never sees."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the client is asked for, and the very bytes they sign if they agree."""

    id: ConsentId
    statement: bytes


@dataclass(frozen=True, slots=True)
class _Begun:
    id: ConsentId
    document: str
    contents: Mapping[str, Any]
    event: Event


@dataclass(frozen=True, slots=True)
class ConsentService:
    """The doors' way to consents."""

    database: Database
    vault: Vault
    chance: Chance

    async def pin_client(self, case: CaseId, public_key: str, *, by: str) -> str | Refused:
        """Remember the key that the client's own device made; from now on it alone consents."""
        now = self.chance.now()
        async with self.database.writing() as connection:
            await cases.get_file(connection, case, lock=True)
            if refused := await _unusable(connection, public_key):
                return refused
            if not await store.pin_client(connection, case, public_key, now):
                return Refused("key-pinned-already")
            act = Act(at=now, actor=by, deed="key.pinned", case=case, target=CLIENT)
            await journal.append(connection, act)
        return public_key

    async def pin_professional(self, user: UserId, public_key: str, *, by: str) -> str | Refused:
        """Remember the key with which a professional vouches for declarations on paper."""
        now = self.chance.now()
        async with self.database.writing() as connection:
            person = await cases.find_professional(connection, user)
            if person is None:
                return Refused("unknown-professional", {"user": user})
            if refused := await _unusable(connection, public_key):
                return refused
            if not await store.pin(connection, person.id, public_key, now):
                return Refused("key-pinned-already")
            await journal.append(connection, Act(at=now, actor=by, deed="key.pinned", target=person.id))
        return public_key

    async def owner_of(self, public_key: str) -> ProfessionalId | Refused:
        """The professional whose pinned key that is."""
        async with self.database.reading() as connection:
            owner = await store.owner_of(connection, public_key)
        return owner or Refused("key-of-nobody")

    async def ask(self, case: CaseId, wanted: Sequence[Terms], *, by: str) -> Sequence[Asked] | Refused:
        """Ask the client for consents: all or none. Nobody sees anything because of it."""
        async with self.database.writing() as connection:
            file = await cases.get_file(connection, case, lock=True)
            begun = [await self._begin(connection, file, terms, by=by) for terms in wanted]
            return await self._keep(connection, case, begun)

    async def record(self, case: CaseId, terms: Terms, *, by: str, sign: Signer) -> Asked | Refused:
        """Take down what was declared on paper or orally; a second professional must confirm it."""
        async with self.database.writing() as connection:
            file = await cases.get_file(connection, case, lock=True)
            begun = await self._begin(connection, file, terms, by=by, sign=sign)
            kept = await self._keep(connection, case, [begun])
        return kept if isinstance(kept, Refused) else kept[0]

    async def give(self, signed: Mapping[ConsentId, str]) -> Sequence[Consent] | Refused:
        """The client agrees to what was asked, in one act: each with their own signature."""
        return await self._act(Deed.GIVE, {c: _already(s) for c, s in signed.items()}, by=CLIENT)

    async def confirm(self, consent: ConsentId, *, by: str, sign: Signer) -> Consent | Refused:
        """A second professional confirms what another one took down."""
        return _only(await self._act(Deed.CONFIRM, {consent: sign}, by=by))

    async def refuse(self, consent: ConsentId) -> Consent | Refused:
        """The client says no. That needs no reason and has no consequence."""
        return _only(await self._act(Deed.REFUSE, {consent: None}, by=CLIENT))

    async def defer(self, consent: ConsentId) -> Consent | Refused:
        """The client wants to think about it."""
        return _only(await self._act(Deed.DEFER, {consent: None}, by=CLIENT))

    async def withdraw(self, consent: ConsentId, *, by: str) -> Consent | Refused:
        """End a consent for good. From this commit on every gate says no."""
        return _only(await self._act(Deed.WITHDRAW, {consent: None}, by=by))

    async def revoke(self, consent: ConsentId, *, by: str) -> Consent | Refused:
        """The agency itself ends it, because it is no longer needed."""
        return _only(await self._act(Deed.REVOKE, {consent: None}, by=by))

    async def of_case(self, case: CaseId) -> Sequence[Consent]:
        """Every consent of a case, oldest first."""
        async with self.database.reading() as connection:
            return await store.of_case(connection, case)

    async def doubtful(self) -> Sequence[Consent]:
        """Every consent of the hub that stands as given and is not proven."""
        async with self.database.reading() as connection:
            each = [await store.of_case(connection, c.id) for c in await cases.all_cases(connection)]
        return [consent for given in each for consent in given if rules.is_doubtful(consent)]

    async def records(self, case: CaseId) -> Sequence[Record]:
        """As `of_case`, with what is private, for those who work on the case."""
        async with self.database.reading() as connection:
            return await records_of(connection, self.vault, case)

    async def _begin(
        self,
        connection: AsyncConnection,
        file: CaseFile,
        terms: Terms,
        *,
        by: str,
        sign: Signer | None = None,
    ) -> _Begun | Refused:
        now, id_, case = self.chance.now(), ConsentId(self.chance.new_id()), file.case.id
        named, deed = terms.recipient, rules.begins_with(terms.form)
        fit = rules.offer(terms, file.case, now)
        if isinstance(fit, Refused):
            return fit
        if not _was_shown(terms.notice, terms.kind):
            return Refused("unknown-notice", {"language": terms.notice.language[:20]})
        if not await _is_known(connection, named):
            return Refused("unknown-recipient", {"agency": named.agency, "function": named.function})
        for agency in terms.senders:
            if not await cases.find_agency(connection, agency):
                return Refused("unknown-agency", {"agency": agency[:60]})
        state = rules.may_do(State.DRAFT, deed, _actor(file, by))
        if isinstance(state, Refused):
            return state
        private = proof.contents(terms, self.chance.new_id())
        said = proof.document(id_, case, terms, begun_at=now, contents_sha256=proof.digest(private))
        document = proof.written(said)
        signature = await self._signed(connection, case, document, deed=deed, by=by, sign=sign)
        if isinstance(signature, Refused):
            return signature
        return _Begun(
            id_, document, private, Event(number=1, at=now, deed=deed, actor=by, signature=signature)
        )

    async def _keep(
        self, connection: AsyncConnection, case: CaseId, begun: Sequence[_Begun | Refused]
    ) -> Sequence[Asked] | Refused:
        asked: list[Asked] = []
        if refused := next((one for one in begun if isinstance(one, Refused)), None):
            return refused
        key = await self.vault.key_of(connection, case)
        for one in begun:
            assert isinstance(one, _Begun)
            await store.add(connection, one.id, case, document=one.document, contents=one.contents, key=key)
            await store.add_event(connection, one.id, one.event)
            await journal.append(connection, rules.noted(one.id, case, one.event))
            asked.append(Asked(one.id, proof.statement(one.document)))
        return asked

    async def _act(
        self, deed: Deed, consents: Mapping[ConsentId, Signer | None], *, by: str
    ) -> Sequence[Consent] | Refused:
        async with self.database.writing() as connection:
            # Cases are taken in one order by everybody, or two acts could wait for each other.
            of = {one: await store.find_case_of(connection, one) or "" for one in consents}
            decided = {
                one: await self._decide(connection, deed, one, by=by, sign=consents[one])
                for one in sorted(consents, key=lambda one: (of[one], one))
            }
            if refused := next((one for one in decided.values() if isinstance(one, Refused)), None):
                return refused
            found = [decided[one] for one in consents]
            return [await self._do(connection, *one) for one in found if not isinstance(one, Refused)]

    async def _decide(
        self, connection: AsyncConnection, deed: Deed, consent: ConsentId, *, by: str, sign: Signer | None
    ) -> tuple[Consent, Event] | Refused:
        case, now = await store.find_case_of(connection, consent), self.chance.now()
        if case is None:
            return Refused("unknown-consent", {"consent": consent[:60]})
        file = await cases.get_file(connection, case, lock=True)
        found = await _get(connection, case, consent)
        state = rules.may_do(found.state, deed, _actor(file, by, but_not=found.recorded_by))
        if isinstance(state, Refused):
            return state
        if late := rules.too_late(found, file.case, deed, now):
            return late
        document = await store.document_of(connection, consent)
        if deed in rules.SIGNED and not proof.is_about(document, consent, case):
            return Refused("signature-not-theirs")
        signature = await self._signed(connection, case, document, deed=deed, by=by, sign=sign)
        if isinstance(signature, Refused):
            return signature
        number = await store.next_number(connection, consent)
        return found, Event(number=number, at=now, deed=deed, actor=by, signature=signature)

    async def _do(self, connection: AsyncConnection, consent: Consent, event: Event) -> Consent:
        await store.add_event(connection, consent.id, event)
        changed = await _get(connection, consent.case, consent.id)
        await outbox.owe(connection, self.chance, *rules.after(event.deed, changed, event.at))
        await journal.append(connection, rules.noted(consent.id, consent.case, event))
        return changed

    async def _signed(
        self,
        connection: AsyncConnection,
        case: CaseId,
        document: str,
        *,
        deed: Deed,
        by: str,
        sign: Signer | None,
    ) -> str | Refused:
        if deed not in rules.SIGNED:
            return ""
        statement = proof.statement(document)
        signature = sign(statement) if sign else ""
        key = await store.pinned(connection, by, case)
        # Verified before it is stored: what nobody could ever prove is not kept.
        if key is None or not is_signature(signature, statement, key):
            return Refused("signature-not-theirs")
        return signature


async def records_of(connection: AsyncConnection, vault: Vault, case: CaseId) -> Sequence[Record]:
    """Every consent of a case with what is private, in the caller's transaction."""
    key = await vault.key_of(connection, case)
    return [await _opened(connection, consent, key) for consent in await store.of_case(connection, case)]


async def _get(connection: AsyncConnection, case: CaseId, consent: ConsentId) -> Consent:
    return next(c for c in await store.of_case(connection, case) if c.id == consent)


def _actor(file: CaseFile, by: str, *, but_not: str = "") -> Actor:
    if by == CLIENT:
        return Actor(by, frozenset({Part.CLIENT}))
    part = next((p for p in file.participations if p.professional.id == by), None)
    if part is None:
        return Actor(by, frozenset({Part.DOOR}))
    parts = {Part.STAFF} | ({Part.LEAD} if part.role is Role.LEAD else set())
    return Actor(by, frozenset(parts | ({Part.SECOND} if by != but_not else set())))


async def _unusable(connection: AsyncConnection, public_key: str) -> Refused | None:
    if not is_public_key(public_key):
        return Refused("key-not-usable")
    if await store.is_pinned(connection, public_key):
        return Refused("key-pinned-already")
    return None


async def _is_known(connection: AsyncConnection, recipient: Recipient) -> bool:
    if recipient.person is None:
        return await cases.has_function(connection, recipient.agency, recipient.function)
    found = await cases.find_professional_of(connection, recipient.person)
    return found is not None and rules.names(recipient, found)


def notice_of(kind: Kind, *, version: int, language: str, level: Level) -> Notice | None:
    """The notice that is shown for a kind of declaration, which is called like it; None if there is none."""
    shown = text_of(kind, version, level, language)
    if shown is None:
        return None
    return Notice(template=kind, version=version, sha256=sha256_of(shown), language=language, level=level)


def _was_shown(notice: Notice, kind: Kind) -> bool:
    return notice == notice_of(kind, version=notice.version, language=notice.language, level=notice.level)


async def _opened(connection: AsyncConnection, consent: Consent, key: Key) -> Record:
    try:
        return proof.opened(consent, await store.contents_of(connection, consent.id, key))
    except NotReady:
        # What somebody spoilt is shown as spoilt, and hides none of the others.
        return Record(replace(consent, proven=False), "", {})


def _already(signature: str) -> Signer:
    # Made on the client's own device, where the key is.
    return lambda _statement: signature


def _only(done: Sequence[Consent] | Refused) -> Consent | Refused:
    return done if isinstance(done, Refused) else done[0]
