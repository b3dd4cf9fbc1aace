"""Who holds what: each attack against the three walls together, and against each of them alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from tests.attacks import attacks
from tests.attacks.attacks import Attack
from tests.attacks.scene import Where


class Walls(Enum):
    """Which of the three stand."""

    TOGETHER = "all three"
    RULES = "the room's rules alone"
    GUARD = "the guard alone"
    RECONCILER = "the reconciler alone"

    @property
    def with_rules(self) -> bool:
        """Whether the room's rules are as they were made; else its steward opened them."""
        return self in (Walls.TOGETHER, Walls.RULES)

    @property
    def with_guard(self) -> bool:
        """Whether the homeserver has the guard in it."""
        return self in (Walls.TOGETHER, Walls.GUARD)

    @property
    def with_reconciler(self) -> bool:
        """Whether a courier works."""
        return self in (Walls.TOGETHER, Walls.RECONCILER)


class Outcome(Enum):
    """What comes of an attack. In all but the last nobody is inside in the end who was not before."""

    REFUSED = "refused"
    """It was never done."""
    UNDONE = "undone"
    """It could be done, and was over soon."""
    HIDDEN = "hidden"
    """Their own server lets them; the hub's shows it to nobody."""
    ALARM = "alarm"
    """A rule stays changed; nobody new gets in until the room's rules stand again."""
    SPOKEN = "spoken"
    """It was said, and all who sit there could read it."""
    STAYS = "stays"
    """Somebody sits there without a right."""


Held = Mapping[Where, Outcome]


def both(outcome: Outcome) -> Held:
    """The same for people of both servers."""
    return dict.fromkeys(Where, outcome)


def here(outcome: Outcome, elsewhere: Outcome) -> Held:
    """One for people of the hub's own server, another for those of another one."""
    return {Where.HERE: outcome, Where.ELSEWHERE: elsewhere}


@dataclass(frozen=True, slots=True)
class Row:
    """What comes of one attack."""

    attack: Attack
    held: Mapping[Walls, Held]

    def against(self, walls: Walls) -> Held:
        """What comes of it against some walls, for each side that can try it."""
        return {where: outcome for where, outcome in self.held[walls].items() if where in self.attack.sides}


def _row(attack: Attack, together: Held, rules: Held, guard: Held, reconciler: Held) -> Row:
    return Row(attack, dict(zip(Walls, (together, rules, guard, reconciler), strict=True)))


_REFUSED, _UNDONE, _ALARM = both(Outcome.REFUSED), both(Outcome.UNDONE), both(Outcome.ALARM)
_SPOKEN, _STAYS = both(Outcome.SPOKEN), both(Outcome.STAYS)
# The guard speaks for its own homeserver only.
_GUARD_LETS_IN = here(Outcome.REFUSED, elsewhere=Outcome.STAYS)
_GUARD_LETS_CHANGE = here(Outcome.REFUSED, elsewhere=Outcome.ALARM)
_GUARD_HIDES = here(Outcome.REFUSED, elsewhere=Outcome.HIDDEN)

TABLE = (
    _row(attacks.INVITE, _REFUSED, _REFUSED, _GUARD_LETS_IN, _UNDONE),
    _row(attacks.JOIN, _REFUSED, _REFUSED, _GUARD_LETS_IN, _UNDONE),
    _row(attacks.KNOCK, _REFUSED, _REFUSED, _GUARD_LETS_IN, _UNDONE),
    _row(attacks.THIRD_PARTY, _REFUSED, _REFUSED, _GUARD_LETS_IN, _UNDONE),
    _row(attacks.RESTRICTED, _REFUSED, _REFUSED, _GUARD_LETS_IN, _UNDONE),
    _row(attacks.ADMIN_JOIN, _REFUSED, _REFUSED, _REFUSED, _UNDONE),
    _row(attacks.ADMIN_POWER, _UNDONE, _STAYS, _STAYS, _UNDONE),
    _row(attacks.POWER, _REFUSED, _REFUSED, _GUARD_LETS_CHANGE, _ALARM),
    _row(attacks.HISTORY, _REFUSED, _REFUSED, _GUARD_LETS_CHANGE, _ALARM),
    _row(attacks.ENCRYPTION, _REFUSED, _REFUSED, _GUARD_LETS_CHANGE, _ALARM),
    _row(attacks.PLAINTEXT, _GUARD_HIDES, _SPOKEN, _GUARD_HIDES, _SPOKEN),
    _row(attacks.TOMBSTONE, _REFUSED, _REFUSED, _GUARD_LETS_CHANGE, _ALARM),
    _row(attacks.PARTITION, _UNDONE, _STAYS, _STAYS, _UNDONE),
    _row(attacks.OLD_DEVICE, _REFUSED, _SPOKEN, _GUARD_HIDES, _REFUSED),
    _row(attacks.SITTING, _UNDONE, _STAYS, _STAYS, _UNDONE),
    _row(attacks.REINVITE, _REFUSED, _REFUSED, _GUARD_LETS_IN, _UNDONE),
)


def as_written() -> str:
    """The table as it stands in ARCHITECTURE.md."""
    titles = ("what is tried", *(walls.value for walls in Walls))
    rows = [(row.attack.name, *(_said(row.against(walls)) for walls in Walls)) for row in TABLE]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (titles, ("---",) * len(titles), *rows))


def _said(held: Held) -> str:
    # First of people of the hub's own server, then of another one's, if that is not the same.
    return " · ".join(dict.fromkeys(outcome.value for outcome in held.values()))
