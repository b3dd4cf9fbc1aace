"""How the audit chain is read out at a terminal: deeds in people's words, those who did them by their names.

The chain calls everything by ids. Here nobody is named whom `case show` does not show of the same case,
or who did not work on it; the client and whoever stands on their side are named nowhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hub.cases.model import Case
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
    """What the ids of a case's entries are called: the case's own label, and people's names."""

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
    """Names for what was done in a case, from who is shown in its rooms and who works or worked on it."""
    people: dict[str, str] = {}
    for roster in rosters:
        shown = [person for person in roster.people if is_shown(roster, person)]
        worked = [part.professional for part in roster.file.everybody]
        people |= {person.id: person.name for person in (*shown, *worked)}
    return Reading(case, people)


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
