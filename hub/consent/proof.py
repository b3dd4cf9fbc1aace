"""What is signed, what is sealed beside it, and whether a record is proven by its signatures.

Nobody can forge a consent, not even the hub: the client's key never leaves their device, and
paper takes the keys of two professionals.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hub.canonical import canonical_json, decode, is_signature
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
from hub.consent.rules import SIGNED_BY_CLIENT, is_whole, stands
from hub.identifiers import AgencyId, CaseId, CircleId, ConsentId, ProfessionalId

# What reading somebody else's writing may raise.
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)
# Signed with every statement, so that no signature under anything else can be passed off as one.
PREAMBLE = b"Fallraum consent, version 1\n"

CircleOf = Callable[[str], CircleId]
"""How a case calls the circle of a theme; only its key leads from the one to the other."""


def document(
    id_: ConsentId,
    case: CaseId,
    terms: Terms,
    *,
    begun_at: datetime,
    contents_sha256: str,
    circle_of: CircleOf,
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
        "in_common": _is_in_common(terms.themes),
        "circles": _circles(terms.themes, circle_of),
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


def opened(consent: Consent, private: Mapping[str, Any], *, circle_of: CircleOf) -> Record:
    """A record with its contents; if they are not the ones that were signed, it proves nothing.

    Nor does it if the gates would let somebody hear more than the themes say.
    """
    themes = {theme: Answer(answer) for theme, answer in private["themes"].items()}
    is_same = digest(private) == consent.contents_sha256
    fits = is_same and _fits(consent, themes, circle_of)
    return Record(replace(consent, proven=consent.proven and fits), private["purpose"], themes)


def _fits(consent: Consent, themes: Mapping[str, Answer], circle_of: CircleOf) -> bool:
    # Whoever signed before there were circles named none of them, and nobody sits by them.
    is_named = not consent.circles or list(consent.circles) == _circles(themes, circle_of)
    return is_named and consent.in_common == _is_in_common(themes)


def _is_in_common(themes: Mapping[str, Answer]) -> bool:
    return themes.get(ORGANISATION) is Answer.YES


def _circles(themes: Mapping[str, Answer], circle_of: CircleOf) -> list[CircleId]:
    agreed = (theme for theme, answer in themes.items() if answer is Answer.YES)
    # Sorted by pseudonyms: the order must not tell the themes.
    return sorted(circle_of(theme) for theme in agreed if theme != ORGANISATION)


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
        "circles": tuple(CircleId(str(circle)) for circle in document_.get("circles", ())),
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
