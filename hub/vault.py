"""How what people entered is kept unreadable: one data key per case, wrapped by the hub's key.

XChaCha20-Poly1305 (libsodium) through PyNaCl. Every ciphertext is bound to the place it was
written to, so that it cannot be moved to another row or case.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import nacl.exceptions
import nacl.utils
from nacl.encoding import RawEncoder
from nacl.hash import blake2b
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
        except (nacl.exceptions.CryptoError, ValueError, TypeError):
            raise NotReady("vault-key-does-not-fit", place=place.partition(":")[0]) from None

    def derive(self, name: str) -> bytes:
        """32 bytes that only this key and that name lead to, and that lead back to neither.

        Keyed BLAKE2b, as in libsodium's key derivation.
        """
        return bytes(blake2b(name.encode(), key=self._secret, digest_size=32, encoder=RawEncoder))

    def wrap(self, secret: bytes, place: str) -> bytes:
        """Encrypt bytes, such as another key."""
        return bytes(Aead(self._secret).encrypt(secret, aad=place.encode()))


class Vault:
    """The hub's key, and through it the key of every case."""

    def __init__(self, hub_key: bytes | NotReady) -> None:
        """With the reason instead of the key the vault is shut: what needs no key still works."""
        self._hub = hub_key

    @property
    def trouble(self) -> NotReady | None:
        """Why the vault is shut; None while it is open."""
        return self._hub if isinstance(self._hub, NotReady) else None

    @property
    def hub(self) -> Key:
        """The hub's own key; raises `NotReady` while the vault is shut."""
        if isinstance(self._hub, NotReady):
            raise NotReady(self._hub.reason, **self._hub.facts)
        return Key(self._hub)

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

    async def key_for(self, connection: AsyncConnection, case: CaseId) -> Key:
        """The key under which lies what is of a case or of none: the case's own, or the hub's."""
        return await self.key_of(connection, case) if case else self.hub


async def unlock(
    connection: AsyncConnection, read_key: Callable[[bool], bytes], *, is_in_use: bool = False
) -> Vault:
    """The vault of a database, shut if its key is missing, damaged or another one's.

    It fits if it opens the key of any case: a row that somebody spoilt shuts its own case alone.
    `read_key(make)` reads the hub's key, and may make one only while nothing was ever sealed:
    neither a case, nor, if the vault `is_in_use`, anything else.
    """
    rows = (await connection.execute(select(CASE_KEYS.c.case_id, CASE_KEYS.c.wrapped))).all()
    try:
        key = read_key(not rows and not is_in_use)
        _try(Key(key), rows)
    except NotReady as trouble:
        return Vault(trouble)
    return Vault(key)


def _try(key: Key, rows: Sequence[Any]) -> None:
    """Raises `NotReady` if it opens none of them, although there are some."""
    trouble: NotReady | None = None
    for row in rows:
        try:
            key.open_bytes(row.wrapped, f"case_key:{row.case_id}")
        except NotReady as misfit:
            trouble = misfit
        else:
            return
    if trouble is not None:
        raise trouble
