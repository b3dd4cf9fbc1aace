"""How disclosures are remembered: the signed document, what is private sealed, and what followed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    LargeBinary,
    String,
    Table,
    Text,
    and_,
    delete,
    insert,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal
from hub.audit import Act
from hub.canonical import UNREADABLE
from hub.cases.directory import PROFESSIONALS
from hub.db import METADATA, insert_first
from hub.disclosure import chain, proof
from hub.disclosure.model import Answered, Contents, Deed, Disclosure, Record
from hub.disclosure.rules import NOTED_AS
from hub.errors import NotReady
from hub.identifiers import CaseId, DisclosureId
from hub.law.model import Way
from hub.parties.chain import KEY_PINNED, vouched
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


async def hold(connection: AsyncConnection, id_: DisclosureId) -> None:
    """Hold a disclosure still until the transaction ends: who answers it does so one after the other.

    Else an answer could be seen whose entry in the chain is not seen yet, and be taken for nobody's.
    """
    await connection.execute(select(DISCLOSURES.c.id).where(DISCLOSURES.c.id == id_).with_for_update())


async def find(connection: AsyncConnection, id_: DisclosureId) -> Disclosure | None:
    """The disclosure of that id."""
    row = (await connection.execute(select(DISCLOSURES).where(DISCLOSURES.c.id == id_))).one_or_none()
    return _disclosure(row, await _witness(connection, row.case_id)) if row else None


async def of_case(connection: AsyncConnection, case: CaseId) -> Sequence[Disclosure]:
    """Every disclosure of a case, oldest first, without what is private.

    Each is held against the audit chain, also those of which nothing is left but the chain's word.
    """
    witness = await _witness(connection, case)
    made = [one for one, _ in await _rows(connection, case, witness)]
    made += chain.missing(case, {one.id for one in made}, witness.acts)
    return sorted(made, key=lambda one: (one.at, one.id))


async def records_of(connection: AsyncConnection, case: CaseId, key: Key) -> Sequence[Record]:
    """As `of_case`, with what is private, and what followed; of what is gone nothing is left."""
    witness, records = await _witness(connection, case), []
    for made, row in await _rows(connection, case, witness):
        answers = await _answers(connection, made, witness)
        review, feedback = (_opened(answers, made, deed, key) for deed in (Deed.REVIEW, Deed.FEEDBACK))
        try:
            private = json.loads(key.open(row.contents, _place(made.id)))
            whole, contents = proof.agrees(made, private), proof.opened(private)
        except (NotReady, *UNREADABLE):
            # What somebody spoilt is shown as spoilt, and hides none of the others.
            whole, contents = replace(made, proven=False), Contents()
        records.append(Record(disclosure=whole, contents=contents, review=review, feedback=feedback))
    return records


async def has_answer(connection: AsyncConnection, about: Disclosure, deed: Deed) -> bool:
    """Whether that followed already. What is not proven has followed from nothing."""
    witness = await _witness(connection, about.case)
    return deed in await _answers(connection, about, witness)


async def clear_for(connection: AsyncConnection, about: Disclosure, deed: Deed) -> None:
    """Make room for an answer where one stands that nobody gave."""
    for answered, row in await _standing(connection, about, await _witness(connection, about.case)):
        if row.deed == deed and not answered.proven:
            # This very row: somebody may have given the true one meanwhile.
            same = (ANSWERS.c.document == row.document) & (ANSWERS.c.signature == row.signature)
            this = (ANSWERS.c.disclosure_id == about.id) & (ANSWERS.c.deed == deed)
            await connection.execute(delete(ANSWERS).where(this & same))


async def unreviewed(connection: AsyncConnection, case: CaseId) -> Sequence[Disclosure]:
    """The warnings of a case that nobody has reviewed; and what is not proven, for it may be one."""
    witness = await _witness(connection, case)
    return [
        made
        for made in await of_case(connection, case)
        if not made.proven
        or (made.way is Way.WARNING and Deed.REVIEW not in await _answers(connection, made, witness))
    ]


async def doubtful(connection: AsyncConnection, case: CaseId) -> Sequence[Disclosure]:
    """The disclosures of a case of which, or of whose answers, the chain tells another story.

    Or which nobody signed like that.
    """
    witness = await _witness(connection, case)
    return [made for made in await of_case(connection, case) if await _is_doubtful(connection, made, witness)]


@dataclass(frozen=True, slots=True)
class _Witness:
    """What disclosures are held against: whose key is whose, and what the chain tells of the case."""

    keys: Mapping[str, str]
    acts: Sequence[Act]


async def _witness(connection: AsyncConnection, case: CaseId) -> _Witness:
    # Of professionals alone: nobody else signs a disclosure. They need not work on the case.
    theirs = SIGNING_KEYS.join(PROFESSIONALS, PROFESSIONALS.c.id == SIGNING_KEYS.c.owner)
    owners, entry = select(SIGNING_KEYS.c.owner).select_from(theirs), journal.ENTRIES.c
    acts = await journal.told(
        connection,
        and_(entry.case_id == case, entry.deed.startswith(NOTED_AS)),
        and_(entry.target.in_(owners), entry.deed == KEY_PINNED),
    )
    rows = await connection.execute(owners.add_columns(SIGNING_KEYS.c.public_key))
    keys = {str(row.owner): str(row.public_key) for row in rows}
    return _Witness(vouched(keys, acts), [act for act in acts if act.case == case])


async def _rows(
    connection: AsyncConnection, case: CaseId, witness: _Witness
) -> Sequence[tuple[Disclosure, Any]]:
    rows = await connection.execute(select(DISCLOSURES).where(DISCLOSURES.c.case_id == case))
    read = [(_disclosure(row, witness), row) for row in rows]
    return sorted(read, key=lambda one: (one[0].at, one[0].id))


async def _standing(
    connection: AsyncConnection, about: Disclosure, witness: _Witness
) -> Sequence[tuple[Answered, Any]]:
    """What stands there as an answer, proven or not, each with its row."""
    query = select(ANSWERS).where(ANSWERS.c.disclosure_id == about.id, ANSWERS.c.deed.in_(list(Deed)))
    return [(_answered(about, row, witness), row) for row in await connection.execute(query)]


async def _answers(
    connection: AsyncConnection, about: Disclosure, witness: _Witness
) -> Mapping[Deed, tuple[Answered, Any]]:
    """The answers that were given, each with its row."""
    standing = await _standing(connection, about, witness)
    return {Deed(row.deed): (answered, row) for answered, row in standing if answered.proven}


async def _is_doubtful(connection: AsyncConnection, made: Disclosure, witness: _Witness) -> bool:
    standing = await _standing(connection, made, witness)
    told = {deed for deed in Deed if chain.is_told(made, deed, witness.acts)}
    is_as_told = {Deed(row.deed) for _, row in standing} == told
    return not made.proven or not is_as_told or not all(answered.proven for answered, _ in standing)


def _opened(
    answers: Mapping[Deed, tuple[Answered, Any]], about: Disclosure, deed: Deed, key: Key
) -> Answered | None:
    if deed not in answers:
        return None
    answered, row = answers[deed]
    try:
        private = json.loads(key.open(row.contents, _place(about.id, deed)))
        return proof.answer_opened(answered, deed, private)
    except (NotReady, *UNREADABLE):
        return replace(answered, proven=False)


def _disclosure(row: Any, witness: _Witness) -> Disclosure:
    id_, case = DisclosureId(row.id), CaseId(row.case_id)
    # On SQLite a column holds whatever somebody put there.
    made = proof.read(id_, case, str(row.document), str(row.signature), witness.keys)
    return chain.held(made, witness.acts)


def _answered(about: Disclosure, row: Any, witness: _Witness) -> Answered:
    deed = Deed(row.deed)
    document, signature = str(row.document), str(row.signature)
    read = proof.read_answer(about, deed, document, signature, keys=witness.keys)
    return chain.held_answer(read, about, deed, witness.acts)


def _place(disclosure: str, deed: Deed | None = None) -> str:
    return f"disclosure_answer.{deed}:{disclosure}" if deed else f"disclosure.contents:{disclosure}"
