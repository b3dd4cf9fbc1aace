"""The words of presence.

Nothing here says when somebody *was* reachable: a sign is kept as the instant at which it ceases to
mean anything, and then not at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from hub.identifiers import CaseId, ProfessionalId, UserId
from hub.presence.hours import Period, Week


class State(StrEnum):
    """What others see of somebody. Coarse on purpose: it answers whether one may ring, and no more."""

    REACHABLE = "reachable"
    BUSY = "busy"
    IN_CONFERENCE = "in-conference"
    AWAY = "away"
    HOURS_OVER = "hours-over"
    NOT_SHOWN = "not-shown"
    """They do not want it seen, or nothing is known: nobody can tell the two apart."""


class Source(StrEnum):
    """What a sign comes from."""

    TYPING = "typing"
    READING = "reading"
    ONLINE = "online"
    """Matrix presence, where a homeserver sends it."""
    CONSOLE = "console"


@dataclass(frozen=True, slots=True)
class Status:
    """What somebody said of themselves for a while; gone with the process that was told."""

    state: State
    until: datetime


@dataclass(frozen=True, slots=True)
class Absence:
    """To when somebody is away, and who stands in for them."""

    until: datetime
    deputy: ProfessionalId | None = None


@dataclass(frozen=True, slots=True)
class Declared:
    """What somebody laid down about themselves. Whoever laid down nothing is not shown."""

    is_shown: bool = False
    is_findable: bool = False
    """Whether those who share no case may learn that somebody of this function can be reached, not who."""
    hidden_in: frozenset[CaseId] = frozenset()
    week: Week | None = None
    absence: Absence | None = None
    calendar: str = field(default="", repr=False)
    """Where a calendar of theirs stands. Whoever knows the address reads it: it is a secret."""


NOTHING_DECLARED = Declared()


@dataclass(frozen=True, slots=True)
class Live:
    """What is known of somebody in memory: until when each sign holds, what they said, their calendar."""

    signs: Mapping[Source, datetime] = field(default_factory=dict)
    status: Status | None = None
    busy: tuple[Period, ...] = ()
    busy_until: datetime | None = None
    """Until when their calendar counts as it was read; None: not at all."""


NOTHING_KNOWN = Live()


@dataclass(frozen=True, slots=True)
class Shown:
    """What others see of somebody at one instant: their state, and to when they said it holds."""

    state: State
    until: datetime | None = None
    deputy: ProfessionalId | None = None


NOT_SHOWN = Shown(State.NOT_SHOWN)


@dataclass(frozen=True, slots=True)
class Relayed:
    """What processes tell each other of somebody: a sign, what they said, that they laid something down."""

    user: UserId
    source: Source | None = None
    is_there: bool = False
    has_said: bool = False
    status: Status | None = None
