"""How rooms are shown at a terminal: who may sit where and why, who does, and what a change would do."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from hub.assemble import Hub
from hub.cases.model import Corner, Professional
from hub.catalogue import day, last_moment
from hub.consent.model import Basis, Consent
from hub.identifiers import COMMON, CaseId, CircleId, UserId, server_of
from hub.rooms.model import PRIVATE, Because, Change, Consulting, HubVoice, Kind
from hub.rooms.rules import AMONG_THEMSELVES
from hub.rooms.service import Foreseen, Roster
from hub.terminal import speech
from hub.terminal.speech import text

Themes = Mapping[CircleId, str]


async def themes_of(hub: Hub, case: CaseId) -> Themes:
    """What each room is about; nothing while the vault is shut, for that takes the case's key."""
    return {} if hub.vault.trouble else await hub.consents.themes(case)


# Who sits where.


def rows_of(roster: Roster, themes: Themes, client_name: str) -> list[speech.Row]:
    """One row for each person: in the common room whoever works on the case, else who may sit or does."""
    client = roster.file.case.client
    here = {"room": roster.name, "room_kind": roster.kind.value, "theme": themes.get(roster.circle)}
    roles = {part.professional.id: part.role.value for part in roster.file.participations}
    people = [person for person in roster.people if is_shown(roster, person)]
    otherwise = "specialist" if roster.kind is Kind.CONSULT else "adviser"
    rows = [_row(roster, person, roles.get(person.id, otherwise)) for person in people]
    # Whoever the chain does not tell of takes no part; that somebody pretends it is shown once.
    doubted = roster.file.doubted if roster.circle == COMMON else ()
    rows += [_row(roster, part.professional, part.role.value, doubtful=True) for part in doubted]
    if client in roster.may or client in roster.seats or roster.kind not in AMONG_THEMSELVES:
        rows.append(_other(roster, client, client_name, "client"))
    known = {str(row["user"]) for row in rows} | {client}
    voices = {user for user, because in roster.may.items() if isinstance(because, HubVoice)}
    # Should never be seen; but if somebody is inside who may not be, nobody must overlook it.
    strangers = [user for user in roster.seats if user not in known | voices]
    rows += [_other(roster, user, user, "stranger") for user in strangers]
    return [here | row for row in rows]


def is_shown(roster: Roster, person: Professional) -> bool:
    """Whether somebody is listed: in the common room who works on the case, else who may sit or does."""
    return roster.circle == COMMON or person.user in roster.may or person.user in roster.seats


def _row(roster: Roster, person: Professional, role: str, *, doubtful: bool = False) -> dict[str, object]:
    because = roster.may.get(person.user)
    return {
        "user": person.user,
        "name": person.name,
        "agency": person.agency,
        "function": person.function,
        "role": role,
        "corner": roster.corner_of(person).value,
        **_reason(because),
        "doubtful": doubtful,
        "server": server_of(person.user) if person.user in roster.outside else None,
        "unbound": person.user in roster.unbound,
        **_standing(roster, person.user),
    }


def _other(roster: Roster, user: UserId, name: str, role: str) -> dict[str, object]:
    return {
        "user": user,
        "name": name,
        "agency": None,
        "function": None,
        "role": role,
        "corner": (Corner.CLIENT if role == "client" else Corner.OUTSIDE).value,
        **_reason(None),
        "rightful": user in roster.may,
        "doubtful": user == roster.file.case.client and roster.file.contradicted,
        "unbound": False,
        "server": None,
        **_standing(roster, user),
    }


def _reason(because: Because | None) -> dict[str, object]:
    basis = because if isinstance(because, Basis) else None
    asked = because if isinstance(because, Consulting) else None
    return {
        "rightful": basis is not None or asked is not None,
        "consent": basis.consent if basis else None,
        "question": asked.question if asked else None,
        "kind": basis.kind.value if basis else None,
        "named": asdict(basis.recipient) if basis else None,
        "given_at": basis.given_at if basis else None,
        "until": basis.until if basis else asked.until if asked else None,
    }


def _standing(roster: Roster, user: UserId) -> dict[str, object]:
    seat = roster.seats.get(user)
    return {"seat": seat.membership.value if seat else None, "since": seat.since if seat else None}


def _room(row: speech.Row) -> str:
    if row["room_kind"] in (Kind.TEAM, Kind.CONSULT, *PRIVATE):
        return text(f"room-of-{row['room_kind']}", room=row["room"])
    theme = row["theme"]
    return room_named(str(row["room"]), str(theme) if theme else None)


def _who(row: speech.Row) -> str:
    return text("who", name=row["name"], role=text(f"role-{row['role']}"))


def _where(row: speech.Row) -> str:
    return f"{row['agency']} / {row['function']}" if row["agency"] else ""


def _because(row: speech.Row) -> str:
    if row["doubtful"]:
        return text("because-contradicted")
    if row["server"]:
        return text("because-server", server=row["server"])
    if row["unbound"]:
        return text("because-unbound")
    given_at, until, named = row["given_at"], row["until"], row["named"]
    if row["question"] and isinstance(until, datetime):
        return text("because-consulting", until=last_moment(until))
    if not isinstance(given_at, datetime) or not isinstance(until, datetime) or not isinstance(named, dict):
        return text("because-own-case" if row["rightful"] else "because-nothing")
    return text(
        "because-consent",
        given=day(given_at),
        agency=named["agency"],
        function=named["function"],
        until=last_moment(until),
    )


def _seat(row: speech.Row) -> str:
    seat, since = text(f"seat-{row['seat'] or 'none'}"), row["since"]
    return text("seat-since", seat=seat, since=day(since)) if isinstance(since, datetime) else seat


def _corner(row: speech.Row) -> str:
    return text(f"corner-{row['corner']}")


ROSTER: speech.Columns = {
    "room": _room,
    "name": _who,
    "recipient": _where,
    "corner": _corner,
    "because": _because,
    "seat": _seat,
}


def room_named(name: str, theme: str | None) -> str:
    """A room's pseudonymous name and, for those who may know it, what it is about."""
    return text("room-about", room=name, theme=text(f"theme-{theme}")) if theme else name


# What a change would do.


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would happen, and what the rooms it would happen in are about."""

    foreseen: Foreseen
    themes: Themes

    def tell(self) -> None:
        """In neutral words, one line for each thing that would change."""
        preview = self.foreseen.preview
        for circle in preview.new_rooms:
            speech.tell("preview-new-room", room=self._named(circle))
        for change in preview.gains:
            speech.tell("preview-gains", name=self._name(change.user), room=self._named(change.circle))
        for change in preview.losses:
            speech.tell("preview-loses", name=self._name(change.user), room=self._named(change.circle))
        for user in sorted(self.foreseen.unbound):
            speech.tell("preview-unbound", name=self._name(user))
        for circle in preview.alone:
            speech.tell("preview-alone", room=self._named(circle))
        if preview.most_lose:
            speech.tell("preview-most-lose")
        if not (preview.gains or preview.losses):
            speech.tell("preview-nothing")

    def as_json(self) -> dict[str, object]:
        """For programs."""
        preview = self.foreseen.preview
        return {
            "gains": self._changes(preview.gains),
            "losses": self._changes(preview.losses),
            "new_rooms": [self._about(circle) for circle in preview.new_rooms],
            "alone": [self._about(circle) for circle in preview.alone],
            "most_lose": preview.most_lose,
            "unbound": [{"user": u, "name": self._name(u)} for u in sorted(self.foreseen.unbound)],
        }

    def _changes(self, changes: Sequence[Change]) -> list[dict[str, object]]:
        return [{"user": c.user, "name": self._name(c.user), **self._about(c.circle)} for c in changes]

    def _about(self, circle: CircleId) -> dict[str, object]:
        return {"room": self.foreseen.name_of(circle), "theme": self.themes.get(circle)}

    def _named(self, circle: CircleId) -> str:
        return room_named(self.foreseen.name_of(circle), self.themes.get(circle))

    def _name(self, user: UserId) -> str:
        return next(person.name for person in self.foreseen.people if person.user == user)


async def look_ahead(hub: Hub, case: CaseId, changed: Consent) -> Outlook:
    """What would happen if a consent were as given here; nothing does."""
    return Outlook(await hub.rooms.preview(case, changed), await themes_of(hub, case))
