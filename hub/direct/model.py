"""The words of direct rooms: one for each professional who wants it, in which else only voices sit."""

from dataclasses import dataclass
from enum import StrEnum

from hub.cases.model import Professional
from hub.identifiers import ProfessionalId, RoomId, UserId


@dataclass(frozen=True, slots=True)
class Wanted:
    """That somebody wants a direct room, and which it is, if one was made.

    It `is_asked` for as long as they wait to be let in; who then leaves by their own act stays out. They are
    greeted once for each time they come.
    """

    professional: ProfessionalId
    is_asked: bool = True
    room: RoomId | None = None
    is_greeted: bool = False


@dataclass(frozen=True, slots=True)
class DirectRoom:
    """A direct room that was made: whose it is, and before whom a voice may speak there."""

    room: RoomId
    person: Professional
    audience: frozenset[UserId]


class Word(StrEnum):
    """What the hub says to one person alone; each has a text in the catalogue."""

    GREETING = "direct-greeting"
    PLAIN_GREETING = "direct-plain-greeting"
    """Where presence is switched off, and reactions say nothing."""
    TOGETHER = "direct-together"
    PRE_CHECK = "direct-pre-check"
    """That a conference they moderate still lacks something: how much, and never what."""
    REMINDED = "direct-reminded"
    """What became of a digest that they reacted to: its `answer`."""
    REFUSED = "direct-refused"
    """Why what they reacted with was not taken in: the text of a refusal with its facts, and its `reason`."""
