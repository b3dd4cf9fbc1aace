"""How disclosures are remembered: the signed document, what is private sealed, and what followed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Column, ForeignKey, LargeBinary, String, Table, Text, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.cases.store import PROFESSIONALS
from hub.consent.signed import UNREADABLE
from hub.db import METADATA, insert_first
from hub.disclosure import proof
from hub.disclosure.model import Answered, Contents, Deed, Disclosure, Record
from hub.errors import NotReady
from hub.identifiers import CaseId, DisclosureId
from hub.parties.store import SIGNING_KEYS
from hub.vault import Key

DISCLOSURES = Table(
    "disclosure",
    METADATA,
    Column("id", String, primary_key=True),
    Column("case_id", ForeignKey("case.id"), nullable=False, index=True),
    # The very text that was signed; nothing of it is kept a second time.
    Column("document", Text, nullable=False),
    Column("contents", LargeBinary, nullable=False),
    Column("signature", String, nullable=False),
)

# One row per deed: a warning is reviewed once and answered once, whoever comes at the same time.
ANSWERS = Table(
    "disclosure_answer",
    METADATA,
    Column("disclosure_id", ForeignKey("disclosure.id"), primary_key=True),
    Column("deed", String, primary_key=True),
    Column("document", Text, nullable=False),
    Column("contents", LargeBinary, nullable=False),
    Column("signature", String, nullable=False),
)


async def add(
    connection: AsyncConnection,
    made: Disclosure,
    *,
    document: str,
    contents: Mapping[str, Any],
    signature: str,
    key: Key,
) -> None:
    """Remember a disclosure."""
    await connection.execute(
        insert(DISCLOSURES).values(
            id=made.id,
            case_id=made.case,
            document=document,
            contents=key.seal(json.dumps(contents), _place(made.id)),
            signature=signature,
        )
    )


async def add_answer(
    connection: AsyncConnection,
    disclosure: DisclosureId,
    deed: Deed,
    *,
    document: str,
    contents: Mapping[str, Any],
    signature: str,
    key: Key,
) -> bool:
    """Remember what followed a disclosure; no if it did already."""
    return await insert_first(
        connection,
        ANSWERS,
        disclosure_id=disclosure,
        deed=deed,
        document=document,
        contents=key.seal(json.dumps(contents), _place(disclosure, deed)),
        signature=signature,
    )


async def find(connection: AsyncConnection, id_: DisclosureId) -> Disclosure | None:
    """The disclosure of that id."""
    row = (await connection.execute(select(DISCLOSURES).where(DISCLOSURES.c.id == id_))).one_or_none()
    return _disclosure(row, await _keys(connection)) if row else None


async def of_case(connection: AsyncConnection, case: CaseId) -> Sequence[Disclosure]:
    """Every disclosure of a case, oldest first, without what is private."""
    return [made for made, _ in await _rows(connection, case)]


async def records_of(connection: AsyncConnection, case: CaseId, key: Key) -> Sequence[Record]:
    """As `of_case`, with what is private, and what followed."""
    keys, records = await _keys(connection), []
    for made, row in await _rows(connection, case):
        answers = await _answers(connection, made, key, keys)
        review, feedback = answers.get(Deed.REVIEW), answers.get(Deed.FEEDBACK)
        try:
            private = json.loads(key.open(row.contents, _place(made.id)))
            whole, contents = proof.agrees(made, private), proof.opened(private)
        except (NotReady, *UNREADABLE):
            # What somebody spoilt is shown as spoilt, and hides none of the others.
            whole, contents = replace(made, proven=False), Contents()
        records.append(Record(disclosure=whole, contents=contents, review=review, feedback=feedback))
    return records


async def has_answer(connection: AsyncConnection, disclosure: DisclosureId, deed: Deed) -> bool:
    """Whether that followed already."""
    mine = (ANSWERS.c.disclosure_id == disclosure) & (ANSWERS.c.deed == deed)
    return (await connection.execute(select(ANSWERS.c.deed).where(mine))).first() is not None


async def _rows(connection: AsyncConnection, case: CaseId) -> Sequence[tuple[Disclosure, Any]]:
    keys = await _keys(connection)
    rows = await connection.execute(select(DISCLOSURES).where(DISCLOSURES.c.case_id == case))
    read = [(_disclosure(row, keys), row) for row in rows]
    return sorted(read, key=lambda one: (one[0].at, one[0].id))


async def _answers(
    connection: AsyncConnection, made: Disclosure, key: Key, keys: Mapping[str, str]
) -> dict[Deed, Answered]:
    query = select(ANSWERS).where(ANSWERS.c.disclosure_id == made.id, ANSWERS.c.deed.in_(list(Deed)))
    answers = {}
    for row in await connection.execute(query):
        deed = Deed(row.deed)
        answered = proof.read_answer(made, deed, row.document, row.signature, keys=keys)
        try:
            private = json.loads(key.open(row.contents, _place(made.id, deed)))
            answers[deed] = proof.answer_opened(answered, deed, private)
        except (NotReady, *UNREADABLE):
            answers[deed] = replace(answered, proven=False)
    return answers


async def _keys(connection: AsyncConnection) -> Mapping[str, str]:
    # Of professionals alone: nobody else signs a disclosure.
    theirs = SIGNING_KEYS.join(PROFESSIONALS, PROFESSIONALS.c.id == SIGNING_KEYS.c.owner)
    rows = await connection.execute(
        select(SIGNING_KEYS.c.owner, SIGNING_KEYS.c.public_key).select_from(theirs)
    )
    return {row.owner: row.public_key for row in rows}


def _disclosure(row: Any, keys: Mapping[str, str]) -> Disclosure:
    return proof.read(DisclosureId(row.id), CaseId(row.case_id), row.document, row.signature, keys)


def _place(disclosure: str, deed: Deed | None = None) -> str:
    return f"disclosure_answer.{deed}:{disclosure}" if deed else f"disclosure.contents:{disclosure}"
