"""Consents: read, decide, write – one transaction per call."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, outbox
from hub.canonical import UNREADABLE
from hub.cases import store as cases
from hub.cases.model import CaseFile
from hub.chance import Chance
from hub.charter.rules import looks
from hub.consent import asking, proof, rules, signed, store, terms
from hub.consent.model import Consent, Deed, Event, Giver, Policy, Record, State, Terms
from hub.db import Database
from hub.effects import monitoring
from hub.errors import NotReady, Refused
from hub.identifiers import CLIENT, AgencyId, CaseId, CircleId, ConsentId, PartyId, is_party
from hub.parties import store as parties
from hub.parties.service import Signer, verified
from hub.vault import Key, Vault


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
    policy: Policy = field(default_factory=Policy)

    async def ask(self, case: CaseId, wanted: Sequence[Terms], *, by: str) -> Sequence[Asked] | Refused:
        """Ask for consents: all or none. Nobody sees anything because of it."""
        async with self.database.writing() as connection:
            file = await cases.get_file(connection, case, lock=True)
            key = await self.vault.key_of(connection, case)
            begun = [await self._begin(connection, file, one, key=key, by=by) for one in wanted]
            return await self._keep(connection, case, begun, key=key)

    async def record(self, case: CaseId, wanted: Terms, *, by: str, sign: Signer) -> Asked | Refused:
        """Take down what was declared on paper or orally; a second professional must confirm it."""
        async with self.database.writing() as connection:
            file = await cases.get_file(connection, case, lock=True)
            key = await self.vault.key_of(connection, case)
            begun = await self._begin(connection, file, wanted, key=key, by=by, sign=sign)
            kept = await self._keep(connection, case, [begun], key=key)
        return kept if isinstance(kept, Refused) else kept[0]

    async def give(
        self, signed: Mapping[ConsentId, str], *, by: PartyId = CLIENT
    ) -> Sequence[Consent] | Refused:
        """Somebody agrees to what was asked, in one act: each with their own signature."""
        return await self._act(Deed.GIVE, {c: _already(s) for c, s in signed.items()}, by=by)

    async def confirm(
        self, consent: ConsentId, *, by: str, sign: Signer, evidence: str = ""
    ) -> Consent | Refused:
        """A second professional confirms what another one took down, with the same paper before them."""
        return _only(await self._act(Deed.CONFIRM, {consent: sign}, by=by, evidence=evidence))

    async def refuse(self, consent: ConsentId, *, by: PartyId = CLIENT) -> Consent | Refused:
        """Somebody says no. That needs no reason and has no consequence."""
        return _only(await self._act(Deed.REFUSE, {consent: None}, by=by))

    async def defer(self, consent: ConsentId, *, by: PartyId = CLIENT) -> Consent | Refused:
        """Somebody wants to think about it."""
        return _only(await self._act(Deed.DEFER, {consent: None}, by=by))

    async def look_at_sides(self, agency: AgencyId, *, admit: bool) -> None:
        """Owe a look at each case whose client talks with somebody of an agency alone."""
        async with self.database.writing() as connection:
            found = await store.cases_with_sides(connection, agency)
            await outbox.owe(connection, self.chance, *looks(found, self.chance.now(), admit=admit))

    async def withdraw(self, consent: ConsentId, *, by: str) -> Consent | Refused:
        """End a consent for good. From this commit on every gate says no."""
        return _only(await self._act(Deed.WITHDRAW, {consent: None}, by=by))

    async def revoke(self, consent: ConsentId, *, by: str) -> Consent | Refused:
        """The agency itself ends it, because it is no longer needed."""
        return _only(await self._act(Deed.REVOKE, {consent: None}, by=by))

    async def invalidate(self, consent: ConsentId, *, by: str) -> Consent | Refused:
        """Whoever watches over data protection ends what should never have been given like this."""
        return _only(await self._act(Deed.INVALIDATE, {consent: None}, by=by))

    async def narrow(self, consent: ConsentId, *, without: Collection[str], by: str) -> Consent | Refused:
        """Withdraw some themes of a consent: what is left goes on as a record of its own.

        That needs no new signature, for it was signed already; if nothing is left, all is withdrawn.
        """
        async with self.database.writing() as connection:
            case = await store.find_case_of(connection, consent)
            if case is None:
                return _unknown(consent)
            file = await cases.get_file(connection, case, lock=True)
            found = await _find(connection, case, consent, by=by)
            if isinstance(found, Refused):
                return found
            if found.contradicted or self.chance.now() >= found.valid_until:
                return await self._withdraw(connection, found, by=by)
            try:
                key = await self.vault.key_of(connection, case)
                private = await store.contents_of(connection, found.id, key)
                record = signed.opened(found, private, circle_of=asking.calling(key))
            except (NotReady, *UNREADABLE):
                # Nobody can tell what would be left. To end too much is better than not to end.
                return await self._withdraw(connection, found, by=by)
            state = rules.may_do(found.state, Deed.SUPERSEDE, rules.actor(file, by, found))
            if isinstance(state, Refused):
                return state
            themes = terms.rest_of(record.themes, without)
            if isinstance(themes, Refused):
                return themes
            if not themes or not record.consent.proven:
                return await self._withdraw(connection, found, by=by)
            left = dict(private) | {"themes": {theme: answer.value for theme, answer in themes.items()}}
            return await self._leave(connection, found, left, key, by=by)

    async def of_case(self, case: CaseId) -> Sequence[Consent]:
        """Every consent of a case, oldest first."""
        async with self.database.reading() as connection:
            return await store.of_case(connection, case)

    async def doubtful(self) -> Sequence[Consent]:
        """Every consent of the hub of which its signatures or the audit chain tell another story."""
        async with self.database.reading() as connection:
            each = [await store.of_case(connection, c.id) for c in await cases.all_cases(connection)]
        return [consent for given in each for consent in given if rules.is_doubtful(consent)]

    async def records(self, case: CaseId) -> Sequence[Record]:
        """As `of_case`, with what is private, for those who work on the case."""
        async with self.database.reading() as connection:
            return await records_of(connection, self.vault, case)

    async def foresee(self, case: CaseId, wanted: Terms) -> Consent | Refused:
        """What terms would be as a consent given now, to look ahead with; nothing is stored."""
        now, id_ = self.chance.now(), ConsentId(self.chance.new_id())
        async with self.database.reading() as connection:
            file = await cases.get_file(connection, case)
            fit = terms.foresee(wanted, file.case, now)
            if isinstance(fit, Refused):
                return fit
            if not await asking.is_known(connection, wanted.recipient):
                return asking.unknown(wanted.recipient)
            circle_of = asking.calling(await self.vault.key_of(connection, case))
        private, alone = signed.contents(wanted, ""), (Giver(wanted.subject),)
        said = signed.document(id_, case, wanted, alone, begun_at=now, private=private, circle_of=circle_of)
        (consent,) = proof.read(case, [proof.Written(id_, signed.written(said), ())], {}, {})
        return rules.if_given(consent, now)

    async def themes(self, case: CaseId) -> Mapping[CircleId, str]:
        """Which theme each circle of a case is about, for those who work on it."""
        async with self.database.reading() as connection:
            return asking.themes(await self.vault.key_of(connection, case))

    async def _begin(
        self,
        connection: AsyncConnection,
        file: CaseFile,
        wanted: Terms,
        *,
        key: Key,
        by: str,
        sign: Signer | None = None,
    ) -> _Begun | Refused:
        now, id_, case = self.chance.now(), ConsentId(self.chance.new_id()), file.case.id
        givers = await asking.taken(connection, file, wanted, key, policy=self.policy, by=by, now=now)
        if isinstance(givers, Refused):
            return givers
        deed = terms.begins_with(wanted.form)
        state = rules.may_do(State.DRAFT, deed, rules.actor(file, by))
        if isinstance(state, Refused):
            return state
        private, circle_of = signed.contents(wanted, self.chance.new_id()), asking.calling(key)
        document = signed.document(
            id_, case, wanted, givers, begun_at=now, private=private, circle_of=circle_of
        )
        text = signed.written(document)
        signature = await _signed(connection, case, text, deed=deed, by=by, sign=sign)
        if isinstance(signature, Refused):
            return signature
        event = Event(number=1, at=now, deed=deed, actor=by, signature=signature)
        return _Begun(id_, text, private, event)

    async def _keep(
        self, connection: AsyncConnection, case: CaseId, begun: Sequence[_Begun | Refused], *, key: Key
    ) -> Sequence[Asked] | Refused:
        asked: list[Asked] = []
        if refused := next((one for one in begun if isinstance(one, Refused)), None):
            return refused
        for one in begun:
            assert isinstance(one, _Begun)
            await store.add(connection, one.id, case, document=one.document, contents=one.contents, key=key)
            await _note(connection, one.id, case, one.event)
            asked.append(Asked(one.id, signed.statement(one.document)))
        return asked

    async def _act(
        self, deed: Deed, consents: Mapping[ConsentId, Signer | None], *, by: str, evidence: str = ""
    ) -> Sequence[Consent] | Refused:
        async with self.database.writing() as connection:
            # Cases are taken in one order by everybody, or two acts could wait for each other.
            of = {one: await store.find_case_of(connection, one) or "" for one in consents}
            decided = {
                one: await self._decide(connection, deed, one, by=by, sign=consents[one], evidence=evidence)
                for one in sorted(consents, key=lambda one: (of[one], one))
            }
            if refused := next((one for one in decided.values() if isinstance(one, Refused)), None):
                return refused
            found = [decided[one] for one in consents]
            return [await self._do(connection, *one) for one in found if not isinstance(one, Refused)]

    async def _decide(
        self,
        connection: AsyncConnection,
        deed: Deed,
        consent: ConsentId,
        *,
        by: str,
        sign: Signer | None,
        evidence: str,
    ) -> tuple[Consent, Event] | Refused:
        case, now = await store.find_case_of(connection, consent), self.chance.now()
        if case is None:
            return _unknown(consent)
        file = await cases.get_file(connection, case, lock=True)
        found = await _find(connection, case, consent, by=by)
        if isinstance(found, Refused):
            return found
        before = rules.state_before(found, deed)
        if isinstance(before, Refused):
            return before
        actor = rules.actor(file, by, found, duty=await asking.duty_of(connection, by))
        state = rules.may_do(before, deed, actor, found.agreed)
        if isinstance(state, Refused):
            return state
        if late := rules.too_late(found, file.case, deed, now):
            return late
        if deed is Deed.CONFIRM and evidence != found.evidence:
            return Refused("evidence-differs")
        document = await store.document_of(connection, found.id)
        if deed in rules.SIGNED and not signed.is_about(document, found.id, case):
            return Refused("signature-not-theirs")
        signature = await _signed(connection, case, document, deed=deed, by=by, sign=sign, given=found)
        if isinstance(signature, Refused):
            return signature
        number = await store.next_number(connection, found.id)
        return found, Event(number=number, at=now, deed=deed, actor=by, signature=signature)

    async def _do(self, connection: AsyncConnection, consent: Consent, event: Event) -> Consent:
        await _note(connection, consent.id, consent.case, event)
        changed = await _get(connection, consent.case, consent.id)
        await outbox.owe(connection, self.chance, *rules.after(event.deed, changed, event.at))
        await outbox.owe(connection, self.chance, monitoring(changed.case, event.at))
        if rules.takes_a_place(changed, event):
            await self._supersede(connection, changed, event)
        return changed

    async def _supersede(self, connection: AsyncConnection, heir: Consent, event: Event) -> None:
        assert heir.predecessor is not None
        consents = {c.id: c for c in await store.of_case(connection, heir.case)}
        before = rules.living(consents, heir.predecessor)
        if before.state is not State.GIVEN or before.id == heir.id:
            return
        number = await store.next_number(connection, before.id)
        ending = Event(number=number, at=event.at, deed=Deed.SUPERSEDE, actor=event.actor, successor=heir.id)
        await _note(connection, before.id, before.case, ending)
        await outbox.owe(connection, self.chance, *rules.after(Deed.SUPERSEDE, before, event.at))

    async def _withdraw(self, connection: AsyncConnection, found: Consent, *, by: str) -> Consent | Refused:
        decided = await self._decide(connection, Deed.WITHDRAW, found.id, by=by, sign=None, evidence="")
        return decided if isinstance(decided, Refused) else await self._do(connection, *decided)

    async def _leave(
        self, connection: AsyncConnection, whole: Consent, left: Mapping[str, Any], key: Key, *, by: str
    ) -> Consent:
        """Write down what is left of a record, and that it took its place."""
        id_, now = ConsentId(self.chance.new_id()), self.chance.now()
        before = await store.document_of(connection, whole.id)
        circle_of = asking.calling(key)
        text = signed.written(
            signed.narrowed(before, id_, of=whole.id, begun_at=now, private=left, circle_of=circle_of)
        )
        await store.add(connection, id_, whole.case, document=text, contents=left, key=key)
        await _note(connection, id_, whole.case, Event(number=1, at=now, deed=Deed.NARROW, actor=by))
        number = await store.next_number(connection, whole.id)
        ending = Event(number=number, at=now, deed=Deed.SUPERSEDE, actor=by, successor=id_)
        ended = await self._do(connection, whole, ending)
        rest = await _get(connection, whole.case, id_)
        await outbox.owe(connection, self.chance, *rules.after(Deed.NARROW, rest, now))
        assert ended.successor == rest.id
        return rest


async def _signed(
    connection: AsyncConnection,
    case: CaseId,
    document: str,
    *,
    deed: Deed,
    by: str,
    sign: Signer | None,
    given: Consent | None = None,
) -> str | Refused:
    if deed not in rules.SIGNED:
        return ""
    key = await _key_of(connection, case, by, given)
    return verified(signed.statement(document), sign or _with_nothing, key)


def _with_nothing(_statement: bytes) -> str:
    return ""


async def _key_of(connection: AsyncConnection, case: CaseId, by: str, given: Consent | None) -> str | None:
    speaking = {g.party: g.guardianship for g in given.given_by} if given else {}
    if speaking.get(PartyId(by)) is None:
        return await parties.pinned(connection, by, case)
    known = await parties.guardianships(connection, case)
    return next((g.public_key for g in known if g.id == speaking[PartyId(by)]), None)


async def _note(connection: AsyncConnection, consent: ConsentId, case: CaseId, event: Event) -> None:
    await store.add_event(connection, consent, event)
    await journal.append(connection, rules.noted(consent, case, event))


async def _find(
    connection: AsyncConnection, case: CaseId, consent: ConsentId, *, by: str
) -> Consent | Refused:
    """The record that is meant today: what took a record's place stands for it."""
    found = rules.living({c.id: c for c in await store.of_case(connection, case)}, consent)
    if not await store.is_kept(connection, found.id):
        # Only the audit chain still knows of it. It gives nobody anything, and nothing can be done to it.
        return Refused("consent-not-kept", {"consent": found.id[:8]})
    # Who may not know of it hears what they would hear if there were none.
    if is_party(by) and not rules.may_look(found, PartyId(by)):
        return _unknown(consent)
    return found


async def records_of(connection: AsyncConnection, vault: Vault, case: CaseId) -> Sequence[Record]:
    """Every consent of a case with what is private, in the caller's transaction."""
    key = await vault.key_of(connection, case)
    return [await _opened(connection, consent, key) for consent in await store.of_case(connection, case)]


async def _get(connection: AsyncConnection, case: CaseId, consent: ConsentId) -> Consent:
    return next(c for c in await store.of_case(connection, case) if c.id == consent)


def _unknown(consent: ConsentId) -> Refused:
    return Refused("unknown-consent", {"consent": consent[:60]})


async def _opened(connection: AsyncConnection, consent: Consent, key: Key) -> Record:
    try:
        private = await store.contents_of(connection, consent.id, key)
        return signed.opened(consent, private, circle_of=asking.calling(key))
    except (NotReady, NoResultFound, *UNREADABLE):
        # What somebody spoilt or took away is shown as that, and hides none of the others.
        return Record(replace(consent, proven=False), "", {})


def _already(signature: str) -> Signer:
    # Made on the client's own device, where the key is.
    return lambda _statement: signature


def _only(done: Sequence[Consent] | Refused) -> Consent | Refused:
    return done if isinstance(done, Refused) else done[0]
