"""In which form an extract is handed out: as `extract.schema.json` describes it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hub.canonical import instant
from hub.cases.model import Participation
from hub.closing import sight
from hub.closing.model import Facts
from hub.conference.model import Conference
from hub.disclosure.model import Feedback, Record, Review
from hub.identifiers import CLIENT, ExtractId, ProfessionalId
from hub.minutes import form as minutes_form
from hub.minutes.model import FINAL, Author, Held
from hub.minutes.rules import minutes
from hub.plan.model import GoalState, Words
from hub.receipts.model import Facts as RecordFacts
from hub.receipts.model import Seal
from hub.receipts.rules import called, record

EXTRACT = Seal("fallraum:FileExtract", b"Fallraum extract for a file, version 1\n")
SCHEMA = "urn:fallraum:extract:2"

Node = dict[str, Any]


def draw(facts: Facts, part: Participation, id_: ExtractId, now: datetime) -> Node:
    """An extract as it will be signed: what its reader may hold, and not a byte of anything else."""
    case = facts.file.case
    assert case.closed_at is not None, "there is an extract of what is over"
    met = [one for one, _ in facts.conferences]
    hears = sight.hears(facts.reader, facts.given, now)
    attended = {one.id for one in sight.attended(facts.reader, met, facts.acts, case.closed_at)}
    return {
        "@type": EXTRACT.type,
        "schema": SCHEMA,
        "extract_id": id_,
        "made_at": instant(now),
        "language": facts.language,
        "case": {
            "id": case.id,
            "label": case.label,
            "opened_at": instant(case.opened_at),
            "closed_at": instant(case.closed_at),
        },
        "professional": {
            "id": facts.reader.id,
            **_person(facts, facts.reader.id),
            "agency_id": facts.reader.agency,
            "role": part.role.value,
            "since": instant(part.since),
        },
        "consents": [
            {"consent": one.id, "record": _record(facts.records.get(one.id), now)}
            for one in sight.consents_of(facts)
        ],
        "disclosures": [_passed(facts, one) for one in sight.readable(facts.reader, facts.disclosures)],
        "conferences": [
            _meeting(facts, *one, hears=hears) for one in facts.conferences if one[0].id in attended
        ],
        "still_open": _still_open(facts) if hears else None,
        "closing_note": _note(facts, now),
    }


def _record(found: RecordFacts | None, now: datetime) -> Node | None:
    if found is None:
        return None
    # Without named senders that would be whoever works on the case: a list that is not theirs.
    named = found.evidence.consent.senders
    return record(replace(found, sharing=tuple(one for one in found.sharing if one.id in named)), now)


def _passed(facts: Facts, one: Record) -> Node:
    made, said = one.disclosure, one.contents
    is_own = made.sender == facts.reader.id
    recipient = made.recipient
    person = facts.people[recipient.person].name if recipient.person else ""
    return {
        "disclosure": made.id,
        "at": instant(made.at),
        "way": made.way.value,
        "subject_id": called(made.subject, facts.file.case.label),
        "sender": _person(facts, made.sender),
        "recipient": {
            "agency": facts.agencies[recipient.agency].name,
            "function": recipient.function,
            "unit": recipient.unit,
            "name": person,
        },
        "basis": made.basis,
        "releases": list(made.releases),
        "themes": sorted(said.themes),
        # Why it was necessary is the sender's note.
        "necessity": said.necessity if is_own else None,
        "review": _review(one),
        "feedback": _feedback(one),
    }


def _review(one: Record) -> Node | None:
    given = one.review
    if given is None or not isinstance(given.answer, Review) or not given.proven:
        return None
    return {"at": instant(given.at), "in_order": given.answer.in_order, "remark": given.answer.remark}


def _feedback(one: Record) -> Node | None:
    given = one.feedback
    if given is None or not isinstance(given.answer, Feedback) or not given.proven:
        return None
    said = given.answer
    return {"at": instant(given.at), "confirmed": said.confirmed, "acted": said.acted, "acts": said.acts}


def _meeting(facts: Facts, one: Conference, topics: Iterable[str] | None, *, hears: bool) -> Node:
    return {
        "begins_at": instant(one.begins_at),
        "minutes": one.lasts // timedelta(minutes=1),
        "moderator": _person(facts, one.moderator),
        "topics": None if topics is None else list(topics),
        "final_minutes": _minutes(facts, facts.minutes.get(one.id, Held())) if hears else None,
    }


def _minutes(facts: Facts, held: Held) -> Node | None:
    final = held.version(FINAL)

    def who(author: Author) -> Mapping[str, str] | None:
        return None if author == CLIENT else _person(facts, ProfessionalId(author))

    return minutes_form.as_json(minutes(final), who) if final else None


def _still_open(facts: Facts) -> Node:
    plan = facts.plan
    tasks = (one for one in plan.tasks if one.is_open)
    goals = (one for one in plan.goals if one.state is GoalState.OPEN)
    return {
        "tasks": [
            {
                "what": plan.words.get(one.id, Words()).what,
                "owner": _person(facts, one.owner) if one.owner else None,
                "due": one.due.isoformat(),
            }
            for one in tasks
        ],
        "goals": [
            {
                "what": plan.words.get(one.id, Words()).what,
                "criterion": plan.words.get(one.id, Words()).criterion,
                "due": one.due.isoformat(),
            }
            for one in goals
        ],
    }


def _note(facts: Facts, now: datetime) -> Node | None:
    note, noted = facts.note, facts.noted
    if note is None or not sight.knows_note(facts.reader, noted, facts.given, now):
        return None
    return {
        "at": instant(noted.at),
        "by": _person(facts, noted.by),
        "outcome": note.outcome.value,
        "remains": list(note.remains),
        "responsible": note.responsible,
    }


def _person(facts: Facts, id_: ProfessionalId) -> Mapping[str, str]:
    person = facts.people[id_]
    agency = facts.agencies[person.agency].name
    return {"name": person.name, "agency": agency, "function": person.function}
