"""What a receipt says: the state of a consent at an instant, in the words of ISO/IEC TS 27560."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from hub.audit import Act
from hub.canonical import canonical_json, instant, sha256_of
from hub.consent import signed
from hub.consent.model import THEMES, Action, Answer, Deed, Event, Giver, Kind, Level, Notice
from hub.consent.rules import TRANSITIONS, in_force, is_whole, standing
from hub.errors import Refused
from hub.identifiers import CLIENT, ReceiptId, is_party
from hub.receipts import vocabulary as words
from hub.receipts.model import Evidence, Facts, Receipt, Role

Node = dict[str, Any]


def untrue(evidence: Evidence, circle_of: signed.CircleOf) -> Refused | None:
    """Why the hub cannot vouch for a record, if it cannot: it is not the one that was signed."""
    consent = evidence.consent
    # A record that nobody gave has no proof to lose; its contents must be its own all the same.
    believed = replace(consent, proven=True)
    is_same = signed.opened(believed, evidence.contents, circle_of=circle_of).consent.proven
    is_there = bool(evidence.events) and is_whole(evidence.events, consent.given_by)
    was_given = consent.given_at is not None
    if not is_same or not is_there or (was_given and not consent.proven):
        return Refused("receipt-not-proven", {"consent": consent.id[:8]})
    return None


def notice_of(evidence: Evidence) -> Notice:
    """What the client was shown before they were asked."""
    shown = json.loads(evidence.document)["notice"]
    return Notice(**shown | {"level": Level(shown["level"])})


def draw(facts: Facts, id_: ReceiptId, now: datetime) -> Node:
    """The receipt as it will be signed: JSON-LD that needs nothing from outside to be read."""
    return {
        "@context": words.CONTEXT,
        "@id": f"{words.OURS}receipt:{id_}",
        "@type": "dpv:ConsentReceipt",
        "schema_version": words.SCHEMA_VERSION,
        "conforms_to": words.RECEIPT_PROFILE,
        "receipt_id": id_,
        "created_at": instant(now),
        "language": facts.language,
        "record": record(facts, now),
    }


def record(facts: Facts, now: datetime) -> Node:
    """A consent's record as it stands at an instant, in the fields of ISO/IEC TS 27560."""
    evidence = facts.evidence
    consent, document = evidence.consent, json.loads(evidence.document)
    where = standing(consent, now)
    return {
        "@id": f"{words.OURS}consent:{consent.id}",
        "@type": "dpv:ConsentRecord",
        "conforms_to": words.RECORD_PROFILE,
        "record_id": consent.id,
        "case": consent.case,
        "kind": consent.kind.value,
        "stand": where.value,
        "state": words.STATES[where],
        "in_force": in_force(consent, now),
        "subject": {"@type": "dpv:DataSubject", "subject_id": called(consent.subject, facts.label)},
        "given_by": [_giver(giver, facts) for giver in consent.given_by],
        "validity": {
            "@type": "dct:PeriodOfTime",
            "valid_from": document["valid_from"],
            "valid_until": document["valid_until"],
            "review_at": document["review_at"],
        },
        "notice": {"@type": "dpv:ConsentNotice", **document["notice"]},
        "told": document["told"],
        "separate_from_application": document["separate_from_application"],
        "process": _process(facts, document),
        "events": list(_events(facts)),
        "signed": _signed(evidence),
    }


def made(receipt: Receipt, by: str) -> Act:
    """The audit entry of a receipt."""
    return Act(
        at=receipt.made_at,
        actor=by,
        deed="receipt.made",
        case=receipt.case,
        target=receipt.id,
        basis=receipt.consent,
    )


def _process(facts: Facts, document: Mapping[str, Any]) -> Node:
    said, contents = facts.operator, facts.evidence.contents
    place = f"loc:{said.jurisdiction}"
    themes = {theme: Answer(answer) for theme, answer in contents["themes"].items()}
    declined = [theme for theme, answer in themes.items() if answer is Answer.NO]
    process: Node = {
        "@type": "dpv:Process",
        "purpose": [{"@type": "dpv:Purpose", "description": contents["purpose"]}],
        "legal_basis": _legal_basis(facts.evidence.consent.kind, themes),
        "data_categories": [_theme(theme, themes[theme]) for theme in themes if theme not in declined],
        "actions": [{"@type": words.ACTIONS[Action(a)], "code": a} for a in document["actions"]],
        "controllers": _controllers(facts),
        "recipients": [_recipient(facts)],
        **_released(facts),
        **_rooms(document),
        "storage": [
            {"@type": "dpv:StorageLocation", "location": place, "description": said.storage},
            {"@type": "dpv:StorageDuration", "duration": _until_the_end(said.retention)},
        ],
        "jurisdiction": place,
        "withdrawal_method": {"@type": "dpv:WithdrawConsent", "description": said.withdrawal},
        "rights": [{"@type": term, "norm": norm} for term, norm in words.RIGHTS],
        "authority": {"@type": "dpv:Authority", "name": said.authority},
    }
    if declined:
        # Not among the data: whoever reads that list must not find in it what was refused.
        refused = [_theme(theme, Answer.NO) for theme in declined]
        process["declined"] = {"@type": "dpv:Prohibition", "data_categories": refused}
    return process


def _legal_basis(kind: Kind, themes: Mapping[str, Answer]) -> list[Node]:
    norms = [words.CONSENT, words.SOCIAL_CONSENT]
    if any(THEMES[theme] and answer is not Answer.NO for theme, answer in themes.items()):
        norms.append(words.SPECIAL_CONSENT)
    if kind in words.RELEASES:
        norms.append(words.RELEASES[kind])
    return [{"@type": term, "norm": norm} for term, norm in norms]


def called(party: str, label: str) -> str:
    """A pseudonym of somebody on the client's side, that says nothing to anybody else."""
    return label if party == CLIENT else f"{label}/{party.partition(':')[2][:8]}"


def _giver(giver: Giver, facts: Facts) -> Node:
    speaks = giver.guardianship is not None
    return {
        "@type": "dpv:GuardianOfDataSubject" if speaks else "dpv:DataSubject",
        "subject_id": called(giver.party, facts.label),
        "capacity": "guardian" if speaks else "self",
    }


def _theme(theme: str, answer: Answer) -> Node:
    is_special = THEMES[theme]
    return {
        "@type": "dpv:SpecialCategoryPersonalData" if is_special else "dpv:PersonalData",
        "code": theme,
        "broader": words.THEMES[theme],
        "special": is_special,
        "answer": answer.value,
    }


def _controllers(facts: Facts) -> list[Node]:
    # Each agency answers for what it shares (§ 67d(1) SGB X); whoever runs the hub is asked first.
    said = facts.operator
    first = {"@type": "dpv:DataController", "party_id": "hub", "name": said.controller}
    sharing = (
        {"@type": "dpv:DataController", "party_id": agency.id, "name": agency.name}
        for agency in facts.sharing
    )
    return [one | {"contact": said.contact} for one in (first, *sharing)]


def _recipient(facts: Facts) -> Node:
    named = facts.evidence.consent.recipient
    recipient: Node = {
        "@type": "dpv:Recipient",
        "party_id": named.agency,
        "name": facts.receiving.name,
        "function": named.function,
    }
    if named.unit:
        recipient["unit"] = named.unit
    return recipient if facts.person is None else recipient | {"person": {"name": facts.person.name}}


def _released(facts: Facts) -> Node:
    # Who is freed from secrecy by a release, and nobody else.
    if facts.released is None:
        return {}
    return {"released": {"@type": "dpv:DataController", "name": facts.released.name}}


def _rooms(document: Mapping[str, Any]) -> Node:
    # Said only where it was agreed to.
    return {word: True for word, said in (("team", "team"), ("alone", "side")) if said in document}


def _until_the_end(retention: str) -> Node:
    return {"@type": "dpv:UntilEventDuration", "description": retention}


def _events(facts: Facts) -> Iterable[Node]:
    for event in facts.evidence.events:
        role = _role(event, facts.staff)
        yield {
            "@type": words.STATES[TRANSITIONS[event.deed].after],
            "number": event.number,
            "at": instant(event.at),
            "actor": words.ACTORS[role],
            "actor_role": role.value,
            "type": event.deed.value,
            "form": facts.evidence.consent.form.value,
        }


def _role(event: Event, staff: frozenset[str]) -> Role:
    if is_party(event.actor):
        return Role.CLIENT if event.actor == CLIENT else Role.PARTY
    if event.deed is Deed.INVALIDATE:
        return Role.OFFICER
    return Role.STAFF if event.actor in staff else Role.DOOR


def _signed(evidence: Evidence) -> Node:
    """What the client and others signed, so that they can prove it without this hub.

    A signature stands under the bytes of the statement; contents and themes stand in it by their hashes.
    """
    words_, themes = signed.parts(evidence.contents)
    signatures = (
        {"type": e.deed.value, "public_key": evidence.keys[e.actor], "signature": e.signature}
        for e in evidence.events
        if e.signature and e.actor in evidence.keys
    )
    return {
        "statement": signed.statement(evidence.document).decode(),
        "sha256": sha256_of(evidence.document),
        "contents": canonical_json(words_).decode(),
        "themes": canonical_json(themes).decode(),
        "signatures": list(signatures),
        **({"rest_of": _signed(evidence.before)} if evidence.before else {}),
    }
