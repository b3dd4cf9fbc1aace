"""How a kind of reminder is read from its file: strictly, with the place that is not as it must be."""

import re
import tomllib
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from hub.errors import Refused
from hub.monitoring.model import Audience, Kind, KindId, Recurrence, Span, Trigger

E = TypeVar("E", bound=StrEnum)
LONGEST_NORM = 60
# Nobody is reminded longer than that before or after a day.
MOST_DAYS = 400
MOST_MONTHS = 24
MOST_OFFSETS = 6
MOST_TIMES = 100
_CODE = re.compile(r"r[1-9]\d?[a-z]?")
_FIELDS = frozenset(
    {
        *("code", "version", "trigger", "audience", "offsets", "escalate", "after", "recurrence"),
        *("norm", "duty"),
    }
)
_SPAN = frozenset({"months", "days", "working_days"})
_RECURRENCE = _SPAN | {"times", "until"}
_UNTIL = "closed"
# What the hub knows itself comes again by itself.
_MAY_RECUR = frozenset({Trigger.DATE, Trigger.CASE, Trigger.CLOSED})
# Whose something is, is known of these alone.
_OWNED = frozenset({Trigger.TASK, Trigger.REPORT, Trigger.CONFERENCE, Trigger.MINUTES})


# What there is to remind a client of. They are told before a day, or on it, and never that it is over.
_FOR_CLIENTS = frozenset({Trigger.TASK, Trigger.CONFERENCE, Trigger.CONSENT})
# No earlier: until its day it is remembered what was said to them, and after sixty days it is forgotten.
_MOST_DAYS_FOR_CLIENTS = 30


class _Malformed(Exception):
    """The place that is not as it must be, and what is wrong there."""


def read(text: str, *, known_texts: Collection[str]) -> Kind | Refused:
    """The kind of a file; `known_texts` are the codes that have a text in every language."""
    try:
        return _kind(tomllib.loads(text), known_texts)
    except (tomllib.TOMLDecodeError, _Malformed) as error:
        return Refused("kind-malformed", {"what": ascii(str(error))[1:-1][:120]})


def _kind(said: Mapping[str, Any], known_texts: Collection[str]) -> Kind:
    _only(said, _FIELDS, "")
    code = said.get("code")
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise _Malformed("code")
    if code not in known_texts:
        raise _Malformed(f"no text: remind-{code}")
    trigger, audience = _one(said, Trigger, "trigger"), _one(said, Audience, "audience")
    if audience is Audience.OWNER and trigger not in _OWNED:
        raise _Malformed(f"audience: {trigger} has no owner")
    offsets = _offsets(said.get("offsets"))
    if audience is Audience.CLIENT:
        _for_client(said, trigger, offsets)
    return Kind(
        id=KindId(code, _whole(said, "version", "", 1, 9999)),
        trigger=trigger,
        audience=audience,
        offsets=offsets,
        escalate=_whole(said, "escalate", "", 1, MOST_DAYS) if "escalate" in said else None,
        after=_span(said["after"], "after: ", _SPAN) if "after" in said else Span(),
        recurrence=_recurrence(said["recurrence"], trigger) if "recurrence" in said else None,
        norm=_norm(said.get("norm", "")),
        is_duty=_truth(said.get("duty", False)),
    )


def _for_client(said: Mapping[str, Any], trigger: Trigger, offsets: tuple[int, ...]) -> None:
    if trigger not in _FOR_CLIENTS:
        raise _Malformed(f"audience: no client is reminded of {trigger}")
    if strange := sorted(said.keys() & {"escalate", "after", "norm", "duty"}):
        raise _Malformed(strange[0])
    if max(offsets) > 0:
        raise _Malformed("offsets: none behind the day")
    if min(offsets) < -_MOST_DAYS_FOR_CLIENTS:
        raise _Malformed(f"offsets: none earlier than -{_MOST_DAYS_FOR_CLIENTS}")


def _offsets(said: Any) -> tuple[int, ...]:
    if not isinstance(said, list) or not 0 < len(said) <= MOST_OFFSETS:
        raise _Malformed(f"offsets: 1-{MOST_OFFSETS}")
    if not all(_is_whole(one) and abs(one) <= MOST_DAYS for one in said):
        raise _Malformed(f"offsets: -{MOST_DAYS} … {MOST_DAYS}")
    if sorted(set(said)) != said:
        raise _Malformed("offsets: in order")
    return tuple(said)


def _recurrence(said: Any, trigger: Trigger) -> Recurrence:
    place = "recurrence: "
    every = _span(said, place, _RECURRENCE)
    if trigger not in _MAY_RECUR:
        raise _Malformed(f"{place}trigger {trigger}")
    if ("times" in said) == ("until" in said):
        # Neither: it would never end. Both: nobody could tell when.
        raise _Malformed(f'{place}times, or until = "{_UNTIL}"')
    if "until" in said:
        if said["until"] != _UNTIL:
            raise _Malformed(f'{place}until = "{_UNTIL}"')
        return Recurrence(every=every)
    return Recurrence(every=every, times=_whole(said, "times", place, 1, MOST_TIMES))


def _span(said: Any, place: str, fields: Collection[str]) -> Span:
    if not isinstance(said, dict):
        raise _Malformed(f"{place}{' | '.join(sorted(_SPAN))}")
    _only(said, fields, place)
    numbers = {name: _whole(said, name, place, 1, MOST_DAYS) for name in _SPAN if name in said}
    if not numbers:
        # It would never happen, or all the time.
        raise _Malformed(f"{place}{' | '.join(sorted(_SPAN))}")
    if numbers.get("months", 0) > MOST_MONTHS:
        raise _Malformed(f"{place}months: 1-{MOST_MONTHS}")
    return Span(**numbers)


def _norm(said: Any) -> str:
    if not isinstance(said, str) or len(said) > LONGEST_NORM or not said.isprintable():
        raise _Malformed("norm")
    return said


def _truth(said: Any) -> bool:
    if not isinstance(said, bool):
        raise _Malformed("duty: true | false")
    return said


def _only(said: Mapping[str, Any], known: Collection[str], place: str) -> None:
    if strange := sorted(said.keys() - set(known)):
        raise _Malformed(f"{place}{strange[0]}")


def _one(said: Mapping[str, Any], words: type[E], name: str) -> E:
    value = said.get(name)
    if not isinstance(value, str) or value not in list(words):
        raise _Malformed(f"{name}: {' | '.join(words)}")
    return words(value)


def _is_whole(value: Any) -> bool:
    # In Python a truth value is a number, too.
    return isinstance(value, int) and not isinstance(value, bool)


def _whole(said: Mapping[str, Any], name: str, place: str, least: int, most: int) -> int:
    value = said.get(name)
    if not isinstance(value, int) or not _is_whole(value) or not least <= value <= most:
        raise _Malformed(f"{place}{name}: {least}-{most}")
    return value
