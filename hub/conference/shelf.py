"""How agencies' own templates are remembered, and found beside those that come with the hub."""

from collections.abc import Sequence
from datetime import datetime

import structlog
from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.canonical import sha256_of
from hub.conference import template
from hub.conference.book import shipped
from hub.conference.model import Template, TemplateId
from hub.db import METADATA, Instant, insert_first
from hub.errors import Refused

TEMPLATES = Table(
    "conference_template",
    METADATA,
    Column("agency_id", ForeignKey("agency.id"), primary_key=True),
    Column("code", String, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("sha256", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("added_at", Instant, nullable=False),
)

log = structlog.get_logger()


async def lay_down(connection: AsyncConnection, id_: TemplateId, text: str, now: datetime) -> bool:
    """Remember the file of a template; no if that agency has one of that code and version."""
    return await insert_first(
        connection,
        TEMPLATES,
        agency_id=id_.agency,
        code=id_.code,
        version=id_.version,
        sha256=sha256_of(text),
        text=text,
        added_at=now,
    )


async def find(connection: AsyncConnection, id_: TemplateId) -> Template | None:
    """The template of that name, if there is one and it stands there as it was laid down."""
    if not id_.agency:
        return shipped().get(id_)
    mine = (TEMPLATES.c.agency_id == id_.agency) & (TEMPLATES.c.code == id_.code)
    query = select(TEMPLATES).where(mine, TEMPLATES.c.version == id_.version)
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        return None
    read = template.read(row.text, agency=row.agency_id)
    if isinstance(read, Refused) or read.id != id_ or sha256_of(row.text) != row.sha256:
        log.error("template spoilt", template=str(id_))
        return None
    return read


async def everything(connection: AsyncConnection) -> Sequence[Template]:
    """Those that come with the hub, then each agency's own."""
    keys = select(TEMPLATES.c.agency_id, TEMPLATES.c.code, TEMPLATES.c.version)
    rows = (await connection.execute(keys)).all()
    ids = sorted(TemplateId(row.code, row.version, row.agency_id) for row in rows)
    own = [await find(connection, id_) for id_ in ids]
    return [*shipped().values(), *(one for one in own if one is not None)]
