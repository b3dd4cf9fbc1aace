"""How people sign in tests: the client on their own device, professionals with keys of their own."""

from collections.abc import Sequence
from hashlib import sha256

from nacl.signing import SigningKey

from hub.assemble import Hub
from hub.canonical import encode, signature_of
from hub.consent.model import Consent, Terms
from hub.consent.service import Signer
from hub.errors import Refused
from hub.identifiers import CaseId, CircleId


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
    await hub.consents.pin_client(case, public(key), by="client")
    return await hub.consents.give({one.id: signature_of(one.statement, key) for one in asked})
