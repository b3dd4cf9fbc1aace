"""In which form a program reads a view: as `export.schema.json` describes it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from hub.canonical import instant
from hub.export.model import (
    Agreed,
    Leading,
    Meeting,
    Minuted,
    Passed,
    Person,
    Place,
    Relative,
    Reported,
    Speaking,
    Stay,
    View,
)
from hub.identifiers import ReceiptId
from hub.minutes import form as minutes_form
from hub.minutes.model import Author

SCHEMA = "urn:fallraum:export:7"


def as_json(seen: View, language: str, receipts: Sequence[ReceiptId]) -> dict[str, Any]:
    """The view for programs, with the receipts that lie beside it."""
    return {
        "schema": SCHEMA,
        "made_at": _instant(seen.at),
        "language": language,
        "case": {
            "label": seen.label,
            "opened_at": _instant(seen.opened_at),
            "closed_at": _instant(seen.closed_at),
        },
        "reader": {"subject_id": seen.reader, "is_client": seen.is_own, "reads": seen.reads},
        "leads": [_leading(one) for one in seen.leads],
        "places": [_place(place) for place in seen.places],
        "stays": [_stay(stay) for stay in seen.stays],
        "consents": [
            {"consent": one.consent, "record": one.record, "notice_text": one.notice_text}
            for one in seen.agreements
        ],
        "disclosures": [_passed(one) for one in seen.disclosures],
        "guardianships": [_speaking(one) for one in seen.guardianships],
        "conferences": [_meeting(one) for one in seen.conferences],
        "minutes": [_minuted(one) for one in seen.minutes],
        "agreed": [_agreed(one) for one in seen.agreed],
        "receipts": [receipt_file(one) for one in receipts],
    }


def receipt_file(receipt: ReceiptId) -> str:
    """Where a receipt lies in the archive."""
    return f"receipts/{receipt}.json"


def _leading(one: Leading) -> dict[str, Any]:
    return {"person": _somebody(one.person), "since": _instant(one.since), "until": _instant(one.until)}


def _place(place: Place) -> dict[str, Any]:
    return {
        "person": _somebody(place.person),
        "room": asdict(place.room),
        "since": _instant(place.since),
        "may_sit": place.may_sit,
        "consent": place.consent,
        "until": _instant(place.until),
        "seat": place.seat.value if place.seat else None,
    }


def _stay(stay: Stay) -> dict[str, Any]:
    return {
        "person": _somebody(stay.person),
        "room": asdict(stay.room),
        "consent": stay.consent,
        "offered_at": _instant(stay.offered_at),
        "taken_at": _instant(stay.taken_at),
        "ended_at": _instant(stay.ended_at),
        "left": stay.left,
    }


def _passed(one: Passed) -> dict[str, Any]:
    return {
        "disclosure": one.id,
        "at": _instant(one.at),
        "subject_id": one.subject,
        "sender": _somebody(one.sender),
        "recipient": _said(asdict(one.addressee)),
        "themes": list(one.themes),
        "basis": {"consent": one.consent} if one.consent else {"norm": one.norm, "paragraph": one.paragraph},
        "releases": list(one.releases),
        "warning": one.is_warning,
        "pseudonymised": one.is_pseudonymised,
        "proven": one.proven,
    }


def _speaking(one: Speaking) -> dict[str, Any]:
    return {
        "guardian": _relative(one.guardian),
        "subject": _relative(one.subject),
        "custody": one.custody.value,
        "confirmed": one.confirmed,
        "until": _instant(one.until),
        "ended_at": _instant(one.ended_at),
        "stands": one.stands,
    }


def _meeting(one: Meeting) -> dict[str, Any]:
    return {
        "begins_at": _instant(one.begins_at),
        "minutes": one.lasts // timedelta(minutes=1),
        "moderator": _somebody(one.moderator),
        "topics": None if one.topics is None else list(one.topics),
    }


def _minuted(one: Minuted) -> dict[str, Any]:
    def who(author: Author) -> Mapping[str, str]:
        return _somebody(one.people[author])

    begins_at = _instant(one.conference.begins_at)
    written = None if one.written is None else minutes_form.as_json(one.written, who)
    return {"begins_at": begins_at, "written": written}


def _agreed(one: Agreed) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "what": one.what,
        "person": _somebody(one.person) if one.person else None,
        "since": one.since.isoformat(),
        "due": one.due.isoformat() if one.due else None,
        "criterion": one.criterion,
        "state": one.state,
        "ended_at": _instant(one.ended_at),
        "reason": one.reason,
        "reports": [_reported(report) for report in one.reports],
    }


def _reported(one: Reported) -> dict[str, Any]:
    return {
        "standing": one.standing.value,
        "at": _instant(one.at),
        "remark": one.remark,
        "decision": one.decision.value if one.decision else None,
        "reason": one.reason,
    }


def _relative(one: Relative) -> dict[str, str]:
    return _said({"subject_id": one.pseudonym, "name": one.name})


def _somebody(person: Person) -> dict[str, str]:
    said = {"name": person.name, "agency": person.agency, "function": person.function}
    return {"part": person.part.value} | _said(said)


def _said(words: Mapping[str, str]) -> dict[str, str]:
    return {word: value for word, value in words.items() if value}


def _instant(at: datetime | None) -> str | None:
    return None if at is None else instant(at)
