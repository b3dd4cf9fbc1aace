"""What is signed, what is sealed beside it, and whether a record is proven by its signatures.

Nobody can forge a consent, not even the hub: the client's key never leaves their device, and
paper takes the keys of two professionals.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from hub.audit import Act
from hub.canonical import canonical_json, decode, fingerprint, is_public_key, is_signature
from hub.consent.model import (
    CLIENT,
    ORGANISATION,
    Action,
    Answer,
    Consent,
    Deed,
    Event,
    Form,
    Kind,
    Recipient,
    Record,
    State,
    Terms,
)
from hub.consent.rules import NOTED_AS, SIGNED_BY_CLIENT, is_whole, noted, stands
from hub.identifiers import AgencyId, CaseId, ConsentId, ProfessionalId

# What reading somebody else's writing may raise.
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError)
# The audit entry of a pinned key: its owner is the target, its fingerprint the basis.
KEY_PINNED = "key.pinned"
# Signed with every statement, so that no signature under anything else can be passed off as one.
PREAMBLE = b"Fallraum consent, version 1\n"


def document(
    id_: ConsentId, case: CaseId, terms: Terms, *, begun_at: datetime, contents_sha256: str
) -> dict[str, Any]:
    """What is signed. What is private stands in it by its hash, so that no gate needs a key."""
    notice = terms.notice
    return {
        "id": id_,
        "case": case,
        "subject": CLIENT,
        "kind": terms.kind.value,
        "senders": sorted(terms.senders),
        "recipient": {
            "agency": terms.recipient.agency,
            "function": terms.recipient.function,
            "person": terms.recipient.person,
        },
        "in_common": terms.themes.get(ORGANISATION) is Answer.YES,
        "actions": sorted(action.value for action in terms.actions),
        "begun_at": _instant(begun_at),
        "valid_from": _instant(terms.valid_from or begun_at),
        "valid_until": _instant(terms.valid_until),
        "review_at": _instant(terms.review_at),
        "notice": {
            "template": notice.template,
            "version": notice.version,
            "sha256": notice.sha256,
            "language": notice.language,
            "level": notice.level.value,
        },
        "told": sorted(told.value for told in terms.told),
        "separate_from_application": terms.separate_from_application,
        "form": terms.form.value,
        "evidence": terms.evidence,
        "contents_sha256": contents_sha256,
    }


def contents(terms: Terms, salt: str) -> dict[str, Any]:
    """What is sealed. The salt keeps anybody from guessing it by its hash."""
    themes = {theme: answer.value for theme, answer in terms.themes.items()}
    return {"purpose": terms.purpose.strip(), "themes": themes, "reason": terms.reason.strip(), "salt": salt}


def digest(private: Mapping[str, Any]) -> str:
    """By which hash sealed contents stand in what is signed."""
    return hashlib.sha256(canonical_json(private)).hexdigest()


def opened(consent: Consent, private: Mapping[str, Any]) -> Record:
    """A record with its contents; if they are not the ones that were signed, it proves nothing."""
    themes = {theme: Answer(answer) for theme, answer in private["themes"].items()}
    is_same = digest(private) == consent.contents_sha256
    return Record(replace(consent, proven=consent.proven and is_same), private["purpose"], themes)


def statement(signed: str) -> bytes:
    """The very bytes under which a signature stands."""
    return PREAMBLE + signed.encode()


def written(document_: Mapping[str, Any]) -> str:
    """The canonical form in which a document is kept and signed."""
    return canonical_json(document_).decode()


def is_proven(signed: str, form: Form, events: Collection[Event], keys: Mapping[str, str]) -> bool:
    """Whether those who alone can give this consent have signed it; `keys` are their pinned keys.

    In the app that is the client. On paper it takes two professionals, each with a key of their own.
    """
    message = statement(signed)
    signers = {
        (event.deed, event.actor)
        for event in events
        if event.actor in keys and is_signature(event.signature, message, keys[event.actor])
    }
    if form in SIGNED_BY_CLIENT:
        return (Deed.GIVE, CLIENT) in signers
    recorded = {actor for deed, actor in signers if deed is Deed.RECORD}
    confirmed = {actor for deed, actor in signers if deed is Deed.CONFIRM}
    two = {(one, other) for one in recorded for other in confirmed if one != other}
    # By their bytes: one key can be written in several ways.
    return any(decode(keys[one]) != decode(keys[other]) for one, other in two)


def read(
    id_: ConsentId, case: CaseId, signed: str, events: Collection[Event], keys: Mapping[str, str]
) -> Consent:
    """The consent that a record says, as far as it can be believed.

    A document that is another record's, or none at all, proves nothing; it hinders nothing either.
    """
    state, given_at, ended_at = stands(events)
    said = Consent(id=id_, case=case, state=state, given_at=given_at, ended_at=ended_at, **NOTHING_SAID)
    try:
        document_ = json.loads(signed)
        said = replace(said, **_said(document_))
        is_this = _is_about(document_, id_, case)
    except UNREADABLE:
        return said
    recorded_by = next((event.actor for event in events if event.deed is Deed.RECORD), "")
    proven = is_this and is_whole(events) and is_proven(signed, said.form, events, keys)
    return replace(said, recorded_by=recorded_by, proven=proven)


def unreadable(id_: ConsentId, case: CaseId) -> Consent:
    """A record whose events nobody can read: it stands there, and counts for nobody."""
    return Consent(id=id_, case=case, state=State.GIVEN, given_at=None, **NOTHING_SAID)


@dataclass(frozen=True, slots=True)
class Chain:
    """What the audit chain tells of a case: each record's entries, and whose key has which fingerprint."""

    of: Mapping[ConsentId, Sequence[Act]]
    keys: Mapping[str, str]


def chain(acts: Iterable[Act]) -> Chain:
    """Sort what the chain tells, oldest first. A key once pinned stays: the first one counts."""
    of: dict[ConsentId, list[Act]] = {}
    keys: dict[str, str] = {}
    for act in acts:
        if act.deed.startswith(NOTED_AS):
            of.setdefault(ConsentId(act.target), []).append(act)
        elif act.deed == KEY_PINNED and act.basis:
            keys.setdefault(act.target, act.basis)
    return Chain(of, keys)


def held(consent: Consent, events: Collection[Event], told: Chain) -> Consent:
    """The consent held against the audit chain.

    Whoever can write the events alone can take none out, add none and move none: what the chain does
    not tell alike is proven by nothing, and stands as the chain tells it.
    """
    acts = list(told.of.get(consent.id, ()))
    in_order = sorted(events, key=lambda event: event.number)
    if [noted(consent.id, consent.case, event) for event in in_order] == acts:
        return consent
    state, given_at, ended_at = stands(_events(acts))
    return replace(
        consent, state=state, given_at=given_at, ended_at=ended_at, proven=False, contradicted=True
    )


def missing(known: Collection[ConsentId], told: Chain) -> tuple[ConsentId, ...]:
    """Whose beginning the chain tells although their records are gone."""
    begun = {id_ for id_, acts in told.of.items() if any(act.deed in _BEGINNINGS for act in acts)}
    return tuple(sorted(begun.difference(known)))


def vouched(keys: Mapping[str, str], told: Chain) -> Mapping[str, str]:
    """Those keys that have the fingerprints which the chain tells of their owners. No other signs."""
    return {
        owner: key
        for owner, key in keys.items()
        if is_public_key(key) and fingerprint(key) == told.keys.get(owner)
    }


def _events(acts: Iterable[Act]) -> list[Event]:
    deeds = {NOTED_AS + deed.value: deed for deed in Deed}
    known = (act for act in acts if act.deed in deeds)
    return [
        Event(number=number, at=act.at, deed=deeds[act.deed], actor=act.actor)
        for number, act in enumerate(known, 1)
    ]


# Consents of the first version began otherwise, and their records are no more.
_BEGINNINGS = frozenset(NOTED_AS + deed.value for deed in (Deed.REQUEST, Deed.RECORD))


def is_about(signed: str, id_: ConsentId, case: CaseId) -> bool:
    """Whether a document is that record's, and not a copy of another one's."""
    try:
        return _is_about(json.loads(signed), id_, case)
    except UNREADABLE:
        return False


def _is_about(document_: Mapping[str, Any], id_: ConsentId, case: CaseId) -> bool:
    return (document_["id"], document_["case"]) == (id_, case)


def _said(document_: Mapping[str, Any]) -> dict[str, Any]:
    recipient = document_["recipient"]
    person = recipient["person"]
    return {
        "kind": Kind(document_["kind"]),
        "recipient": Recipient(
            AgencyId(recipient["agency"]),
            recipient["function"],
            None if person is None else ProfessionalId(person),
        ),
        "actions": frozenset(Action(action) for action in document_["actions"]),
        "senders": tuple(AgencyId(agency) for agency in document_["senders"]),
        "in_common": document_["in_common"] is True,
        "valid_from": _moment(document_["valid_from"]),
        "valid_until": _moment(document_["valid_until"]),
        "form": Form(document_["form"]),
        "contents_sha256": document_["contents_sha256"],
    }


# What a record says that cannot be read: nothing, about nobody, at no time.
NOTHING_SAID: Mapping[str, Any] = {
    "kind": Kind.CHANNEL_USE,
    "recipient": Recipient(AgencyId(""), ""),
    "actions": frozenset(),
    "in_common": False,
    "valid_from": datetime(1970, 1, 1, tzinfo=UTC),
    "valid_until": datetime(1970, 1, 1, tzinfo=UTC),
    "form": Form.ORAL,
    "proven": False,
}


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("a time without a zone is no instant")
    return at


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
