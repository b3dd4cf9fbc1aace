"""What may be agreed on, who settles it, and what of it is otherwise than planned."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from hub.audit import Act
from hub.calendar import birthday
from hub.cases.model import CaseFile
from hub.cases.rules import works_on
from hub.errors import Refused
from hub.identifiers import CLIENT, CaseId, ProfessionalId, UserId
from hub.plan.model import (
    Answered,
    Decision,
    Gap,
    Goal,
    GoalState,
    Report,
    Standing,
    Support,
    Task,
    Who,
)
from hub.plan.progress import day_of
from hub.typed import showable

LONGEST_TEXT = 500
MOST_OPEN = 200
YEARS_AHEAD = 2
# Nothing that still runs began longer ago: an earlier year is a typing error.
YEARS_BACK = 20
USUAL_WEEKS, MOST_WEEKS = 4, 26


# Who may do something at all.


def reader(file: CaseFile, hears: Collection[UserId], user: UserId) -> Who | Refused:
    """Who somebody is to the plan, if they may hear now what concerns everybody.

    `hears` is who may (`rooms.facts`, the common circle); of anybody else not even the case's label is said.
    """
    if user in hears and user == file.case.client:
        return CLIENT
    people = (part.professional for part in file.participations)
    found = next((person.id for person in people if person.user == user), None)
    return found if found is not None and user in hears else Refused("plan-not-for-you")


def writer(file: CaseFile, hears: Collection[UserId], user: UserId) -> Who | Refused:
    """As `reader`. Whoever was part of a case is told that it is closed: it takes nothing any more."""
    known = {file.case.client, *(part.professional.user for part in file.everybody)}
    if not file.case.is_open and user in known:
        return Refused("case-closed", {"case": file.case.label})
    return reader(file, hears, user)


def _leads(file: CaseFile, who: Who) -> bool:
    return file.lead is not None and file.lead.id == who


# What people write.


def words(text: str) -> str | Refused:
    """What somebody wrote, as a plan may keep it."""
    return showable(text, most=LONGEST_TEXT)


def remark(text: str) -> str | Refused:
    """As `words`; nothing at all is fine."""
    return words(text) if text.strip() else ""


# Tasks.


def owner(file: CaseFile, user: UserId | None) -> ProfessionalId | Refused | None:
    """Whose something is to be: somebody's who works on the case; nobody's means the client's."""
    if user is None or user == file.case.client:
        return None
    people = (part.professional for part in file.participations)
    found = next((person.id for person in people if person.user == user), None)
    # Whether they are anywhere else in the network is not said.
    return found or Refused("plan-person-not-involved", {"case": file.case.label})


def set_task(offered: Task, what: str, file: CaseFile, *, open_ones: int) -> str | Refused:
    """The words of a task that may be set; `open_ones` is how many the case has already.

    Whoever is to do it works on the case, or is the client.
    """
    if offered.owner is not None and not works_on(file, offered.owner):
        return Refused("plan-person-not-involved", {"case": file.case.label})
    return _fits(file, open_ones) or _ahead(offered.due, offered.set_at) or words(what)


def tick_off(task: Task, who: Who, file: CaseFile, now: datetime) -> Task | Refused:
    """A task is done, as its owner or the lead says."""
    if who != (task.owner or CLIENT) and not _leads(file, who):
        return Refused("task-not-yours")
    return _settled(task) or replace(task, done_at=now, done_by=who)


def drop(task: Task, who: Who, file: CaseFile, now: datetime) -> Task | Refused:
    """A task is not to be done any more, as the lead or whoever set it says."""
    if who != task.set_by and not _leads(file, who):
        return Refused("task-not-set-by-you")
    return _settled(task) or replace(task, dropped_at=now, dropped_by=who)


def _settled(task: Task) -> Refused | None:
    if task.done_at is not None:
        return Refused("task-done-already")
    return Refused("task-dropped-already") if task.dropped_at is not None else None


# Goals.


def set_goal(
    offered: Goal, what: str, criterion: str, file: CaseFile, *, open_ones: int
) -> tuple[str, str] | Refused:
    """The words of a goal that may be set: what, and by what one sees that it is reached (F27)."""
    if not criterion.strip():
        return Refused("goal-without-criterion")
    no = _fits(file, open_ones) or _ahead(offered.due, offered.set_at)
    if no is not None:
        return no
    kept, seen_by = words(what), words(criterion)
    if isinstance(kept, Refused):
        return kept
    return seen_by if isinstance(seen_by, Refused) else (kept, seen_by)


def reach(goal: Goal, who: Who, file: CaseFile, now: datetime) -> Goal | Refused:
    """A goal is reached, as the client or the lead says: it binds these two (F26)."""
    return _may_settle(goal, who, file) or replace(
        goal, state=GoalState.REACHED, settled_at=now, settled_by=who
    )


def give_up(goal: Goal, who: Who, file: CaseFile, now: datetime) -> Goal | Refused:
    """A goal is given up; as `reach`."""
    return _may_settle(goal, who, file) or replace(
        goal, state=GoalState.GIVEN_UP, settled_at=now, settled_by=who
    )


def _may_settle(goal: Goal, who: Who, file: CaseFile) -> Refused | None:
    if who != CLIENT and not _leads(file, who):
        return Refused("goal-not-yours")
    return None if goal.state is GoalState.OPEN else Refused(f"goal-{goal.state}-already")


# Gaps.


def note_gap(what: str, file: CaseFile, *, open_ones: int) -> str | Refused:
    """The words of a gap that may be noted."""
    return _fits(file, open_ones) or words(what)


def close_gap(gap: Gap, who: Who, file: CaseFile, now: datetime) -> Gap | Refused:
    """What was missing is found, as the lead or whoever noted it says."""
    if who != gap.set_by and not _leads(file, who):
        return Refused("gap-not-yours")
    return Refused("gap-closed-already") if gap.closed_at else replace(gap, closed_at=now, closed_by=who)


# Supports, and how they go.


def begin_support(offered: Support, what: str, who: Who, file: CaseFile, *, open_ones: int) -> str | Refused:
    """The words of a support that begins: the lead says so, or whoever is responsible for it."""
    if who != offered.responsible and not _leads(file, who):
        return Refused("support-not-yours-to-begin")
    if not works_on(file, offered.responsible):
        return Refused("plan-person-not-involved", {"case": file.case.label})
    if not 1 <= offered.weeks <= MOST_WEEKS:
        return Refused("support-weeks", {"most": str(MOST_WEEKS)})
    today = day_of(offered.set_at)
    if offered.begun > today or birthday(offered.begun, YEARS_BACK) < today:
        return Refused("support-begun", {"day": _said(offered.begun), "years": str(YEARS_BACK)})
    return _fits(file, open_ones) or words(what)


def end_support(support: Support, who: Who, file: CaseFile, now: datetime) -> Support | Refused:
    """A support is over, as the lead or whoever is responsible for it says."""
    if who != support.responsible and not _leads(file, who):
        return Refused("support-not-yours")
    return _over(support) or replace(support, ended_at=now, ended_by=who)


def report(support: Support, who: Who) -> Refused | None:
    """Why somebody may not report on a support, if so: only whoever is responsible for it knows."""
    if who != support.responsible:
        return Refused("report-not-yours")
    return _over(support)


def answer(one: Report, answered: Answered, reason: str, file: CaseFile) -> Report | Refused:
    """What the lead decides about a report: to adapt the plan, or to keep it for a reason (F31)."""
    if not _leads(file, answered.by):
        return Refused("report-answered-by-lead")
    if one.standing is Standing.ON_TRACK:
        return Refused("report-needs-no-answer")
    if one.answered is not None:
        return Refused("report-answered-already")
    if answered.decision is Decision.KEEP and not reason.strip():
        return Refused("report-kept-without-reason")
    return replace(one, answered=answered)


def _over(support: Support) -> Refused | None:
    return Refused("support-ended-already") if support.ended_at is not None else None


# What is the same for all of it.


def _fits(file: CaseFile, open_ones: int) -> Refused | None:
    if not file.case.is_open:
        return Refused("case-closed", {"case": file.case.label})
    return Refused("plan-full", {"most": str(MOST_OPEN)}) if open_ones >= MOST_OPEN else None


def _ahead(due: date, now: datetime) -> Refused | None:
    # Until today is until tonight.
    if day_of(now) <= due <= birthday(day_of(now), YEARS_AHEAD):
        return None
    return Refused("plan-day-not-ahead", {"day": _said(due), "years": str(YEARS_AHEAD)})


def _said(day: date) -> str:
    return f"{day:%d.%m.%Y}"


# What the audit chain tells: by their numbers, never what they are about.


def task_set(task: Task, actor: str) -> Act:
    """The audit entry of a task that was set, on the strength of the conference at which it was."""
    act = settled("task.set", task.id, actor, task.set_at, case=task.case)
    return replace(act, basis=task.conference or "")


def goal_set(goal: Goal, actor: str) -> Act:
    """As `task_set`, for a goal."""
    act = settled("goal.set", goal.id, actor, goal.set_at, case=goal.case)
    return replace(act, basis=goal.conference or "")


def gap_noted(gap: Gap, actor: str) -> Act:
    """As `task_set`, for a gap."""
    act = settled("gap.noted", gap.id, actor, gap.set_at, case=gap.case)
    return replace(act, basis=gap.conference or "")


def support_begun(support: Support, actor: str) -> Act:
    """As `task_set`, for a support."""
    act = settled("support.begun", support.id, actor, support.set_at, case=support.case)
    return replace(act, basis=support.conference or "")


def settled(deed: str, target: str, actor: str, at: datetime, *, case: CaseId) -> Act:
    """The audit entry of what became of one of them."""
    return Act(at=at, actor=actor, deed=deed, case=case, target=target)
