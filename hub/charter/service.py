"""The charter: read, decide, write – one transaction per call."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, outbox
from hub.cases import directory
from hub.cases import store as cases
from hub.cases.model import Contradiction, Professional
from hub.chance import Chance
from hub.charter import rules, signed, store
from hub.charter.model import Acknowledgement, Book, Charter, Draft, Position, Version
from hub.charter.store import Seal
from hub.db import Database
from hub.effects import NO_CASE, monitoring
from hub.errors import Refused
from hub.identifiers import AcknowledgementId, AgencyId, CaseId, ProfessionalId
from hub.parties.service import Signer, signed_by
from hub.signet import Signet

# So many cases in one transaction: whoever withdraws meanwhile waits for no more of them.
A_STRIDE = 100


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A version as it would be published, and which agencies it would leave unbound if they did nothing."""

    charter: Charter
    unbound: tuple[AgencyId, ...]


@dataclass(frozen=True, slots=True)
class CharterService:
    """The doors' way to the charter of the network."""

    database: Database
    signet: Signet
    chance: Chance

    async def foresee(self, draft: Draft) -> Foreseen | Refused:
        """What publishing would do; nothing is stored."""
        async with self.database.reading() as connection:
            drafted = await self._next(connection, draft)
        if isinstance(drafted, Refused):
            return drafted
        charter, before, then = drafted
        until = rules.bound(then, charter.binds_from)
        return Foreseen(charter, tuple(a for a in rules.bound(before, self.chance.now()) if a not in until))

    async def publish(self, draft: Draft, *, by: str) -> Charter | Refused:
        """Publish the next version, signed by the hub. Raises `NotReady` while the vault is shut."""
        async with self.database.writing() as connection:
            # Two versions published at once must not get the same number.
            await journal.take_turn(connection)
            drafted = await self._next(connection, draft)
            if isinstance(drafted, Refused):
                return drafted
            charter, before, then = drafted
            text = signed.written(charter)
            seal = Seal(self.signet.sign(signed.statement(text)), self.signet.public)
            await store.add(connection, charter.version, text, seal)
            act = rules.published(then.versions[-1].sha256, by, charter.published_at)
            await journal.append(connection, act)
            for agency in sorted({one.agency for one in before.acknowledgements}):
                await self._owe(connection, before, then, agency)
        return charter

    async def acknowledge(self, version: int, *, by: ProfessionalId, sign: Signer) -> Position | Refused:
        """A professional acknowledges a version for their agency, with their own key."""
        now = self.chance.now()
        async with self.database.writing() as connection:
            await journal.take_turn(connection)
            person = await directory.find_professional_of(connection, by)
            agency = await directory.find_agency(connection, person.agency) if person else None
            if person is None or agency is None:
                return Refused("key-of-nobody")
            before = await store.book(connection, [agency.id])
            meant = rules.may_acknowledge(before, agency, version, now)
            if isinstance(meant, Refused):
                return meant
            one = self._acknowledgement(person, meant, now)
            signature = await signed_by(connection, by, signed.acknowledging(one), sign, case=NO_CASE)
            if isinstance(signature, Refused):
                return signature
            await store.add_acknowledgement(connection, one, signature)
            await journal.append(connection, rules.acknowledged(one, signed.sha256_of(one)))
            return await self._changed(connection, before, agency.id)

    async def leave(self, *, by: ProfessionalId, at_once: bool = False) -> Position | Refused:
        """An agency leaves, with notice or at once; from then on none of its people has a seat."""
        now = self.chance.now()
        async with self.database.writing() as connection:
            await journal.take_turn(connection)
            person = await directory.find_professional_of(connection, by)
            if person is None:
                return Refused("key-of-nobody")
            before = await store.book(connection, [person.agency])
            ends_at = rules.leave(before, person.agency, at_once=at_once, now=now)
            if isinstance(ends_at, Refused):
                return ends_at
            await store.end(connection, person.agency, ends_at)
            await journal.append(connection, rules.left(person.agency, ends_at, person.id, now))
            return await self._changed(connection, before, person.agency)

    async def version(self, number: int | None = None) -> tuple[Charter, Seal] | Refused:
        """A version with the hub's signature; without a number the one that binds, else the next to bind."""
        async with self.database.reading() as connection:
            versions = (await store.book(connection, [])).versions
            meant = _meant(versions, number, self.chance.now())
            if meant is None:
                return (
                    Refused("unknown-charter", {"version": str(number)}) if number else Refused("no-charter")
                )
            if meant.charter is None:
                return Refused("charter-contradicted", {"version": str(meant.number)})
            return meant.charter, await store.seal_of(connection, meant.number)

    async def positions(self) -> Sequence[Position]:
        """How each agency stands to it."""
        async with self.database.reading() as connection:
            agencies = await directory.agencies(connection)
            return rules.positions(await store.book(connection), self.chance.now(), agencies)

    async def contradictions(self) -> Sequence[Contradiction]:
        """All that the audit chain tells otherwise of versions and acknowledgements."""
        async with self.database.reading() as connection:
            return (await store.book(connection)).contradictions

    async def apply(self, agency: AgencyId, *, admit: bool) -> None:
        """Owe a look at each open case on which an agency works: because it is bound, or is no longer.

        If it is the other way round by now, somebody else's debt is about that.
        """
        async with self.database.reading() as connection:
            known = await store.book(connection, [agency])
        if (agency in rules.bound(known, self.chance.now())) is not admit:
            return
        looked_at: Sequence[CaseId] = [CaseId("")]
        while looked_at:
            looked_at = await self._owe_looks(agency, looked_at[-1], admit=admit)

    async def _owe_looks(self, agency: AgencyId, after: CaseId, *, admit: bool) -> Sequence[CaseId]:
        async with self.database.writing() as connection:
            some = await cases.open_cases_of(connection, agency, after=after, most=A_STRIDE)
            now = self.chance.now()
            await outbox.owe(connection, self.chance, *rules.looks(some, now, admit=admit))
            # They are reminded again, or no longer.
            await outbox.owe(connection, self.chance, *(monitoring(case, now) for case in some))
        return some

    async def _next(self, connection: AsyncConnection, draft: Draft) -> tuple[Charter, Book, Book] | Refused:
        """The next version, and what is known before and after it."""
        before = await store.book(connection)
        charter = rules.publish(
            draft,
            agencies=await directory.agencies(connection),
            known=before.versions,
            now=self.chance.now(),
        )
        if isinstance(charter, Refused):
            return charter
        sha256, _ = signed.read(signed.written(charter))
        new = Version(
            number=charter.version, sha256=sha256, published_at=charter.published_at, charter=charter
        )
        return charter, before, replace(before, versions=(*before.versions, new))

    def _acknowledgement(self, person: Professional, version: Version, now: datetime) -> Acknowledgement:
        return Acknowledgement(
            id=AcknowledgementId(self.chance.new_id()),
            agency=person.agency,
            version=version.number,
            charter_sha256=version.sha256,
            by=person.id,
            at=now,
        )

    async def _changed(self, connection: AsyncConnection, before: Book, agency: AgencyId) -> Position:
        then = await store.book(connection, [agency])
        await self._owe(connection, before, then, agency)
        return next(one for one in rules.positions(then, self.chance.now()) if one.agency == agency)

    async def _owe(self, connection: AsyncConnection, before: Book, then: Book, agency: AgencyId) -> None:
        await outbox.owe(connection, self.chance, *rules.after(before, then, agency, self.chance.now()))


def _meant(versions: Collection[Version], number: int | None, now: datetime) -> Version | None:
    if number is not None:
        return next((one for one in versions if one.number == number), None)
    binding = [one for one in versions if one.binds_from <= now]
    return binding[-1] if binding else next(iter(versions), None)
