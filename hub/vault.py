"""How what people entered is kept unreadable: one data key per case, wrapped by the hub's key.

XChaCha20-Poly1305 (libsodium) through PyNaCl. Every ciphertext is bound to the place it was
written to, so that it cannot be moved to another row or case.
"""

from dataclasses import dataclass

import nacl.exceptions
import nacl.utils
from nacl.secret import Aead
from sqlalchemy import Column, LargeBinary, String, Table, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.db import METADATA
from hub.errors import NotReady
from hub.identifiers import CaseId

CASE_KEYS = Table(
    "case_key",
    METADATA,
    Column("case_id", String, primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Key:
    """A key that seals and opens texts; its own representation shows nothing."""

    _secret: bytes

    def __repr__(self) -> str:
        return "Key(…)"

    def seal(self, text: str, place: str) -> bytes:
        """Encrypt for one place, such as `consent.purpose:<id>`."""
        return bytes(Aead(self._secret).encrypt(text.encode(), aad=place.encode()))

    def open(self, sealed: bytes, place: str) -> str:
        """Decrypt what was sealed for the same place; anything else is refused."""
        return self.open_bytes(sealed, place).decode()

    def open_bytes(self, sealed: bytes, place: str) -> bytes:
        """As `open`, for bytes."""
        try:
            return Aead(self._secret).decrypt(sealed, aad=place.encode())
        except (nacl.exceptions.CryptoError, ValueError):
            raise NotReady("vault-key-does-not-fit", place=place.partition(":")[0]) from None

    def wrap(self, secret: bytes, place: str) -> bytes:
        """Encrypt bytes, such as another key."""
        return bytes(Aead(self._secret).encrypt(secret, aad=place.encode()))


class Vault:
    """The hub's key, and through it the key of every case."""

    def __init__(self, hub_key: bytes) -> None:
        self.hub = Key(hub_key)

    async def new_case(self, connection: AsyncConnection, case: CaseId) -> Key:
        """Make the data key of a case."""
        secret = nacl.utils.random(Aead.KEY_SIZE)
        wrapped = self.hub.wrap(secret, f"case_key:{case}")
        await connection.execute(insert(CASE_KEYS).values(case_id=case, wrapped=wrapped))
        return Key(secret)

    async def key_of(self, connection: AsyncConnection, case: CaseId) -> Key:
        """The data key of a case that has one."""
        query = select(CASE_KEYS.c.wrapped).where(CASE_KEYS.c.case_id == case)
        wrapped = (await connection.execute(query)).scalar_one()
        return Key(self.hub.open_bytes(wrapped, f"case_key:{case}"))
