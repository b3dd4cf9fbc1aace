"""What somebody says of themselves by a reaction: a sign, or a few words that a client lets them react with.

For whoever has nothing but a Matrix client at hand.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from hub.calendar import HOME
from hub.presence.model import State

# How a client asks for the coloured form of a sign.
_COLOURED = "\ufe0f"
_SIGNS: Mapping[str, State] = {
    "🟢": State.REACHABLE,
    "🟡": State.BUSY,
    "🔴": State.IN_CONFERENCE,
}
# How long a sign without a time holds: nobody should have to think of taking it back.
STATUS_LASTS: Mapping[State, timedelta] = {
    State.REACHABLE: timedelta(hours=2),
    State.BUSY: timedelta(hours=1),
    State.IN_CONFERENCE: timedelta(minutes=90),
}
# What was said longer ago says nothing of now.
FRESH = timedelta(minutes=5)
_UNTIL = re.compile(
    r"(?P<sign>[🟢🟡🔴])?\s*(?:(?:bis|until)\s+)?(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?(?:\s*(?:uhr|h))?"
)
_AWAY = re.compile(r"(?:weg|away)\s+(?:bis|until)\s+(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.?")


@dataclass(frozen=True, slots=True)
class Say:
    """That they are something until an instant."""

    state: State
    until: datetime


@dataclass(frozen=True, slots=True)
class SayNothing:
    """That what they said holds no longer."""


@dataclass(frozen=True, slots=True)
class BeSeen:
    """Whether those who share a case may see them."""

    is_shown: bool


@dataclass(frozen=True, slots=True)
class BeAway:
    """That they are away until an instant; None: they are back."""

    until: datetime | None


Meant = Say | SayNothing | BeSeen | BeAway
_PLAIN: Mapping[str, Meant] = {
    "⚪": SayNothing(),
    "👁": BeSeen(is_shown=True),
    "🙈": BeSeen(is_shown=False),
    "🏠": BeAway(None),
}


def meant(key: str, now: datetime) -> Meant | None:
    """What a reaction says, as it stands in `m.annotation`; None if nothing that is known here.

    Times are by the clock on the wall in Germany: of today, else nothing is meant; a day without a year is
    the next one of that name, and whoever is away until then is back when it begins.
    """
    said = bare(key)
    if said in _PLAIN:
        return _PLAIN[said]
    if said in _SIGNS:
        return Say(_SIGNS[said], now + STATUS_LASTS[_SIGNS[said]])
    if found := _UNTIL.fullmatch(said):
        until = _today(now, found["hour"], found["minute"])
        return Say(_SIGNS[found["sign"] or "🟢"], until) if until else None
    found = _AWAY.fullmatch(said)
    until = _next(now, int(found["day"]), int(found["month"])) if found else None
    return BeAway(until) if until else None


def is_hiding(key: str) -> bool:
    """Whether a reaction says that somebody wants to be seen no longer."""
    return _PLAIN.get(bare(key)) == BeSeen(is_shown=False)


def is_too_late(key: str, at: datetime, now: datetime) -> bool:
    """Whether it was said too long ago to be so now; whoever wants to be hidden is.

    A homeserver pushes again what it could not push before: meanwhile they may have said otherwise.
    """
    return abs(now - at) >= FRESH and not is_hiding(key)


def bare(key: str) -> str:
    """A sign as it is compared, however it is written."""
    return key.replace(_COLOURED, "").strip().lower()


def _today(now: datetime, hour: str, minute: str | None) -> datetime | None:
    try:
        at = time(int(hour), int(minute or 0))
    except ValueError:
        return None
    until = datetime.combine(now.astimezone(HOME).date(), at, HOME)
    return until if until > now else None


def _next(now: datetime, day: int, month: int) -> datetime | None:
    this = now.astimezone(HOME).year
    days = (_day(year, month, day) for year in (this, this + 1))
    return next((begins for begins in days if begins is not None and begins > now), None)


def _day(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day, tzinfo=HOME)
    except ValueError:
        return None
