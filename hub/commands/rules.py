"""What somebody means by a command, who may give it where, and whom it is about."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from hub.cases.model import CaseFile
from hub.commands.model import (
    Addressed,
    Answer,
    Command,
    Heard,
    Help,
    NameTopic,
    NextConference,
    Owed,
    SetTask,
    TickOff,
)
from hub.conference.model import Conference
from hub.conference.rules import closes_at
from hub.errors import Refused
from hub.identifiers import COMMON, OWN, CaseId, CircleId, UserId
from hub.plan.model import Task

LONGEST = 2_000
# So many letters of a task's number at least: fewer are typed by mistake.
LEAST = 4
# What somebody asked that long ago is answered no more.
STALE = timedelta(hours=1)
# Whoever asked yesterday has long since asked another way: what a homeserver was late with is left undone.
OLDEST = timedelta(days=1)
# Clocks go apart by minutes. What is dated later is no sent message, and would never be too old.
EARLIEST = timedelta(minutes=5)
# That it was done: longer than anybody hears it again.
MEMORY = 2 * OLDEST

_COMMAND = re.compile(r"!(?P<name>[^\W\d_]+)(?:\s+(?P<rest>.*))?", re.DOTALL)
_TASK = re.compile(r"(?:(?P<owner>@\S+)\s+)?bis\s+(?P<day>\S+)\s+(?P<text>.+)", re.DOTALL)
_DAY = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})?")
_LABEL = re.compile(r"[A-Za-z]{1,10}-\d{1,10}")
_NUMBER = re.compile(r"[0-9a-f]{4,64}")
_NO_TEXT = re.compile(r"[\ud800-\udfff]")
_CLIENT = frozenset({"@klientin", "@klient", "@client"})
# The whole room, an account, or a link that clients show as one: what the hub repeats calls nobody.
_MENTION = re.compile(r"@room\b|@[^\s:@/]+:[\w\[]|matrix\.to/|matrix:(?:u|r|roomid)/", re.IGNORECASE)
# What a no may tell: none of it was written in the room.
_OURS = frozenset({"case", "least", "most", "topics"})
_FOR_PROFESSIONALS = frozenset({"command-task-form", "command-number"})
_TOLD_TO_CLIENTS = frozenset(
    {
        "command-unknown",
        "command-too-long",
        "command-without-text",
        "command-mention",
        "command-plain-text",
        "command-not-here",
        "command-not-for-client",
        "command-too-many",
    }
)


@dataclass(frozen=True, slots=True)
class _Typed:
    """What stands behind a command's name, and the label of its case if the room does not say that."""

    rest: str = field(repr=False)
    today: date
    label: str = ""


def addressed(body: str, today: date, *, names_case: bool) -> Addressed | Refused | None:
    """What a message means; None if it is no command at all.

    Where the room says of no case, the label of one stands behind the name of a command that is about one.
    """
    # The pattern never sees what is too long: only how it begins. What is no text at all is no command.
    if not _COMMAND.match(body[:LONGEST]) or _NO_TEXT.search(body):
        return None
    if len(body) > LONGEST:
        return Refused("command-too-long", {"most": str(LONGEST)})
    found = _COMMAND.fullmatch(body.rstrip())
    known = _COMMANDS.get(found["name"].lower()) if found else None
    if found is None or known is None:
        return Refused("command-unknown")
    read, needs_case = known
    rest = (found["rest"] or "").strip()
    typed = _labelled(rest, today) if names_case and needs_case else _Typed(rest, today)
    if isinstance(typed, Refused):
        return typed
    command = read(typed)
    return command if isinstance(command, Refused) else Addressed(command, typed.label)


def _labelled(rest: str, today: date) -> _Typed | Refused:
    label, *behind = rest.split(maxsplit=1) or [""]
    if _LABEL.fullmatch(label) is None:
        return Refused("command-without-case")
    return _Typed("".join(behind), today, label.upper())


def looked_at(named: Sequence[CaseId], theirs: Sequence[CaseId]) -> CaseId | None:
    """Which of somebody's cases is looked at: the one that is named, else any other one of theirs.

    So it takes as long for one that there is not as for one in which they may not be heard.
    """
    one = named if len(named) == 1 else theirs
    return one[0] if one else None


def _topic(typed: _Typed) -> Command | Refused:
    text = typed.rest
    return _mentions(text) or (NameTopic(text) if text else Refused("command-without-text"))


def _task(typed: _Typed) -> Command | Refused:
    found = _TASK.fullmatch(typed.rest)
    due = _day(found["day"], typed.today) if found else None
    if found is None or due is None:
        return Refused("command-task-form-alone" if typed.label else "command-task-form")
    return _mentions(found["text"]) or SetTask(found["owner"] or "", due, found["text"].strip())


def _tick(typed: _Typed) -> Command | Refused:
    number = typed.rest.lower()
    is_number = _NUMBER.fullmatch(number) is not None
    return TickOff(number) if is_number else Refused("command-number", {"least": str(LEAST)})


# How what stands behind a name is read, and whether it is about one case, which a direct room does not say.
_COMMANDS: Mapping[str, tuple[Callable[[_Typed], Command | Refused], bool]] = {
    "thema": (_topic, True),
    "aufgabe": (_task, True),
    "erledigt": (_tick, False),
    "termin": (lambda _: NextConference(), True),
    "hilfe": (lambda _: Help(), False),
}


def _mentions(text: str) -> Refused | None:
    return Refused("command-mention") if _MENTION.search(text) else None


def _day(typed: str, today: date) -> date | None:
    """A day as `31.3.2027`, `31.3.` (the next one) or `2027-03-31`."""
    found = _DAY.fullmatch(typed)
    try:
        if found is None:
            return date.fromisoformat(typed)
        year, month, day = int(found["year"] or today.year), int(found["month"]), int(found["day"])
        due = date(year, month, day)
        return due if found["year"] or due >= today else date(year + 1, month, day)
    except ValueError:
        return None


def may_give(command: Command, circle: CircleId, *, is_client: bool) -> Refused | None:
    """Whether somebody may give a command there. What concerns all only where all are, or they alone."""
    if isinstance(command, Help):
        return None
    if is_client and not isinstance(command, NameTopic):
        return Refused("command-not-for-client")
    # A task is ticked off wherever it is talked about.
    if circle not in (COMMON, OWN) and not isinstance(command, TickOff):
        return Refused("command-not-here")
    return None


def of_no_case(command: Command) -> Answer | Refused:
    """What is said to somebody alone where no case is known of which they may hear.

    For one that there is not and one in which they may not be heard it is the same.
    """
    if isinstance(command, Help):
        return Answer(key="command-help-alone")
    return Refused("command-no-task" if isinstance(command, TickOff) else "command-unknown-case")


def owner(typed: str, file: CaseFile, sender: UserId) -> UserId | Refused:
    """Whom a task is for: an account as `@bo` or whole, the client, or whoever wrote it."""
    if not typed:
        return sender
    if typed.lower() in _CLIENT:
        return file.case.client
    everybody = {part.professional.user for part in file.participations}
    found = {user for user in everybody if user == typed or user.partition(":")[0] == typed.lower()}
    return next(iter(found)) if len(found) == 1 else Refused("command-who")


def task_called(number: str, tasks: Sequence[Task]) -> Task | Refused:
    """The task whose number begins as typed."""
    found = [task for task in tasks if task.id.startswith(number)]
    return found[0] if len(found) == 1 else Refused("unknown-in-plan", {"number": number[:8]})


def next_one(known: Sequence[Conference], now: datetime) -> Conference | None:
    """The next conference that those in the common room have."""
    return next(_ahead(known, now), None)


def takes_topics(known: Sequence[Conference], now: datetime) -> Conference | None:
    """For which conference somebody names a topic: the first whose agenda does not stand, else the next."""
    return next((one for one in _ahead(known, now) if now < closes_at(one)), next_one(known, now))


def _ahead(known: Sequence[Conference], now: datetime) -> Iterator[Conference]:
    ahead = (
        one for one in known if one.circle == COMMON and one.cancelled_at is None and one.begins_at > now
    )
    return iter(sorted(ahead, key=lambda one: one.begins_at))


def refusal(refused: Refused, *, is_client: bool) -> Answer:
    """How a no is said: without what somebody wrote, and to the client in words of their language."""
    refused = _in_words_of_ours(refused)
    if is_client and refused.reason in _FOR_PROFESSIONALS:
        refused = Refused("command-not-for-client")
    elif is_client and refused.reason not in _TOLD_TO_CLIENTS:
        refused = Refused("command-topic-not-noted")
    return Answer(key=f"refused-{refused.reason}", facts=refused.facts)


def _in_words_of_ours(refused: Refused) -> Refused:
    # What the wings refuse by repeating what somebody wrote is said in words of the hub's alone.
    match refused.reason:
        case "unshowable-text":
            return Refused("command-plain-text", {"most": refused.facts["most"]})
        case "unknown-in-plan":
            return Refused("command-no-task")
        case "plan-day-not-ahead":
            return Refused("command-day")
        case reason:
            return Refused(reason, {name: fact for name, fact in refused.facts.items() if name in _OURS})


def is_heard(heard: Heard, since: datetime, now: datetime) -> bool:
    """Whether it was said since the hub listens, and just now."""
    return heard.at >= since and now - OLDEST <= heard.at <= now + EARLIEST


def still_worth_saying(owed: Owed, now: datetime) -> bool:
    """Whether somebody still waits for the answer."""
    return now - owed.heard_at < STALE
