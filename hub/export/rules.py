"""What a client sees of their own case, and in which form a program reads it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from hub.audit import Act
from hub.canonical import instant
from hub.cases.model import Case, Participation, Role
from hub.consent.model import Basis
from hub.export.model import Agreement, Facts, Part, Person, Place, Stay, View
from hub.identifiers import CLIENT, ConsentId, ReceiptId
from hub.receipts.rules import record

SCHEMA = "urn:fallraum:export:1"
_PARTS = {Role.LEAD: Part.LEAD, Role.MEMBER: Part.MEMBER}
_THEMSELVES = Person(part=Part.CLIENT)
_STRANGER = Person(part=Part.STRANGER)


def view(facts: Facts, now: datetime) -> View:
    """Everything a client may see of their case at an instant."""
    case = facts.file.case
    return View(
        label=case.label,
        at=now,
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        places=tuple(_places(facts)),
        stays=tuple(_stays(facts)),
        agreements=tuple(_agreements(facts, now)),
    )


def exported(case: Case, by: str, now: datetime) -> Act:
    """The audit entry of an export."""
    return Act(at=now, actor=by, deed="case.exported", case=case.id, target=case.id)


def _places(facts: Facts) -> Iterable[Place]:
    case = facts.file.case
    own = facts.seats.get(case.client)
    yield Place(
        person=_THEMSELVES,
        room=case.label,
        since=case.opened_at,
        may_sit=case.client in facts.may,
        seat=own.membership if own else None,
    )
    for part in facts.file.participations:
        user = part.professional.user
        because, seat = facts.may.get(user), facts.seats.get(user)
        basis = because if isinstance(because, Basis) else None
        yield Place(
            person=_person(facts, part),
            room=case.label,
            since=part.since,
            may_sit=basis is not None,
            consent=basis.consent if basis else None,
            until=basis.until if basis else None,
            seat=seat.membership if seat else None,
        )
    yield from _strangers(facts)


def _strangers(facts: Facts) -> Iterable[Place]:
    # Should never be seen; but if somebody sits there who may not, the client is the first to be told.
    case = facts.file.case
    known = {case.client, *(part.professional.user for part in facts.file.participations)}
    for user in sorted(facts.seats.keys() - facts.may.keys() - known):
        seat = facts.seats[user]
        yield Place(person=_STRANGER, room=case.label, since=seat.since, may_sit=False, seat=seat.membership)


def _stays(facts: Facts) -> Iterable[Stay]:
    known: dict[str, Person] = {CLIENT: _THEMSELVES}
    known |= {str(part.professional.id): _person(facts, part) for part in facts.file.participations}
    stays: list[Stay] = []
    begun: dict[str, int] = {}
    for act in facts.acts:
        if act.deed in ("seat.offered", "seat.taken"):
            if act.target not in begun:
                begun[act.target] = len(stays)
                stays.append(_begin(known.get(act.target, _STRANGER), act))
            elif act.deed == "seat.taken":
                place = begun[act.target]
                stays[place] = replace(stays[place], taken_at=act.at)
        elif act.deed in ("seat.left", "seat.ended") and act.target in begun:
            place = begun.pop(act.target)
            stays[place] = replace(stays[place], ended_at=act.at, left=act.deed == "seat.left")
    return stays


def _begin(person: Person, act: Act) -> Stay:
    stay = Stay(person=person, consent=ConsentId(act.basis) if act.basis else None)
    return replace(stay, taken_at=act.at) if act.deed == "seat.taken" else replace(stay, offered_at=act.at)


def _agreements(facts: Facts, now: datetime) -> Iterable[Agreement]:
    for consent, known in facts.consents.items():
        yield Agreement(
            consent=consent,
            record=None if known is None else record(known, now),
            notice_text=facts.notices.get(consent, ""),
        )


def _person(facts: Facts, part: Participation) -> Person:
    professional = part.professional
    return Person(
        part=_PARTS[part.role],
        name=professional.name,
        agency=facts.agencies[professional.agency].name,
        function=professional.function,
    )


# For programs.


def as_json(seen: View, language: str, receipts: Sequence[ReceiptId]) -> dict[str, Any]:
    """The view as `export.schema.json` describes it."""
    return {
        "schema": SCHEMA,
        "made_at": _instant(seen.at),
        "language": language,
        "case": {
            "label": seen.label,
            "opened_at": _instant(seen.opened_at),
            "closed_at": _instant(seen.closed_at),
        },
        "places": [_place(place) for place in seen.places],
        "stays": [_stay(stay) for stay in seen.stays],
        "consents": [
            {"consent": one.consent, "record": one.record, "notice_text": one.notice_text}
            for one in seen.agreements
        ],
        "receipts": [receipt_file(one) for one in receipts],
    }


def receipt_file(receipt: ReceiptId) -> str:
    """Where a receipt lies in the archive."""
    return f"receipts/{receipt}.json"


def _place(place: Place) -> dict[str, Any]:
    return {
        "person": _somebody(place.person),
        "room": place.room,
        "since": _instant(place.since),
        "may_sit": place.may_sit,
        "consent": place.consent,
        "until": _instant(place.until),
        "seat": place.seat.value if place.seat else None,
    }


def _stay(stay: Stay) -> dict[str, Any]:
    return {
        "person": _somebody(stay.person),
        "consent": stay.consent,
        "offered_at": _instant(stay.offered_at),
        "taken_at": _instant(stay.taken_at),
        "ended_at": _instant(stay.ended_at),
        "left": stay.left,
    }


def _somebody(person: Person) -> dict[str, str]:
    said = {"name": person.name, "agency": person.agency, "function": person.function}
    return {"part": person.part.value} | {word: value for word, value in said.items() if value}


def _instant(at: datetime | None) -> str | None:
    return None if at is None else instant(at)
