"""One who watches: about whom something may be new to them, and what they were told so far.

Of what may be new only *whom* it is about is remembered, never what: so it cannot grow beyond the people
with whom they share a case, and nothing in it can become untrue.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from hub.identifiers import UserId
from hub.presence.seeing import Glimpse
from hub.presence.wishes import Wish


@dataclass(frozen=True, slots=True)
class News:
    """What is new for a watcher: of whom they see what now, and of whom they see nothing any more.

    And the wishes that came true.
    """

    seen: Mapping[UserId, Glimpse]
    gone: frozenset[UserId]
    is_whole: bool = False
    together: tuple[Wish, ...] = ()


@dataclass(eq=False, slots=True)
class Watcher:
    """Somebody who watches, on one line."""

    user: UserId
    told: dict[UserId, Glimpse] = field(default_factory=dict)
    """What they see, as far as they were told."""
    is_new: bool = True
    """Whether they were told nothing yet: first they are told everything there is to see."""
    is_fresh: bool = False
    """Whether what is shared was brought up to date for them just now."""
    _touched: set[UserId] = field(default_factory=set)
    _true: list[Wish] = field(default_factory=list)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)

    def touch(self, people: Iterable[UserId]) -> None:
        """Something may have changed about these; they look when they are woken."""
        self._touched.update(people)

    def hear_of(self, wish: Wish) -> None:
        """A wish of theirs came true."""
        self._true.append(wish)
        self.wake()

    def wake(self) -> None:
        """It is time to look."""
        self._wake.set()

    async def touching(self) -> None:
        """Wait until something may be new to them."""
        await self._wake.wait()

    def begin_to_look(self) -> tuple[set[UserId], Sequence[Wish]]:
        """About whom something may be new, and which wishes came true; they sleep until there is more."""
        self._wake.clear()
        touched, self._touched = self._touched, set()
        true, self._true = self._true, []
        return touched, true

    def take_in(self, looked: Mapping[UserId, Glimpse | None], together: tuple[Wish, ...]) -> News | None:
        """What is new to them of what was looked up; from here on they were told it. None if nothing is."""
        seen = {
            person: glimpse
            for person, glimpse in looked.items()
            if glimpse is not None and self.told.get(person) != glimpse
        }
        gone = frozenset(
            person for person, glimpse in looked.items() if glimpse is None and person in self.told
        )
        is_whole, self.is_new = self.is_new, False
        self.told |= seen
        for person in gone:
            del self.told[person]
        if not (is_whole or seen or gone or together):
            return None
        return News(seen, gone, is_whole=is_whole, together=together)
