"""The words of commands: what somebody means, and what they are told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from hub.identifiers import CircleId, CommandId, UserId


@dataclass(frozen=True, slots=True)
class NameTopic:
    """`!thema TEXT`: a topic for the next conference."""

    text: str


@dataclass(frozen=True, slots=True)
class SetTask:
    """`!aufgabe @wer bis DATUM TEXT`: a task; without `owner` it is the writer's own."""

    owner: str
    due: date
    text: str


@dataclass(frozen=True, slots=True)
class TickOff:
    """`!erledigt NUMMER`: a task is done."""

    number: str


@dataclass(frozen=True, slots=True)
class NextConference:
    """`!termin`: when is the next conference?"""


@dataclass(frozen=True, slots=True)
class Help:
    """`!hilfe`: what can be written here?"""


Command = NameTopic | SetTask | TickOff | NextConference | Help


@dataclass(frozen=True, slots=True)
class Addressed:
    """A command, and the label of the case it is about; empty where the room says it, or none is needed."""

    command: Command
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A message that somebody wrote where the hub listens; what it says is kept nowhere."""

    id: CommandId
    sender: UserId
    at: datetime
    body: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is said to a command: a text of the catalogue with its facts, and nothing that somebody wrote."""

    key: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """An answer that is still to be said: where, to whom, and of which case if the room does not say it."""

    circle: CircleId
    to: UserId
    heard_at: datetime
    answer: Answer
    label: str = ""
