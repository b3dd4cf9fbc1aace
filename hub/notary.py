"""Attests the audit chain: signs how far it held, so that nobody can rewrite it behind that unnoticed.

Whoever can write the database can write a whole new chain; they cannot sign it. A checkpoint kept
elsewhere, with the data-protection officer, finds it even if every checkpoint here is gone, too.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Column, Integer, String, Table, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal, retrievals
from hub.audit import Broken
from hub.canonical import canonical_json, instant, is_signature
from hub.chance import Chance
from hub.commands import store as commands
from hub.db import METADATA, Database, Instant, InstantIfAny, insert_first
from hub.errors import Refused
from hub.signet import Signet

CHECKPOINTS = Table(
    "checkpoint",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("signature", String, nullable=False),
)
_WORDS = (
    CHECKPOINTS.c.number,
    type_coerce(CHECKPOINTS.c.at, InstantIfAny()).label("at"),
    CHECKPOINTS.c.hash,
    CHECKPOINTS.c.signature,
)

PREAMBLE = b"Fallraum checkpoint, version 1\n"

log = structlog.get_logger()


async def has_signed(connection: AsyncConnection) -> bool:
    """Whether anything was ever attested, so that the key it was signed with is still needed."""
    return (await connection.execute(select(CHECKPOINTS.c.number).limit(1))).first() is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The hub's word that at this instant its chain held up to that entry; it needs no secret to verify."""

    number: int
    hash: str
    at: datetime
    public_key: str
    signature: str = ""

    @property
    def words(self) -> Mapping[str, Any]:
        """What is signed."""
        at = instant(self.at)
        return {"number": self.number, "hash": self.hash, "at": at, "public_key": self.public_key}

    @property
    def statement(self) -> bytes:
        """The very bytes under which the signature stands."""
        return PREAMBLE + canonical_json(self.words)

    @property
    def is_signed(self) -> bool:
        """Whether the signature is that of its public key."""
        return is_signature(self.signature, self.statement, self.public_key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a verification found: where the chain does not hold, if anywhere, and its newest entry.

    `attested` is the newest checkpoint, `checkpoints` how many there are.
    """

    broken: Broken | None
    head: tuple[int, str]
    checkpoints: int = 0
    attested: Checkpoint | None = None


def written(checkpoint: Checkpoint) -> str:
    """A checkpoint as it is kept elsewhere."""
    return json.dumps(told(checkpoint), indent=2) + "\n"


def told(checkpoint: Checkpoint) -> Mapping[str, Any]:
    """A checkpoint with its signature, readable for people and programs."""
    return dict(checkpoint.words) | {"signature": checkpoint.signature}


def read(text: str) -> Checkpoint | Refused:
    """A checkpoint that was kept elsewhere, if it is one and signed."""
    try:
        kept = json.loads(text)
        checkpoint = Checkpoint(
            number=int(kept["number"]),
            hash=str(kept["hash"]),
            at=datetime.fromisoformat(kept["at"]),
            public_key=str(kept["public_key"]),
            signature=str(kept["signature"]),
        )
        is_signed = checkpoint.at.tzinfo is not None and checkpoint.is_signed
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return Refused("no-checkpoint")
    return checkpoint if is_signed else Refused("checkpoint-not-signed")


@dataclass(frozen=True, slots=True)
class Notary:
    """Signs the chain as far as it holds, and holds it against what was signed."""

    database: Database
    signet: Signet
    chance: Chance

    async def round(self, *, whole: bool) -> Broken | None:
        """What falls due every few minutes: forget what was kept long enough, leave no trace of it, attest.

        While the vault is shut the chain is only walked. Tells where it does not hold, if anywhere.
        """
        async with self.database.writing() as connection:
            await retrievals.forget(connection, self.chance.now())
            await commands.forget(connection, self.chance.now())
        # What was erased while somebody read is still in the log of changes.
        await self.database.sweep()
        if self.signet.vault.trouble:
            return _alarmed((await self._walk()).broken) if whole else None
        found = await self.attest(whole=whole)
        return found if isinstance(found, Broken) else None

    async def attest(self, *, whole: bool) -> Checkpoint | Broken | None:
        """Walk the chain from the newest checkpoint to its head, and sign the head if it moved.

        A chain that does not hold is never signed. With `whole` it is walked from its first entry and
        held against every checkpoint. None if nothing was ever done. Raises `NotReady` while the
        vault is shut.
        """
        public_key = self.signet.public
        async with self.database.reading() as connection:
            newest = await _newest(connection, public_key)
            broken, (number, hash_) = await _check(connection, newest)
        if whole:
            broken = (await self._walk()).broken or broken
        if _alarmed(broken):
            return broken
        if number == 0 or (newest and newest.number == number):
            return newest
        return await self._sign(number, hash_, public_key)

    async def verify(self, against: Checkpoint | None = None) -> Verdict | Refused:
        """Walk the whole chain and hold it against every checkpoint, and one that was kept elsewhere.

        While the vault is shut there are no checkpoints to hold it against: the chain is walked.
        """
        if against and against.public_key != self.signet.public:
            return Refused("checkpoint-of-another-hub")
        return await self._walk(against)

    async def _walk(self, against: Checkpoint | None = None) -> Verdict:
        public_key = "" if self.signet.vault.trouble else self.signet.public
        async with self.database.reading() as connection:
            broken, head = await journal.check(connection)
            ours = await _all(connection, public_key) if public_key else []
            for checkpoint in [*ours, against] if against else ours:
                # Each asks the database, so that others get their turn between two signatures.
                broken = broken or await _differs(connection, checkpoint)
        return Verdict(broken=broken, head=head, checkpoints=len(ours), attested=ours[-1] if ours else None)

    async def _sign(self, number: int, hash_: str, public_key: str) -> Checkpoint:
        at = self.chance.now()
        unsigned = Checkpoint(number=number, hash=hash_, at=at, public_key=public_key)
        signature = self.signet.sign(unsigned.statement)
        async with self.database.writing() as connection:
            values = {"number": number, "at": at, "hash": hash_, "signature": signature}
            # Somebody else may have signed the same head meanwhile; both are right.
            await insert_first(connection, CHECKPOINTS, **values)
        log.info("attested", number=number)
        return Checkpoint(number=number, hash=hash_, at=at, public_key=public_key, signature=signature)


def _alarmed(broken: Broken | None) -> Broken | None:
    if broken is not None:
        log.error("audit chain broken", number=broken.number, why=broken.why)
    return broken


async def _check(
    connection: AsyncConnection, newest: Checkpoint | None
) -> tuple[Broken | None, tuple[int, str]]:
    if newest is None:
        return await journal.check(connection)
    # Whoever slips a checkpoint in would like the chain before it never to be walked.
    if broken := await _differs(connection, newest):
        return broken, (newest.number, newest.hash)
    return await journal.check(connection, after=(newest.number, newest.hash))


async def _differs(connection: AsyncConnection, checkpoint: Checkpoint) -> Broken | None:
    if not checkpoint.is_signed:
        return Broken(checkpoint.number, "checkpoint forged")
    if await journal.hash_at(connection, checkpoint.number) != checkpoint.hash:
        return Broken(checkpoint.number, "checkpoint differs")
    return None


async def _newest(connection: AsyncConnection, public_key: str) -> Checkpoint | None:
    query = select(*_WORDS).order_by(CHECKPOINTS.c.number.desc()).limit(1)
    row = (await connection.execute(query)).one_or_none()
    return _checkpoint(row, public_key) if row else None


async def _all(connection: AsyncConnection, public_key: str) -> Sequence[Checkpoint]:
    rows = await connection.execute(select(*_WORDS).order_by(CHECKPOINTS.c.number))
    return [_checkpoint(row, public_key) for row in rows]


def _checkpoint(row: Any, public_key: str) -> Checkpoint:
    return Checkpoint(
        number=row.number,
        hash=str(row.hash),
        at=row.at or journal.NEVER,
        public_key=public_key,
        signature=str(row.signature),
    )
