"""The switch: read, decide, write – one transaction per call."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, outbox
from hub.cases import directory
from hub.cases import store as cases
from hub.cases.model import CaseFile
from hub.chance import Chance
from hub.consent import store as consents
from hub.db import Database
from hub.effects import AnnounceListening, EndListener
from hub.errors import Refused
from hub.identifiers import COMMON, CaseId, CircleId, ProfessionalId, SwitchId, UserId
from hub.listening import chain, rules, store, turning
from hub.listening.model import Deed, Lease, Switch
from hub.own import chain as own
from hub.vault import Vault


@dataclass(frozen=True, slots=True)
class ListeningService:
    """The doors' way to the switches of cases, and the listeners' way to what they keep."""

    database: Database
    vault: Vault
    chance: Chance
    # Whether there is to be a room for a circle: who may sit where is not for this wing to say.
    has_room: Callable[[CaseId, CircleId], Awaitable[bool]]

    async def begin(
        self, case: CaseId, circle: CircleId = COMMON, *, who: UserId, by: str
    ) -> Switch | Refused:
        """Have the hub listen in a room, as whoever decides there; it does when the room was told."""
        now, has_room = self.chance.now(), await self.has_room(case, circle)
        async with self.database.writing() as connection:
            file, known = await self._known(connection, case)
            given = await consents.of_case(connection, case)
            on = [one for one in known if not one.is_over]
            # Whoever leaves their own room at the same time has it ended: one after the other.
            await journal.take_turn(connection)
            is_there = own.is_client_there(await journal.acts_of(connection, case))
            opened = rules.opened(file, given, now)
            no = rules.may_begin(file, who, circle, opened, on, has_room=has_room, is_client_there=is_there)
            if no:
                return no
            switch = Switch(id=SwitchId(self.chance.new_id()), case=case, circle=circle, since=now)
            await turning.begin(connection, self.chance, switch, by=by)
        return switch

    async def end(self, case: CaseId, circle: CircleId = COMMON, *, who: UserId, by: str) -> Switch | Refused:
        """Listen there no more, as whoever decides there says: every key is destroyed with the answer."""
        async with self.database.writing() as connection:
            file, known = await self._known(connection, case)
            if no := rules.may_turn(file, who, circle):
                return no
            on = [one for one in known if not one.is_over and one.circle == circle]
            if not on:
                return Refused("listening-off-already", {"case": file.case.label})
            await turning.end(connection, self.chance, on, is_open=file.case.is_open, by=by)
        return on[0]

    async def end_over(self, case: CaseId) -> None:
        """Listen no more in a case that is closed, nor in an own room by what was decided before a wish."""
        async with self.database.reading() as connection:
            if not await store.of_case(connection, case):
                return
        async with self.database.writing() as connection:
            file, known = await self._known(connection, case)
            kept = await store.of_case(connection, case)
            is_open = file.case.is_open
            left = [one for one in known if (one.id in kept if one.is_over else not is_open)]
            # In an open case that is in the own room alone: whoever sits there still is told.
            is_there = file.own.is_wanted and own.is_client_there(await journal.acts_of(connection, case))
            await turning.end(connection, self.chance, left, is_open=is_open and is_there, by="hub")

    async def shown(self, case: CaseId, *, who: UserId) -> Sequence[Switch] | Refused:
        """Where the hub listens in a case, or is about to, for whoever decides about it."""
        async with self.database.reading() as connection:
            file, known = await self._known(connection, case, lock=False)
        return rules.shown(file, who, known)

    async def is_worth_telling(self, announce: AnnounceListening) -> bool:
        """Whether a room is to be told that the hub listens there, or no longer."""
        async with self.database.reading() as connection:
            is_open, known = await self._known_there(connection, announce, lock=False)
        return rules.still_worth_telling(announce, known, is_open=is_open)

    async def mark_told(self, announce: AnnounceListening) -> None:
        """The room was told: from here on its listener may sit there. Told twice changes nothing."""
        now = self.chance.now()
        async with self.database.writing() as connection:
            is_open, known = await self._known_there(connection, announce)
            worth = rules.still_worth_telling(announce, known, is_open=is_open)
            one = next((one for one in known if one.id == announce.switch), None)
            if announce.deed == Deed.BEGUN and worth and one is not None:
                await outbox.owe(connection, self.chance, *rules.told(one, now))
                await journal.append(connection, chain.noted(Deed.TOLD, one, "hub", now))

    async def give_up(self, announce: AnnounceListening) -> None:
        """End what no room was told of, and none ever will be: nobody is wanted there, or sits there."""
        async with self.database.writing() as connection:
            is_open, known = await self._known_there(connection, announce)
            untold = [one for one in known if one.id == announce.switch and not (one.is_told or one.is_over)]
            await turning.end(connection, self.chance, untold, is_open=is_open, by="hub")

    async def is_ended(self, end: EndListener) -> bool:
        """Whether the chain tells that a switch is over: for no other one is an account ended."""
        async with self.database.reading() as connection:
            one = await self._called(connection, end.switch, end.case, end.professional)
        return one is not None and one.is_over

    # What listeners need.

    async def held(self, by: str) -> Sequence[Switch]:
        """Where this process is to listen now: wherever no other one does."""
        now = self.chance.now()
        async with self.database.reading() as connection:
            on = await self._listening(connection)
        mine = {one.id for one, lease in on if rules.is_held(lease, by, now)}
        due = [one.id for one, lease in on if one.id not in mine and rules.may_hold(lease, by, now)]
        if due:
            until = now + rules.LEASE
            async with self.database.writing() as connection:
                # What was ended meanwhile has no row, and whoever was quicker holds it.
                mine |= {id_ for id_ in due if await store.hold(connection, id_, by=by, now=now, until=until)}
        return [one for one, _ in on if one.id in mine]

    async def notebook(self, switch: Switch) -> str | None:
        """What a listener wrote down last; None if nothing yet. Raises `NotReady` while the vault is shut."""
        async with self.database.reading() as connection:
            key = await self.vault.key_for(connection, switch.case)
            return await store.notebook(connection, switch.id, key)

    async def write(self, switch: Switch, by: str, text: str) -> bool:
        """Keep what a listener writes down; no if it is over, or another process listens."""
        async with self.database.writing() as connection:
            key = await self.vault.key_for(connection, switch.case)
            return await store.write(connection, switch.id, by, text, key)

    async def _listening(self, connection: AsyncConnection) -> Sequence[tuple[Switch, Lease]]:
        leases = await store.leases(connection)
        found = [*await store.alone(connection, [one.professional for one in leases if one.professional])]
        for case in {one.case for one in leases if one.case}:
            found += chain.switches(await journal.acts_of(connection, case))
        # A row that was moved to another case or person is of nothing that the chain tells.
        on = {(one.id, one.case, one.professional): one for one in found if one.is_listening}
        of = {(lease.switch, lease.case, lease.professional): lease for lease in leases}
        return [(on[place], lease) for place, lease in of.items() if place in on]

    async def _called(
        self, connection: AsyncConnection, switch: SwitchId, case: CaseId, professional: ProfessionalId
    ) -> Switch | None:
        if not professional:
            return chain.called(await journal.acts_of(connection, case), switch)
        theirs = await store.alone(connection, [professional], also=[switch])
        return next((one for one in theirs if one.id == switch), None)

    async def _known(
        self, connection: AsyncConnection, case: CaseId, *, lock: bool = True
    ) -> tuple[CaseFile, Sequence[Switch]]:
        file = await cases.get_file(connection, case, lock=lock)
        acts = await journal.acts_of(connection, case)
        return own.bind(file, acts), chain.switches(acts)

    async def _known_there(
        self, connection: AsyncConnection, announce: AnnounceListening, *, lock: bool = True
    ) -> tuple[bool, Sequence[Switch]]:
        if not announce.professional:
            file, known = await self._known(connection, announce.case, lock=lock)
            return file.case.is_open, known
        if lock:
            await journal.take_turn(connection)
        person = await directory.find_professional_of(connection, announce.professional)
        known = await store.alone(connection, [announce.professional], also=[announce.switch])
        return person is not None, known
