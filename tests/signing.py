"""How people sign in tests: the client on their own device, professionals with keys of their own."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from nacl.signing import SigningKey

from hub.assemble import Hub
from hub.audit import Act
from hub.canonical import encode, signature_of
from hub.cases.model import Professional
from hub.charter.draft import template
from hub.charter.model import Draft
from hub.consent import chain, proof, signed
from hub.consent.model import Consent, Event, Giver, Terms
from hub.errors import Refused
from hub.identifiers import CLIENT, CaseId, CircleId, ConsentId
from hub.parties.model import Guardianship
from hub.parties.service import Signer
from tests.clock import MONDAY
from tests.people import F1


def public(key: SigningKey) -> str:
    """A key's public half, as it is pinned."""
    return encode(bytes(key.verify_key))


def circle_of(theme: str) -> CircleId:
    """How a case without a key calls the circle of a theme: by a pseudonym, always the same."""
    return CircleId(sha256(theme.encode()).hexdigest()[:16])


def signing(key: SigningKey) -> Signer:
    """Signs with that key."""
    return lambda statement: signature_of(statement, key)


async def agree(hub: Hub, case: CaseId, key: SigningKey, *terms: Terms) -> Sequence[Consent] | Refused:
    """The client is asked, and signs everything in one act with the key on their own device."""
    asked = await hub.consents.ask(case, terms, by="test")
    if isinstance(asked, Refused):
        return asked
    await hub.parties.pin(case, CLIENT, public(key), by=CLIENT)
    return await hub.consents.give({one.id: signature_of(one.statement, key) for one in asked})


async def all_acknowledge(hub: Hub, keys: Mapping[Professional, SigningKey]) -> None:
    """The charter to begin with is published, and each of these people acknowledges it for their agency."""
    published = await hub.charters.publish(Draft(wording=template("de")), by="test")
    assert not isinstance(published, Refused)
    for person, key in keys.items():
        await acknowledges(hub, person, key, version=published.version)


async def acknowledges(hub: Hub, person: Professional, key: SigningKey, *, version: int = 1) -> None:
    """Somebody acknowledges the charter for their agency."""
    # Whoever has that key already keeps it.
    await hub.parties.pin_professional(person.user, public(key), by="test")
    known = await hub.charters.acknowledge(version, by=person.id, sign=signing(key))
    assert not isinstance(known, Refused), known


ALONE = (Giver(CLIENT),)


def written(
    id_: ConsentId, terms: Terms, givers: Sequence[Giver] = ALONE, *, at: datetime = MONDAY, case: CaseId = F1
) -> str:
    """The text of a record as the hub writes it."""
    private = signed.contents(terms, "salt")
    return signed.written(
        signed.document(id_, case, terms, givers, begun_at=at, private=private, circle_of=circle_of)
    )


def read(
    id_: ConsentId,
    text: str,
    events: Sequence[Event] | None,
    keys: Mapping[str, str],
    *guardianships: Guardianship,
    case: CaseId = F1,
    told: Sequence[Act] | None = None,
) -> Consent:
    """One record as every gate reads it; with `told` held against what the audit chain tells."""
    record = proof.Written(id_, text, events)
    if told is not None:
        record = chain.held(record, case, chain.told(told))
    (consent,) = proof.read(case, [record], keys, {g.id: g for g in guardianships})
    return consent
