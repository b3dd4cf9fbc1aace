"""What was found in a run: who sat without a basis and for how long, and what else is wrong."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from statistics import median

from hub.identifiers import RoomId
from tests.crash.books import Books, Clock
from tests.crash.spans import Overstay, Span, overstays, without
from tests.crash.watcher import Stay

LONGEST_OVERSTAY = 5.0
# Somebody looks that often, half of the time at least.
OFTEN = 0.25
LISTED = 5


@dataclass(slots=True)
class Findings:
    """All of it; instants and lengths are in seconds of the machine's monotonic clock."""

    began: float = field(default_factory=time.monotonic)
    kills: Counter[str] = field(default_factory=Counter)
    outages: list[tuple[str, Span]] = field(default_factory=list)
    """After whose death, and from the kill until everything was ready again."""
    asked: Counter[str] = field(default_factory=Counter)
    answered: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    stays: int = 0
    overstays: list[tuple[Overstay, str]] = field(default_factory=list)
    """Who sat without a basis; the longest first."""
    blinks: list[float] = field(default_factory=list)
    """For how long nobody looked, outages not counted."""
    troubles: list[str] = field(default_factory=list)

    def judge(self, stays: Iterable[Stay], names: Mapping[RoomId, str], books: Books, clock: Clock) -> None:
        """Hold what was seen against what is in the books."""
        away = [span for _, span in self.outages]
        for stay in stays:
            self.stays += 1
            room = names.get(stay.room, "a room without a name")
            found = overstays(stay.span, books.bases(stay.user, room, clock), away)
            self.overstays += [(one, f"{stay.user} in {room}") for one in found]
        self.overstays.sort(reverse=True)
        for one, who in self.overstays:
            if one.length > LONGEST_OVERSTAY:
                self.troubles.append(f"without a basis for {one.length:.1f} s, {self._when(one.when)}: {who}")

    def count_blinks(self, gaps: Iterable[Span]) -> None:
        """Whoever looks too seldom sees nobody overstay."""
        away = [span for _, span in self.outages]
        self.blinks = [rest.length for gap in gaps for rest in without(gap, away)]
        if median(self.blinks) > OFTEN:
            self.troubles.append(f"mostly nobody looked for {median(self.blinks):.2f} s")

    def told(self) -> Iterator[str]:
        """All of it, for people."""
        yield from (f"the {victim} died {self._when(span)}" for victim, span in self.outages)
        yield "kills: " + _counted(self.kills)
        for victim in self.kills:
            if back := [span.length for whose, span in self.outages if whose == victim]:
                yield f"back after the {victim} died: {_spread(back)}"
        unanswered = self.asked.total() - self.answered - self.refused.total()
        yield f"asked: {_counted(self.asked)}; answered {self.answered}, died before an answer {unanswered}"
        yield f"refused: {_counted(self.refused) or 'nothing'}"
        yield f"{self.stays} stays; {len(self.overstays)} times one outlasted its basis beyond the outages:"
        yield from (f"  {one.length:.2f} s, {who}" for one, who in self.overstays[:LISTED])
        yield f"{len(self.blinks)} looks, apart {_spread(self.blinks)}"
        yield from (f"WRONG: {trouble}" for trouble in self.troubles or ["nothing"])

    def _when(self, span: Span) -> str:
        return f"from {span.begin - self.began:.1f} s to {span.end - self.began:.1f} s"


def _counted(what: Counter[str]) -> str:
    return ", ".join(f"{times} {name}" for name, times in sorted(what.items()))


def _spread(lengths: list[float]) -> str:
    return f"median {median(lengths):.2f} s, longest {max(lengths):.2f} s"
