"""The words of direct rooms: one for each professional who wants it; in it sit they and the steward alone."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hub.cases.model import Professional
from hub.identifiers import ProfessionalId, RoomId, UserId


@dataclass(frozen=True, slots=True)
class Wanted:
    """That somebody asked for a direct room, when last, and which it is, if one was made.

    `greeted` is since when they had sat there when they were last greeted.
    """

    professional: ProfessionalId
    asked_at: datetime
    room: RoomId | None = None
    greeted: datetime | None = None


@dataclass(frozen=True, slots=True)
class DirectRoom:
    """A direct room that was made: whose it is, and whom a voice may speak to there."""

    room: RoomId
    person: Professional
    audience: frozenset[UserId]


class Word(StrEnum):
    """What the hub says to one person alone; each has a text in the catalogue."""

    GREETING = "direct-greeting"
    TOGETHER = "direct-together"
    REFUSED = "direct-refused"
    """Why what they reacted with was not taken in: the text of a refusal with its facts, and its `reason`."""
