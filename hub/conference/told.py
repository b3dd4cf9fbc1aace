"""What those in a room are told of a conference: values, made of what is so at that moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hub.cases.model import CaseFile, Corner, Professional
from hub.conference.model import Conference, Item, Occasion, Poll


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What is posted: the conference, its items in order, and the topics people asked for."""

    file: CaseFile
    conference: Conference
    moderator: Professional | None
    items: tuple[Item, ...]
    topics: tuple[str, ...]
    unsaid: tuple[Professional | None, ...] = ()
    """Whose topics have no words yet; None is the client."""
    invites_until: datetime | None = None
    """Until when people may add a topic by reacting to it; None if they may not."""
    occasion: Occasion = Occasion.CALLED
    is_news: bool = True
    """Whether it says anything that was not posted before."""
    present: tuple[str, ...] = ()
    """The agencies that take part."""
    has_client: bool = False
    missing: tuple[Corner, ...] = ()
    deviations: tuple[str, ...] = ()
    """Where the plan went otherwise: for the look back."""
    print_: str = ""
    """By which it is told from another one."""

    @property
    def wanted(self) -> int:
        """How many topics people asked for."""
        return len(self.topics) + len(self.unsaid)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """That a conference was moved or cancelled, and why."""

    file: CaseFile
    conference: Conference
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Which item it is, and which one comes behind it; `order` is whose turn it is in a round."""

    conference: Conference
    number: int
    item: Item
    minutes: int
    following: Item | None
    order: tuple[str, ...]
    is_first: bool = False
    """Whether it is the first that is told: then it is told, too, how one asks to speak."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlmostOver:
    """That the time of an item is almost over."""

    conference: Conference
    number: int
    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """That a conference is over."""

    conference: Conference


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """That a conference in writing is over: to which items how many replies are missing, by nobody's name."""

    conference: Conference
    missing: Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the room is asked."""

    file: CaseFile
    conference: Conference
    poll: Poll


Told = Asked | Agenda | Change | Turn | AlmostOver | Ended | Closed
"""What the conference voice says about a conference: that it begins (its agenda), or how it goes on."""
