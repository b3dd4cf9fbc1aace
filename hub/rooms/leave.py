"""Which other servers must see that somebody was removed, how patiently they are watched, and the proof."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from hub.audit import Act
from hub.canonical import digest
from hub.cases.model import CaseFile, Professional
from hub.effects import AT_ONCE, ConfirmLeave, Debt, Urgency
from hub.federation import others
from hub.identifiers import CaseId, UserId
from hub.rooms.model import Membership, Room, Seat
from hub.rooms.noting import called, ever_there, seat_of

SEEN = "leave.seen"
# A server that has not seen a leave by then is an alarm.
ALARMING = timedelta(seconds=60)
# Looking keeps the same homeserver busy that has to send the leave: what is measured must not wait for it.
SHORTEST_PATIENCE = timedelta(milliseconds=250)
LONGEST_PATIENCE = timedelta(seconds=60)


def confirmations(
    room: Room,
    known: Mapping[UserId, Seat],
    seen: Mapping[UserId, Seat],
    *,
    home: str,
    following: Collection[UserId],
) -> tuple[Debt, ...]:
    """For each who was removed: their own server must see it, and those of all who sat there and stay.

    `following` are those whose server had all that their leave builds upon. That of anybody else may
    acknowledge it and understand nothing.
    """
    stay = _staying(known, seen)
    return tuple(
        # Before any words: what is measured is not the time they take.
        Debt(ConfirmLeave(room.case, room.id, user, server), AT_ONCE, Urgency.WORDS)
        for user in _removed(known, seen)
        for server in others(stay | ({user} & set(following)), home)
    )


def uncertain(
    known: Mapping[UserId, Seat],
    seen: Mapping[UserId, Seat],
    *,
    home: str,
    following: Collection[UserId],
) -> tuple[str, ...]:
    """The servers that perhaps take somebody for a member who was removed, for good."""
    lost = [user for user in _removed(known, seen) if user not in following]
    # As long as anybody of theirs sits there, they may ask for what they missed.
    asking = others(_staying(known, seen), home)
    return tuple(server for server in others(lost, home) if server not in asking)


def patience(waited: timedelta) -> timedelta:
    """How long until the next look: a quarter of the time it took so far, so the measure is as fine."""
    return max(SHORTEST_PATIENCE, min(waited / 4, LONGEST_PATIENCE))


def seen_by(
    server: str,
    file: CaseFile,
    room: Room,
    user: UserId,
    now: datetime,
    *,
    advisers: Iterable[Professional] = (),
) -> Act:
    """The audit entry of a leave that another server has seen. The chain names it by a hash."""
    people = ever_there(file, room.circle, advisers)
    target = seat_of(called(file, people, user, {}), room.circle)
    mark = mark_of(server, room.case)
    return Act(at=now, actor="hub", deed=SEEN, case=room.case, target=target, basis=mark)


def mark_of(server: str, case: CaseId) -> str:
    """By which hash the chain names a server; another one in every case."""
    return digest({"case": case, "server": server})


def _removed(known: Mapping[UserId, Seat], seen: Mapping[UserId, Seat]) -> list[UserId]:
    return [user for user, seat in sorted(known.items()) if seat.is_inside and user not in seen]


def _staying(known: Mapping[UserId, Seat], seen: Mapping[UserId, Seat]) -> set[UserId]:
    return {user for user, seat in seen.items() if _sits(seat) and _sits(known.get(user))}


def _sits(seat: Seat | None) -> bool:
    # Events go to the servers of those who sit, and of whom they are about.
    return seat is not None and seat.membership is Membership.JOINED
