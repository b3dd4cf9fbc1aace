"""What a change would do to a case's rooms: looked at before it is made, and said in neutral words."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from hub.consent.model import Basis, Consent, State
from hub.consent.rules import if_withdrawn, living
from hub.identifiers import TEAM, CircleId, ConsentId
from hub.rooms.model import Change, Preview, Rights, is_private
from hub.rooms.rules import wanted


def preview(before: Rights, after: Rights, *, rooms: Collection[CircleId]) -> Preview:
    """Who gains and who loses which room if rights change; `rooms` are those there are already.

    What is heard in no room of its own changes with the room in common, and is not counted twice.
    """
    there = (frozenset(rooms) & before.keys()) | wanted(before)
    then = there | wanted(after)
    had, has = _access(before, there), _access(after, then)
    losers = {change.user for change in had - has}
    sat, sits = {change.circle for change in had}, {change.circle for change in has}
    return Preview(
        gains=_sorted(has - had),
        losses=_sorted(had - has),
        new_rooms=tuple(sorted(then - there)),
        # Professionals among themselves leave nobody behind.
        alone=tuple(sorted(sat - sits - {TEAM})),
        most_lose=2 * len(losers) > len({change.user for change in had}),
    )


def shown_with(one: Consent, may: Rights) -> Rights:
    """Of rights what a preview of a change to one consent may speak of.

    With whom the client talks alone shows nowhere but in a change to that very consent.
    """
    return {c: people for c, people in may.items() if not is_private(c) or c == one.side}


def changed(given: Collection[Consent], one: Consent, now: datetime) -> Collection[Consent]:
    """The consents of a case as they would be if one were as given here, with what follows from it.

    Whoever withdraws by an old number withdraws what took its place; a renewal ends what it renews.
    """
    known = {consent.id: consent for consent in given}
    if one.state is State.WITHDRAWN:
        meant = living(known, one.id)
        return (known | {meant.id: if_withdrawn(meant, now)}).values()
    return (known | {one.id: one} | _replaced(known, one, now)).values()


def _replaced(known: Mapping[ConsentId, Consent], one: Consent, now: datetime) -> dict[ConsentId, Consent]:
    # A renewal that begins later stands beside what it renews.
    if one.predecessor is None or one.predecessor not in known or one.valid_from > now:
        return {}
    before = living(known, one.predecessor)
    if before.id == one.id or before.state is not State.GIVEN:
        return {}
    return {before.id: replace(before, state=State.SUPERSEDED, ended_at=now, successor=one.id)}


def _access(may: Rights, circles: Collection[CircleId]) -> frozenset[Change]:
    people = ((circle, user, because) for circle in circles for user, because in may[circle].items())
    return frozenset(Change(user, circle) for circle, user, because in people if isinstance(because, Basis))


def _sorted(changes: Collection[Change]) -> tuple[Change, ...]:
    return tuple(sorted(changes, key=lambda change: (change.circle, change.user)))
