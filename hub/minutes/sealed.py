"""The very text that is sealed, and by whose hash the audit chain knows it.

JSON in canonical form. Each text has a salt: without it a short one could be guessed from its hash.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from hub.canonical import canonical_json, instant, moment_of
from hub.identifiers import CaseId, ConferenceId, EntryId, MinutesId, ObjectionId, PartyId, ProfessionalId
from hub.minutes.model import Agreed, Author, Entry, Kind, Objection, Planned, Version, Words

Said = Entry | Objection | Version
Json = Mapping[str, Any]


def written(said: Said, salt: str) -> str:
    """An entry, an objection or a version as it is sealed."""
    if isinstance(said, Entry):
        form = _entry(said)
    elif isinstance(said, Objection):
        form = _objection(said)
    else:
        form = _version(said)
    return canonical_json({**form, "salt": salt}).decode()


def read_entry(text: str) -> Entry:
    """Read an entry; raises one of `canonical.UNREADABLE` if it is none."""
    return _read_entry(json.loads(text))


def read_objection(text: str) -> Objection:
    """As `read_entry`."""
    return _read_objection(json.loads(text))


def read_version(text: str) -> Version:
    """As `read_entry`."""
    form = json.loads(text)
    return Version(
        id=MinutesId(form["id"]),
        case=CaseId(form["case"]),
        conference=ConferenceId(form["conference"]),
        number=int(form["number"]),
        at=moment_of(form["at"]),
        objections_until=moment_of(form["objections_until"]),
        items=tuple(form["items"]),
        present=tuple(_author(one) for one in form["present"]),
        is_counted=bool(form["is_counted"]),
        entries=tuple(_read_entry(one) for one in form["entries"]),
        objections=tuple(_read_objection(one) for one in form["objections"]),
        lost=int(form["lost"]),
    )


def _entry(one: Entry) -> dict[str, Any]:
    words, agreed = one.words, one.words.agreed
    return {
        "id": one.id,
        "case": one.case,
        "conference": one.conference,
        "author": one.author,
        "at": instant(one.at),
        "kind": words.kind.value,
        "item": words.item,
        "text": words.text,
        "who": words.who,
        "day": words.day.isoformat() if words.day else "",
        "agreed": [agreed.kind.value, agreed.id] if agreed else [],
        "instead_of": one.instead_of or "",
    }


def _objection(one: Objection) -> dict[str, Any]:
    return {
        "id": one.id,
        "case": one.case,
        "conference": one.conference,
        "author": one.author,
        "at": instant(one.at),
        "text": one.text,
    }


def _version(one: Version) -> dict[str, Any]:
    return {
        "id": one.id,
        "case": one.case,
        "conference": one.conference,
        "number": one.number,
        "at": instant(one.at),
        "objections_until": instant(one.objections_until),
        "items": list(one.items),
        "present": list(one.present),
        "is_counted": one.is_counted,
        "entries": [_entry(entry) for entry in one.entries],
        "objections": [_objection(objection) for objection in one.objections],
        "lost": one.lost,
    }


def _read_entry(form: Json) -> Entry:
    agreed = form["agreed"]
    return Entry(
        id=EntryId(form["id"]),
        case=CaseId(form["case"]),
        conference=ConferenceId(form["conference"]),
        author=_author(form["author"]),
        at=moment_of(form["at"]),
        words=Words(
            kind=Kind(form["kind"]),
            item=str(form["item"]),
            text=str(form["text"]),
            who=str(form["who"]),
            day=date.fromisoformat(form["day"]) if form["day"] else None,
            agreed=Agreed(Planned(agreed[0]), str(agreed[1])) if agreed else None,
        ),
        instead_of=EntryId(form["instead_of"]) if form["instead_of"] else None,
    )


def _read_objection(form: Json) -> Objection:
    return Objection(
        id=ObjectionId(form["id"]),
        case=CaseId(form["case"]),
        conference=ConferenceId(form["conference"]),
        author=_author(form["author"]),
        at=moment_of(form["at"]),
        text=str(form["text"]),
    )


def _author(name: str) -> Author:
    # Both are names of records; which of the two it is, the name says.
    return PartyId(name) if name == "client" else ProfessionalId(name)
