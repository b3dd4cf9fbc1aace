"""Cases: read, decide, write – one transaction per call."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, outbox
from hub.audit import Act
from hub.cases import directory, rules, store
from hub.cases.model import (
    Agency,
    AgencyKind,
    Case,
    CaseFile,
    Contradiction,
    Duty,
    Participation,
    Personalia,
    Professional,
)
from hub.chance import Chance
from hub.db import Database
from hub.effects import AT_ONCE, ApplyCharter, Debt, SeeToDirect, Urgency, monitoring
from hub.errors import NotReady, Refused
from hub.federation import Servers
from hub.identifiers import CLIENT, AgencyId, CaseId, ProfessionalId, UserId, server_of
from hub.vault import Vault


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody who left their agency, and the cases that are without a lead because of it."""

    professional: Professional
    led: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class CaseService:
    """The doors' way to cases, agencies and professionals."""

    database: Database
    vault: Vault
    chance: Chance
    servers: Servers

    async def add_agency(self, described: Agency, *, by: str) -> Agency | Refused:
        """Take an agency into the network."""
        decided = rules.agency(described)
        if isinstance(decided, Refused):
            return decided
        async with self.database.writing() as connection:
            await journal.take_turn(connection)
            if await directory.find_agency(connection, decided.id):
                return Refused("agency-exists", {"agency": decided.id})
            await directory.add_agency(connection, decided)
            act = rules.agency_noted(decided, rules.AGENCY_ADDED, by, self.chance.now())
            await journal.append(connection, act)
        return decided

    async def classify(self, agency: AgencyId, kind: AgencyKind, *, by: str) -> Agency | Refused:
        """Say what the law takes an agency for."""
        async with self.database.writing() as connection:
            found = await directory.find_agency(connection, agency)
            if found is None:
                return Refused("unknown-agency", {"agency": agency})
            meant, now = replace(found, kind=kind), self.chance.now()
            await directory.set_kind(connection, agency, kind)
            # Providers are reminded of what others are not: in each case of theirs.
            look = Debt(ApplyCharter(agency), now, Urgency.ADMISSION)
            await outbox.owe(connection, self.chance, look)
            await journal.append(connection, rules.agency_noted(meant, rules.CLASSIFIED, by, now))
        return meant

    async def entrust(self, user: UserId, duty: Duty, *, by: str) -> Professional | Refused:
        """Say what somebody is answerable for in the whole network."""
        async with self.database.writing() as connection:
            found = await directory.find_professional(connection, user)
            if found is None:
                return Refused("unknown-professional", {"user": user})
            meant = replace(found, duty=duty)
            await directory.set_duty(connection, found.id, duty)
            await journal.append(connection, rules.entrusted(meant, by, self.chance.now()))
        return meant

    async def agencies(self) -> Sequence[Agency]:
        """Every agency of the network."""
        async with self.database.reading() as connection:
            return await directory.agencies(connection)

    async def add_professional(self, described: Professional, *, by: str) -> Professional | Refused:
        """Take a professional into the network; their id is given here."""
        decided = rules.professional(described)
        if isinstance(decided, Refused):
            return decided
        if not self.servers.include(decided.user):
            return Refused("server-not-allowed", {"user": decided.user, "server": server_of(decided.user)})
        new = replace(decided, id=ProfessionalId(self.chance.new_id()))
        async with self.database.writing() as connection:
            await journal.take_turn(connection)
            if not await directory.find_agency(connection, new.agency):
                return Refused("unknown-agency", {"agency": new.agency})
            if await directory.has_account(connection, new.user):
                return Refused("professional-exists", {"user": new.user})
            await directory.add_professional(connection, new)
            await journal.append(connection, *rules.added(new, by, self.chance.now()))
        return new

    async def accounts(self) -> Sequence[UserId]:
        """The account of every professional of the network."""
        async with self.database.reading() as connection:
            return await store.accounts(connection)

    async def professional(self, user: UserId) -> Professional | Refused:
        """The professional who has that account."""
        async with self.database.reading() as connection:
            found = await directory.find_professional(connection, user)
        return found or Refused("unknown-professional", {"user": user})

    async def name_of(self, who: ProfessionalId) -> str:
        """Somebody's name, also if they left; none if nobody like that is known."""
        async with self.database.reading() as connection:
            found = await directory.find_ever(connection, who)
        return found.name if found else ""

    async def open(
        self, described: Personalia, *, client: UserId, lead: UserId, members: Sequence[UserId] = (), by: str
    ) -> CaseFile | Refused:
        """Open a case for a client, led by a professional, with others who work on it: all or nothing."""
        named = rules.person(described, self.chance.now())
        if isinstance(named, Refused):
            return named
        async with self.database.writing() as connection:
            # Two cases opened at once must not get the same label.
            await journal.take_turn(connection)
            if await store.has_case(connection, client):
                return Refused("client-has-case", {"user": client})
            number = await store.count_cases(connection) + 1
            people = [await directory.find_professional(connection, user) for user in (lead, *members)]
            strangers = [user for user, p in zip((lead, *members), people, strict=True) if p is None]
            if strangers:
                return Refused("unknown-professional", {"user": strangers[0]})
            leading, *others = (person for person in people if person is not None)
            id_, now = CaseId(self.chance.new_id()), self.chance.now()
            file = rules.open_case(id_, number=number, client=client, lead=leading, now=now)
            for person in others:
                part = rules.involve(file, person, now)
                if isinstance(part, Refused):
                    return part
                file = replace(file, participations=(*file.participations, part))
            await self._write(connection, file, named, by)
        return file

    async def involve(self, case: CaseId, user: UserId, *, by: str) -> Participation | Refused:
        """Let a professional work on a case. The client's consent decides about the seat."""
        async with self.database.writing() as connection:
            file = await store.get_file(connection, case, lock=True)
            professional = await directory.find_professional(connection, user)
            if professional is None:
                return Refused("unknown-professional", {"user": user})
            part = rules.involve(file, professional, self.chance.now())
            if isinstance(part, Refused):
                return part
            await store.add_participation(connection, part)
            looks = (rules.after_involving(part), monitoring(case, part.since))
            await outbox.owe(connection, self.chance, *looks)
            await journal.append(connection, rules.involved(part, by))
        return part

    async def relieve(self, case: CaseId, user: UserId, *, by: str) -> Participation | Refused:
        """End somebody's work on a case: from this instant they may sit in none of its rooms.

        Consents stay, for they name agency and function. Whoever comes again begins a new part.
        """
        async with self.database.writing() as connection:
            file = await store.get_file(connection, case, lock=True)
            professional = await directory.find_professional(connection, user)
            if professional is None:
                return Refused("unknown-professional", {"user": user})
            known = await directory.find_ever(connection, ProfessionalId(by)) is not None
            now = self.chance.now()
            part = rules.relieve(file, professional, by, now, is_professional=known)
            if isinstance(part, Refused):
                return part
            await self._end(connection, part, by)
        return part

    async def leave(self, user: UserId, *, by: str) -> Left | Refused:
        """Somebody leaves their agency: they are out of every open case, and their key signs nothing more.

        What they signed stays proven. Cases they led are without a lead until somebody takes it over.
        """
        async with self.database.writing() as connection:
            person = await directory.find_professional(connection, user)
            if person is None:
                return Refused("unknown-professional", {"user": user})
            works_on = await store.worked_on(connection, person.id)
            files = [await store.get_file(connection, case, lock=True) for case in works_on]
            now = self.chance.now()
            parts = [p for file in files if file.case.is_open and (p := rules.part_of(file, person.id))]
            for part in parts:
                await self._end(connection, replace(part, ended_at=now), by)
            gone = replace(person, left_at=now)
            await directory.set_left(connection, person.id, now)
            await journal.append(connection, rules.left(gone, by, now))
            # Who talks with a client alone takes no part in the case: nothing but their agency leads there.
            looks = (ApplyCharter(gone.agency), SeeToDirect(gone.id))
            debts = (Debt(look, AT_ONCE, Urgency.REMOVAL) for look in looks)
            await outbox.owe(connection, self.chance, *debts)
        led = [file.case for file in files if file.lead is not None and file.lead.id == person.id]
        return Left(gone, tuple(led))

    async def close(self, case: CaseId, *, by: str) -> Case | Refused:
        """Close a case: from this instant nobody may sit in its room."""
        async with self.database.writing() as connection:
            file = await store.get_file(connection, case, lock=True)
            return await close_file(connection, file, by=by, chance=self.chance)

    async def by_label(self, label: str) -> Case | Refused:
        """The case a person calls by its label."""
        async with self.database.reading() as connection:
            found = await store.find_by_label(connection, label)
        return found or Refused("unknown-case", {"case": label[:60]})

    async def all(self) -> Sequence[Case]:
        """Every case, oldest first."""
        async with self.database.reading() as connection:
            return await store.all_cases(connection)

    async def contradictions(self) -> Sequence[Contradiction]:
        """All that the audit chain tells otherwise of cases, people and agencies."""
        async with self.database.reading() as connection:
            return [*await store.contradictions(connection), *await directory.contradictions(connection)]

    async def acts(self, case: CaseId) -> Sequence[Act]:
        """What was done in a case, oldest first, as the audit chain has it."""
        async with self.database.reading() as connection:
            return await journal.acts_of(connection, case)

    async def client_name(self, case: CaseId) -> str | None:
        """The client's name, for those who work on the case; None if nobody can read it any more."""
        async with self.database.reading() as connection:
            key = await self.vault.key_of(connection, case)
            try:
                return await store.client_name(connection, case, key)
            except NotReady:
                # What somebody spoilt must hide none of the others.
                return None

    async def learn_birthday(self, case: CaseId, born: date, *, by: str) -> date | Refused:
        """Remember when a client was born, where nobody asked at the opening."""
        decided = rules.birthday(born, self.chance.now())
        if isinstance(decided, Refused):
            return decided
        async with self.database.writing() as connection:
            file = await store.get_file(connection, case, lock=True)
            key = await self.vault.key_of(connection, case)
            if not await store.learn_birthday(connection, case, decided, key):
                return Refused("birthday-known", {"case": file.case.label})
            act = Act(at=self.chance.now(), actor=by, deed="birthday.noted", case=case, target=CLIENT)
            await journal.append(connection, act)
        return decided

    async def _end(self, connection: AsyncConnection, part: Participation, by: str) -> None:
        await store.end_participation(connection, part)
        looks = (rules.after_relieving(part.case), monitoring(part.case, self.chance.now()))
        await outbox.owe(connection, self.chance, *looks)
        await journal.append(connection, rules.relieved(part, by))

    async def _write(self, connection: AsyncConnection, file: CaseFile, person: Personalia, by: str) -> None:
        case = file.case
        key = await self.vault.new_case(connection, case.id)
        await store.add_case(connection, case, person, key)
        for part in file.participations:
            await store.add_participation(connection, part)
        await outbox.owe(connection, self.chance, monitoring(case.id, case.opened_at))
        entries = [rules.involved(part, by) for part in file.participations]
        await journal.append(connection, rules.opened(file, by), *entries)


async def close_file(
    connection: AsyncConnection, file: CaseFile, *, by: str, chance: Chance
) -> Case | Refused:
    """Close a case that is held still, in the transaction of whoever does something with it."""
    now, debt = chance.now(), rules.close(file.case)
    if isinstance(debt, Refused):
        return debt
    await store.close_case(connection, file.case.id, now)
    await outbox.owe(connection, chance, debt, monitoring(file.case.id, now))
    await journal.append(connection, rules.closed(file.case, by, now))
    return replace(file.case, closed_at=now)
