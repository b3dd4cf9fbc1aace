"""How voices stay who they are, and recognise whom they have met."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Column, LargeBinary, String, Table, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal
from hub.audit import Act
from hub.cases import directory
from hub.chance import Chance
from hub.db import METADATA, Database, insert_first
from hub.identifiers import UserId
from hub.vault import Vault

DEVICES = Table(
    "voice_device",
    METADATA,
    Column("user_id", String, primary_key=True),
    Column("secrets", LargeBinary, nullable=False),
)

PINS = Table(
    "pinned_identity",
    METADATA,
    Column("user_id", String, primary_key=True),
    Column("master_key", String, nullable=False),
)


async def has_secrets(connection: AsyncConnection) -> bool:
    """Whether any voice's secrets are kept, sealed under the hub's key."""
    return (await connection.execute(select(DEVICES.c.user_id).limit(1))).first() is not None


async def forget(connection: AsyncConnection, user: UserId) -> bool:
    """Forget by which identity somebody was recognised; no if they never were."""
    gone = await connection.execute(delete(PINS).where(PINS.c.user_id == user))
    return gone.rowcount == 1


@dataclass(frozen=True, slots=True)
class Keyring:
    """The secrets of voices, sealed under the hub's key, and the identities of people met."""

    database: Database
    vault: Vault
    chance: Chance = field(default_factory=Chance)

    async def keep_first(self, user: UserId, secrets: str) -> str:
        """Keep a voice's secrets if it has none yet; returns the ones that count from now on."""
        async with self.database.writing() as connection:
            sealed = self.vault.hub.seal(secrets, _place(user))
            await insert_first(connection, DEVICES, user_id=user, secrets=sealed)
            query = select(DEVICES.c.secrets).where(DEVICES.c.user_id == user)
            kept = (await connection.execute(query)).scalar_one()
        return self.vault.hub.open(kept, _place(user))

    async def known(self, users: Collection[UserId]) -> Mapping[UserId, str]:
        """The master keys that those users were first seen with."""
        async with self.database.reading() as connection:
            rows = await connection.execute(select(PINS).where(PINS.c.user_id.in_(users)))
            return {UserId(row.user_id): row.master_key for row in rows}

    async def pin(self, masters: Mapping[UserId, str]) -> None:
        """Remember keys seen for the first time; a key once pinned stays."""
        async with self.database.writing() as connection:
            for user, key in masters.items():
                await insert_first(connection, PINS, user_id=user, master_key=key)

    async def trust_anew(self, user: UserId, *, by: str = "hub") -> bool:
        """Forget a pinned identity, so that the next one seen counts; no if none was pinned."""
        async with self.database.writing() as connection:
            if not await forget(connection, user):
                return False
            # Who may be given keys is decided here: it belongs into the chain.
            person = await directory.find_professional(connection, user)
            target = person.id if person else "client"
            act = Act(at=self.chance.now(), actor=by, deed="identity.trusted", target=target)
            await journal.append(connection, act)
        return True


def _place(user: UserId) -> str:
    return f"voice_device.secrets:{user}"
