"""The words of a case's plan: tasks, goals, gaps in what is on offer, supports, and what is reported of them.

What people wrote is kept sealed beside each; here stands who, until when, and how it went.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from hub.cases.model import Professional
from hub.identifiers import CaseId, GapId, GoalId, PartyId, ProfessionalId, ReportId, SupportId, TaskId

Who: TypeAlias = ProfessionalId | PartyId
"""Whoever acts on a plan: a professional who works on the case, or the client (`CLIENT`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task (Aufgabe): who does it until the end of which day. Without an owner it is the client's own.

    `conference` is where it was agreed on, if at one. Whoever does nothing about it by then is overdue,
    professionals as well as the client (CATALOGUE F30).
    """

    id: TaskId
    case: CaseId
    owner: ProfessionalId | None
    due: date
    set_by: Who
    set_at: datetime
    conference: str | None = None
    done_at: datetime | None = None
    done_by: Who | None = None
    dropped_at: datetime | None = None
    dropped_by: Who | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still has to be done."""
        return self.done_at is None and self.dropped_at is None


class GoalState(StrEnum):
    """How a goal stands."""

    OPEN = "open"
    REACHED = "reached"
    GIVEN_UP = "given-up"
    """For a reason. It stays readable: a plan that goes on rewrites nothing (Fortschreibung)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A goal (Ziel), to be reached by a day; by what one sees that it is, is sealed beside it (F27, F28)."""

    id: GoalId
    case: CaseId
    due: date
    set_by: Who
    set_at: datetime
    conference: str | None = None
    state: GoalState = GoalState.OPEN
    settled_at: datetime | None = None
    settled_by: Who | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """An offer that is missing (Lücke im Angebot), until somebody found one."""

    id: GapId
    case: CaseId
    set_by: Who
    set_at: datetime
    conference: str | None = None
    closed_at: datetime | None = None
    closed_by: Who | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """A support (Hilfe): what a provider does in the case, since which day, reported every so many weeks."""

    id: SupportId
    case: CaseId
    responsible: ProfessionalId
    begun: date
    weeks: int
    set_by: Who
    set_at: datetime
    conference: str | None = None
    ended_at: datetime | None = None
    ended_by: Who | None = None


class Standing(StrEnum):
    """How a support goes, as whoever is responsible for it says."""

    ON_TRACK = "on-track"
    AT_RISK = "at-risk"
    STOPPED = "stopped"


class Decision(StrEnum):
    """What follows from a report that something does not go as planned (F31)."""

    ADAPT = "adapt"
    """The plan is changed."""
    KEEP = "keep"
    """It is kept, for a reason."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What was decided about a report, by whom, and when; why is sealed beside it."""

    decision: Decision
    by: Who
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How a support stood when whoever is responsible said so."""

    id: ReportId
    support: SupportId
    standing: Standing
    by: Who
    at: datetime
    answered: Answered | None = None


class DeviationKind(StrEnum):
    """What can be otherwise than planned."""

    REPORT = "report"
    TASK = "task"
    GOAL = "goal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """Something that is otherwise than planned, and so an item of the next agenda (F31).

    `about` is the id of the report, the task or the goal; `since` the day of the report, or the one by
    which it was due. `standing` is a report's.
    """

    kind: DeviationKind
    about: str
    since: date
    standing: Standing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """A deviation as people call it: which task, goal or support it is about, and what was reported of it.

    None where that can no longer be read.
    """

    deviation: Deviation
    what: str | None
    remark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What people wrote about one thing of a plan; None where nobody wrote it, or can read it any more.

    `what` it is (of a report: the remark), the `criterion` by which one sees that a goal is reached, and
    the `reason` why a task was dropped, a goal given up, a report answered as it was.
    """

    what: str | None = None
    criterion: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that was agreed on in a case, as whoever may hear what concerns everybody reads it.

    `words` are found by the id of what they are about, `people` are those whom it names.
    """

    label: str
    today: date
    tasks: tuple[Task, ...] = ()
    goals: tuple[Goal, ...] = ()
    gaps: tuple[Gap, ...] = ()
    supports: tuple[Support, ...] = ()
    reports: tuple[Report, ...] = ()
    deviations: tuple[Deviation, ...] = ()
    words: Mapping[str, Words] = field(default_factory=dict)
    people: Mapping[ProfessionalId, Professional] = field(default_factory=dict)
