"""A busy office by chance: cases are opened and closed, consents given, renewed, narrowed and withdrawn."""

import asyncio
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import cast

from hub.cases.model import CaseFile, Professional
from hub.consent.model import ORGANISATION, Consent, State
from hub.consent.rules import names
from hub.errors import Refused
from hub.identifiers import CaseId, UserId
from hub.matrix.names import new_client
from tests.crash.deeds import (
    HOUSING,
    Closing,
    Deed,
    Giving,
    Involving,
    Narrowing,
    Opening,
    Reading,
    Withdrawal,
)
from tests.crash.household import Household
from tests.crash.terminal import Answered
from tests.crash.watcher import Watcher
from tests.people import HUB

AT_ONCE = 3
"""How many cases are open."""
LONGEST_BREATH = 0.4
THEMES = (frozenset({ORGANISATION, HOUSING}), frozenset({ORGANISATION}), frozenset({HOUSING}))


@dataclass(slots=True)
class Script:
    """What is asked for, drawn from a seed, and what was answered."""

    household: Household
    fate: Random
    people: Sequence[Professional]
    watcher: Watcher
    """Watches the clients, too: from before their accounts exist until they are out of a closed case."""
    asked: Counter[type[Deed]] = field(default_factory=Counter)
    answered: list[Answered] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    _open: list[CaseId] = field(default_factory=list)
    _leaving: list[UserId] = field(default_factory=list)

    async def play(self) -> None:
        """Ask for one deed after the other until cancelled."""
        while True:
            await self._ask(await self._next())
            await asyncio.sleep(self.fate.uniform(0, LONGEST_BREATH))

    async def _ask(self, deed: Deed) -> None:
        self.asked[type(deed)] += 1
        answered = await self.household.terminal.ask(deed)
        if answered is None:
            return
        if isinstance(answered.answer, Refused):
            self.refused[answered.answer.reason] += 1
            return
        self.answered.append(answered)
        if isinstance(answered.answer, CaseFile):
            self._open.append(answered.answer.case.id)

    async def _next(self) -> Deed:
        self._leaving = [user for user in self._leaving if not self.watcher.loses_sight_of(user)]
        if len(self._open) < AT_ONCE:
            return self._opening()
        case = self.fate.choice(self._open)
        read = None
        while read is None:
            read = await self.household.terminal.ask(Reading(case))
        file, consents = cast("tuple[CaseFile, Sequence[Consent]]", read.answer)
        if not file.case.is_open:
            self._open.remove(case)
            self._leaving.append(file.case.client)
            return await self._next()
        return self._draw(file, [c for c in consents if c.state is State.GIVEN])

    def _opening(self) -> Deed:
        client = new_client(f"{self.fate.getrandbits(48):012x}", HUB)
        self.watcher.watched.add(client)
        lead, *members = self.fate.sample([person.user for person in self.people], 3)
        return Opening(client, lead, tuple(members))

    def _draw(self, file: CaseFile, given: Collection[Consent]) -> Deed:
        case = file.case.id
        part_of_it = {part.professional.user for part in file.participations}
        chances: list[tuple[float, Deed]] = [(0.6, Closing(case))]
        for person in self.people:
            theirs = [consent for consent in given if names(consent.recipient, person)]
            if not theirs:
                chances.append((6, self._giving(file, person)))
            if person.user not in part_of_it:
                chances.append((3, Involving(case, person.user)))
            for consent in theirs:
                chances.append((3, Withdrawal(consent.id)))
                chances.append((1, self._giving(file, person, renews=consent)))
                if consent.in_common and consent.circles:
                    chances.append((2, Narrowing(consent.id, self.fate.choice((ORGANISATION, HOUSING)))))
        (deed,) = self.fate.choices([deed for _, deed in chances], [weight for weight, _ in chances])
        return deed

    def _giving(self, file: CaseFile, person: Professional, *, renews: Consent | None = None) -> Giving:
        is_short = self.fate.random() < 0.3
        begins_later = renews is None and self.fate.random() < 0.15
        return Giving(
            case=file.case.id,
            client=file.case.client,
            recipient=person,
            themes=self.fate.choice(THEMES),
            begins_in=timedelta(seconds=self.fate.uniform(1, 4)) if begins_later else None,
            lasts=timedelta(seconds=self.fate.uniform(4, 15)) if is_short else timedelta(days=90),
            renews=renews.id if renews else None,
        )
