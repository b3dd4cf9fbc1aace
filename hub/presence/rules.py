"""What others see of somebody, by what they laid down, what is known of them, and the hour.

No rule here remembers anything: whoever cannot be reached now was never seen to be.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hub.presence.hours import Period, in_common, without
from hub.presence.model import (
    NOT_SHOWN,
    Declared,
    Live,
    Shown,
    Source,
    State,
    Status,
)

SIGN_LASTS: Mapping[Source, timedelta] = {
    Source.TYPING: timedelta(minutes=5),
    Source.READING: timedelta(minutes=5),
    # Synapse calls somebody idle after five minutes, and tells so when it changes.
    Source.ONLINE: timedelta(minutes=10),
    # A console's socket beats every twenty seconds.
    Source.CONSOLE: timedelta(seconds=60),
}
"""How long a sign of each kind means that somebody is there."""

LONGEST_STATUS = timedelta(hours=12)
# What a calendar said that could not be read since may have changed by then.
CALENDAR_LASTS = timedelta(hours=1)
LONGEST_ABSENCE = timedelta(days=400)
# Of fewer nobody is told that one of them can be reached.
FEWEST_FINDABLE = 3
# Further ahead nobody's hours say anything about when to ring.
HORIZON = 21
MAY_BE_SAID = frozenset({State.REACHABLE, State.BUSY, State.IN_CONFERENCE})


def shown(declared: Declared, live: Live, now: datetime) -> Shown:
    """What may be seen of somebody at an instant, by whoever may see anything of them.

    What they say themselves goes before their hours, their hours before their calendar, and that
    before any sign. Hours alone make nobody reachable: unknown is no.
    """
    if not declared.is_shown:
        return NOT_SHOWN
    absence = declared.absence
    if absence is not None and now < absence.until:
        return Shown(State.AWAY, absence.until, absence.deputy)
    if live.status is not None and now < live.status.until <= now + LONGEST_STATUS:
        return Shown(live.status.state, live.status.until)
    if declared.week is not None and _holding(declared.week.around(now, 1), now) is None:
        return Shown(State.HOURS_OVER)
    if (appointment := _holding(_busy(live, now), now)) is not None:
        return Shown(State.BUSY, appointment.ends)
    return Shown(State.REACHABLE) if live_at(live, now).signs else NOT_SHOWN


def changes_at(declared: Declared, live: Live, now: datetime) -> datetime | None:
    """When time alone may next change what is seen of somebody."""
    if not declared.is_shown:
        return None
    instants = [*live.signs.values()]
    instants += [declared.absence.until] if declared.absence else []
    instants += [live.status.until] if live.status else []
    busy = _busy(live, now)
    instants += [live.busy_until] if busy and live.busy_until else []
    periods = [*busy, *(declared.week.around(now, HORIZON) if declared.week else ())]
    instants += [instant for period in periods for instant in (period.begins, period.ends)]
    return min((instant for instant in instants if instant > now), default=None)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is seen of somebody, and when they can be reached next, from one instant until another one."""

    shown: Shown
    next_at: datetime | None
    since: datetime
    until: datetime | None

    def holds(self, now: datetime) -> bool:
        """Whether it is still so, if nothing but time has gone on."""
        return self.since <= now and (self.until is None or now < self.until)


def outlook(declared: Declared, live: Live, now: datetime) -> Outlook:
    """What is seen of somebody from now on, for as long as only time goes on.

    Whoever is within their hours now is next to be reached when a sign of them comes: nobody knows when.
    """
    first = next((window.begins for window in windows(declared, live, now)), None)
    next_at = first if first is not None and first > now else None
    return Outlook(shown(declared, live, now), next_at, now, changes_at(declared, live, now))


def windows(declared: Declared, live: Live, now: datetime) -> list[Period]:
    """When somebody can be reached from now on, by their hours, their calendar and their absence.

    Nothing, if they declared no hours, or are not shown.
    """
    if not declared.is_shown or declared.week is None:
        return []
    begins = max(now, declared.absence.until) if declared.absence else now
    past = Period(datetime.min.replace(tzinfo=now.tzinfo), begins)
    return without(declared.week.around(now, HORIZON), [*_busy(live, now), past])


def common_window(windows_of: Iterable[list[Period]], length: timedelta) -> Period | None:
    """The first time of some length at which all can be reached; None if there is none, or nobody."""
    everybody = list(windows_of)
    if not everybody:
        return None
    common, *others = everybody
    for theirs in others:
        common = in_common(common, theirs)
    first = next((window for window in common if window.ends - window.begins >= length), None)
    return None if first is None else Period(first.begins, first.begins + length)


def live_at(live: Live, now: datetime) -> Live:
    """What of somebody still means anything; the rest is forgotten."""
    busy = tuple(period for period in _busy(live, now) if now < period.ends)
    return Live(
        # What holds longer than its kind ever does was seen by a clock that has been set back since.
        {source: until for source, until in live.signs.items() if now < until <= now + SIGN_LASTS[source]},
        live.status if live.status and now < live.status.until <= now + LONGEST_STATUS else None,
        busy,
        live.busy_until if busy else None,
    )


def signed(live: Live, source: Source, now: datetime, *, is_there: bool) -> Live:
    """What is known after a sign; one that they are gone takes away what its own source said."""
    others = {which: until for which, until in live.signs.items() if which is not source}
    signs = others | ({source: now + SIGN_LASTS[source]} if is_there else {})
    return live_at(replace(live, signs=signs), now)


@dataclass(frozen=True, slots=True)
class Findable:
    """Somebody who agreed that it may be found out whether anybody of their function can be reached."""

    function: str
    agency: str
    state: State


def functions_reachable(findable: Iterable[Findable]) -> tuple[str, ...]:
    """Functions of which somebody can be reached.

    None of which only few are known just now, or of one agency alone: whoever asked again and again would
    learn when one person comes and goes. Who is not shown helps nobody to hide.
    """
    known: dict[str, list[Findable]] = {}
    for one in findable:
        if one.state is not State.NOT_SHOWN:
            known.setdefault(one.function, []).append(one)
    return tuple(sorted(function for function, those in known.items() if _may_be_told_of(those)))


def _may_be_told_of(those: list[Findable]) -> bool:
    are_many = len(those) >= FEWEST_FINDABLE and len({one.agency for one in those}) > 1
    return are_many and any(one.state is State.REACHABLE for one in those)


def is_news(live: Live, source: Source, now: datetime, *, is_there: bool) -> bool:
    """Whether a sign tells other processes anything: that somebody goes, comes, or is there still."""
    until = live_at(live, now).signs.get(source)
    if not is_there:
        return until is not None
    # Who types does so all the time: what holds for long enough need not be told again.
    return until is None or until - now < SIGN_LASTS[source] / 2


def said(live: Live, status: Status | None, now: datetime) -> Live:
    """What is known after somebody said something of themselves, or took it back."""
    return live_at(replace(live, status=status), now)


def busied(live: Live, busy: Iterable[Period], read_at: datetime, now: datetime) -> Live:
    """What is known after somebody's calendar was read; what was read before counts no more."""
    return live_at(replace(live, busy=tuple(busy), busy_until=read_at + CALENDAR_LASTS), now)


def _busy(live: Live, now: datetime) -> tuple[Period, ...]:
    # As with signs: what would hold for longer was read by a clock that has been set back since.
    until = live.busy_until
    return live.busy if until is not None and now < until <= now + CALENDAR_LASTS else ()


def _holding(periods: Iterable[Period], now: datetime) -> Period | None:
    return next((period for period in periods if period.holds(now)), None)
