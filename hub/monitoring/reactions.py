"""What somebody says of a digest by reacting to it."""

from dataclasses import dataclass

from hub.presence.reactions import bare

# A digit becomes the sign of a key by this.
_KEY = "\u20e3"


@dataclass(frozen=True, slots=True)
class Done:
    """That something is done: the item of that number, or without one the only item."""

    number: int | None = None


@dataclass(frozen=True, slots=True)
class Snooze:
    """That all of it is to come again on the next working day."""


@dataclass(frozen=True, slots=True)
class Mute:
    """That they want to hear no more of that kind."""


Meant = Done | Snooze | Mute
_PLAIN: dict[str, Meant] = {"✅": Done(), "⏰": Snooze(), "🔕": Mute()}
MARKS = tuple(f"{number}\ufe0f{_KEY}" for number in range(1, 10))
"""The signs of the numbers, as they stand before the items."""


def meant(key: str) -> Meant | None:
    """What a reaction says of a digest, as it stands in `m.annotation`; None if nothing."""
    said = bare(key)
    if said in _PLAIN:
        return _PLAIN[said]
    return next((Done(number) for number, mark in enumerate(MARKS, 1) if bare(mark) == said), None)
