"""How the audit chain is read out at a terminal: deeds in words, and by whose function they were done.

The chain calls everything by ids and names nobody, nor does this. Agency and function are told of whom
`case show` shows of the same case, and of who worked on it; of nobody else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hub.cases.model import Case, Professional
from hub.identifiers import CircleId, PartyId, is_party
from hub.rooms.naming import name_of
from hub.rooms.service import Roster
from hub.terminal import speech
from hub.terminal.asking import TOLD
from hub.terminal.parties import short
from hub.terminal.rooms import is_shown
from hub.terminal.speech import text

# Whom the chain calls by a word.
WORDS = frozenset({"terminal", "hub", "clock", "client", "other"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What the ids of a case's entries are called: the case's own label, and people's functions."""

    case: Case
    people: Mapping[str, str]

    def who(self, id_: str) -> str:
        """Whoever did something, or whom a seat was for."""
        if id_ in WORDS:
            return text(f"told-by-{id_}")
        if is_party(id_):
            return text("told-by-party", party=short(PartyId(id_)))
        return self.people.get(id_) or text("told-by-somebody", number=id_[:TOLD])

    def what(self, target: str) -> str:
        """To what something was done: the case, somebody, somebody's seat in a room, a room, or a record."""
        if target == self.case.id:
            return self.case.label
        if target in WORDS or is_party(target) or target in self.people:
            return self.who(target)
        whose, apart, circle = target.rpartition(":")
        if apart:
            return text("seat-in-room", who=self.who(whose), room=name_of(self.case, CircleId(circle)))
        return target[:TOLD]

    def room(self, circle: str) -> str:
        """Which room was made, or is lost."""
        return name_of(self.case, CircleId("" if circle == self.case.id else circle))

    @property
    def columns(self) -> speech.Columns:
        """What people read of an entry; programs get the entry as it is."""
        return {
            "at": lambda row: row["at"],
            "actor": lambda row: self.who(str(row["actor"])),
            "deed": lambda row: deed(str(row["deed"])),
            "target": self._target,
            "basis": lambda row: row["server"] or str(row["basis"])[:TOLD],
            "act-because": _because,
        }

    def _target(self, row: speech.Row) -> str:
        told = str(row["target"])
        return self.room(told) if str(row["deed"]).startswith("room.") else self.what(told)


def reading(case: Case, rosters: Iterable[Roster]) -> Reading:
    """Functions for what was done in a case, from who is shown in its rooms and who works or worked on it."""
    people: dict[str, Professional] = {}
    for roster in rosters:
        shown = [person for person in roster.people if is_shown(roster, person)]
        worked = [part.professional for part in roster.file.everybody]
        people |= {person.id: person for person in (*shown, *worked)}
    functions = {id_: f"{person.agency} / {person.function}" for id_, person in people.items()}
    return Reading(case, {id_: _apart(id_, functions) for id_ in functions})


def _apart(id_: str, functions: Mapping[str, str]) -> str:
    # Of two with one function nobody must take the one for the other: four eyes are two people's.
    is_only_one = list(functions.values()).count(functions[id_]) == 1
    return functions[id_] if is_only_one else f"{functions[id_]} ({id_[:TOLD]})"


def deed(told: str) -> str:
    """What was done, in the language of this terminal; as it stands there if nobody knows it."""
    word = told.replace(".", "-")
    said = text(f"deed-{word}")
    # A text that is missing is said by its key.
    return told if said == f"deed-{word}" else said


def _because(row: speech.Row) -> str:
    if row["cause"] is None:
        return ""
    return text("act-because", cause=deed(str(row["cause"])), seconds=f"{row['latency_seconds']:.3f}")
