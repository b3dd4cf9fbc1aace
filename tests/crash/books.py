"""What is in the hub's books, and who might sit where because of it: told anew, without the hub's rules."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import inf

from hub.assemble import Site
from hub.cases.model import Case, CaseFile
from hub.consent.model import Consent
from hub.identifiers import COMMON, CircleId, UserId
from tests.crash.spans import Span
from tests.people import STEWARD, VOICE


@dataclass(frozen=True, slots=True)
class Clock:
    """Turns instants into seconds of the machine's monotonic clock."""

    offset: float

    def at(self, instant: datetime | None) -> float:
        """An instant that never came lies at infinity."""
        return inf if instant is None else instant.timestamp() - self.offset


def clock() -> Clock:
    """The clock as it goes now."""
    return Clock(datetime.now(UTC).timestamp() - time.monotonic())


@dataclass(frozen=True, slots=True)
class Books:
    """Every case with those who work on it, and its consents."""

    files: Mapping[str, CaseFile]
    """By the label of the case."""
    consents: Mapping[str, Sequence[Consent]]

    def bases(self, user: UserId, room: str, clock: Clock) -> list[Span]:
        """When somebody had a basis to sit in the room of that name."""
        label, _, short = room.partition(" · ")
        if user == STEWARD:
            return [Span(-inf)]
        if label not in self.files:
            return []
        file = self.files[label]
        whole = Span(clock.at(file.case.opened_at), clock.at(file.case.closed_at))
        if user in (file.case.client, VOICE):
            return [whole]
        return [
            held.meets(Span(clock.at(part.since))).meets(whole)
            for part in file.participations
            if part.professional.user == user
            for consent in self.consents[label]
            if consent.recipient.agency == part.professional.agency
            and consent.recipient.function == part.professional.function
            and (any(c.startswith(short) for c in consent.circles) if short else consent.in_common)
            and (held := _held(consent, clock)).length
        ]

    def rightful(self, room: str, clock: Clock) -> set[UserId]:
        """Who may sit in the room of that name now."""
        now = time.monotonic()
        file = self.files.get(room.partition(" · ")[0])
        people = {part.professional.user for part in file.participations} if file else set()
        known = people | {STEWARD, VOICE} | ({file.case.client} if file else set())
        return {user for user in known if any(b.begin <= now < b.end for b in self.bases(user, room, clock))}

    def rooms(self, case: Case, clock: Clock) -> set[str]:
        """Which rooms an open case must have now: what the same people may hear needs no second one."""
        circles = {circle for consent in self.consents[case.label] for circle in consent.circles}
        nobody = {STEWARD, VOICE, case.client}
        names = {_name(case, circle) for circle in (COMMON, *circles)}
        hear = {name: self.rightful(name, clock) - nobody for name in names}
        in_common = hear[case.label]
        return {name for name, who in hear.items() if who and (name == case.label or who != in_common)}


async def read_books(site: Site) -> Books:
    """Read everything."""
    hub = site.hub
    cases = await hub.cases.all()
    return Books(
        {case.label: (await hub.rooms.roster(case.id)).file for case in cases},
        {case.label: await hub.consents.of_case(case.id) for case in cases},
    )


def _held(consent: Consent, clock: Clock) -> Span:
    begin = max(clock.at(consent.given_at), clock.at(consent.valid_from))
    return Span(begin, min(clock.at(consent.valid_until), clock.at(consent.ended_at)))


def _name(case: Case, circle: CircleId) -> str:
    return f"{case.label} · {circle[:4]}" if circle else case.label
