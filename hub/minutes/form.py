"""In which form a program reads minutes, wherever they are taken away."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from hub.canonical import instant
from hub.minutes.model import Author, Entry, Minutes

Node = dict[str, Any]
Called = Callable[[Author], Mapping[str, str] | None]


def as_json(minutes: Minutes, called: Called) -> Node:
    """A version for programs; `called` says who somebody is to whoever reads it."""
    version = minutes.version
    return {
        "made_at": instant(version.at),
        "objections_until": instant(version.objections_until),
        "present": [called(one) for one in version.present] if version.is_counted else None,
        "sections": [
            {
                "item": one.item,
                "notes": [_note(note) for note in one.notes],
                "dissents": [{"by": called(it.author), "text": it.words.text} for it in one.dissents],
            }
            for one in minutes.sections
        ],
        "decisions": [
            {"who": one.words.who, "text": one.words.text, "day": _day(one.words.day)}
            for one in minutes.decisions
        ],
        "gaps": [one.words.text for one in minutes.gaps],
        "next_dates": [{"day": _day(one.words.day), "text": one.words.text} for one in minutes.next_dates],
        "objections": [
            {"by": called(one.author), "at": instant(one.at), "text": one.text} for one in version.objections
        ],
        "lost": version.lost,
    }


def _note(one: Entry) -> Node:
    return {"text": one.words.text, "agreed": one.words.agreed.kind.value if one.words.agreed else None}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
