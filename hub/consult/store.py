"""How questions are remembered: the signed texts, and what was asked and answered, sealed."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Column, ForeignKey, LargeBinary, String, Table, Text, and_, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal
from hub.audit import Act
from hub.canonical import UNREADABLE
from hub.cases import directory
from hub.cases.model import Case, CaseFile, Contradiction
from hub.consult import chain, proof, rules
from hub.consult.model import Contents, Question
from hub.consult.proof import Answered, Written
from hub.consult.rules import NOTED_AS
from hub.db import METADATA
from hub.errors import NotReady
from hub.identifiers import AgencyId, CaseId, ProfessionalId, QuestionId
from hub.parties import store as parties
from hub.vault import Key

QUESTIONS = Table(
    "question",
    METADATA,
    Column("id", String, primary_key=True),
    Column("case_id", ForeignKey("case.id"), nullable=False, index=True),
    # The very text that was signed; nothing of it is kept a second time.
    Column("document", Text, nullable=False),
    Column("contents", LargeBinary, nullable=False),
    Column("signature", String, nullable=False),
)

ANSWERS = Table(
    "answer",
    METADATA,
    Column("question_id", ForeignKey("question.id"), primary_key=True),
    Column("document", Text, nullable=False),
    Column("contents", LargeBinary, nullable=False),
    Column("signature", String, nullable=False),
)

_WORDS = (QUESTIONS.c.id, QUESTIONS.c.case_id, QUESTIONS.c.document, QUESTIONS.c.signature)


async def add(
    connection: AsyncConnection, one: Question, contents: Mapping[str, Any], *, signature: str, key: Key
) -> None:
    """Remember a question."""
    await connection.execute(
        insert(QUESTIONS).values(
            id=one.id,
            case_id=one.case,
            document=proof.document(one),
            contents=key.seal(json.dumps(contents), _place(one.id)),
            signature=signature,
        )
    )


async def add_answer(
    connection: AsyncConnection,
    one: Question,
    answered: Answered,
    contents: Mapping[str, Any],
    *,
    signature: str,
    key: Key,
) -> None:
    """Remember an answer. Whatever stands there before the first one is none: nobody gave it."""
    await connection.execute(delete(ANSWERS).where(ANSWERS.c.question_id == one.id))
    await connection.execute(
        insert(ANSWERS).values(
            question_id=one.id,
            document=proof.answer_document(one, answered),
            contents=key.seal(json.dumps(contents), _answer_place(one.id)),
            signature=signature,
        )
    )


async def of_case(connection: AsyncConnection, case: CaseId) -> Sequence[Question]:
    """Every question of a case, oldest first, each believed as far as it is proven."""
    return (await _held(connection, case, await _acts(connection, case)))[0]


async def find_case_of(connection: AsyncConnection, id_: QuestionId) -> CaseId | None:
    """Of which case a question is, as it stands there."""
    found = (await connection.execute(select(QUESTIONS.c.case_id).where(QUESTIONS.c.id == id_))).scalar()
    return CaseId(found) if found else None


async def cases_of(connection: AsyncConnection, *people: ProfessionalId) -> Sequence[CaseId]:
    """Of which cases any of them asked or was asked something, as it stands there."""
    rows = await connection.execute(select(*_WORDS))
    said = [proof.said_by(_written(row)) for row in rows]
    return sorted({one.case for one in said if {one.asker, one.specialist} & set(people)})


async def cases_with(connection: AsyncConnection, agency: AgencyId) -> Sequence[CaseId]:
    """As `cases_of`, for everybody whom an agency ever had."""
    theirs = select(directory.PROFESSIONALS.c.id).where(directory.PROFESSIONALS.c.agency_id == agency)
    people = (await connection.execute(theirs)).scalars()
    return await cases_of(connection, *map(ProfessionalId, people))


async def bind(
    connection: AsyncConnection, file: CaseFile, acts: Sequence[Act] | None = None
) -> tuple[CaseFile, Sequence[Contradiction]]:
    """A case of which is known what specialists were asked; and what the chain tells otherwise about that.

    `acts` are the case's, if they were read already.
    """
    case = file.case
    acts = await _acts(connection, case.id) if acts is None else acts
    if not chain.is_any_told(acts):
        # A question of which the chain tells nothing seats nobody: no removal waits for reading it.
        return replace(file, consultations=()), []
    found, gone = await _held(connection, case.id, acts)
    known = []
    for one in found:
        specialist = await directory.find_ever(connection, one.specialist) if one.proven else None
        if specialist and (consultation := rules.consultation(one, file, specialist)):
            known.append(consultation)
    bound = replace(file, consultations=tuple(known))
    doubtful = [*(one.id for one in found if not one.proven), *gone]
    return bound, chain.contradictions(case.label, doubtful)


async def contents_of(connection: AsyncConnection, one: Question, key: Key) -> Contents | None:
    """What was asked; None if nobody can read it, or it is not what was signed."""
    query = select(QUESTIONS.c.contents).where(QUESTIONS.c.id == one.id)
    sealed = (await connection.execute(query)).scalar_one()
    try:
        return proof.opened(json.loads(key.open(sealed, _place(one.id))), one.contents_sha256)
    except (NotReady, *UNREADABLE):
        return None


async def answer_of(connection: AsyncConnection, one: Question, key: Key) -> tuple[str, ...] | None:
    """What was answered; None if there is none, or if it is not what the specialist signed."""
    row = await _answer_row(connection, one)
    answered = await _answered(connection, one, row) if row else None
    if row is None or answered is None:
        return None
    try:
        private = json.loads(key.open(row.contents, _answer_place(one.id)))
        return proof.answer_opened(private, answered.contents_sha256)
    except (NotReady, *UNREADABLE):
        return None


async def contradictions(connection: AsyncConnection, case: Case) -> Sequence[Contradiction]:
    """The questions of a case that nobody signed like that, or of which, or of whose answers, the chain
    tells otherwise.
    """
    found, gone = await _held(connection, case.id, await _acts(connection, case.id))
    doubtful = [one.id for one in found if not await _is_whole(connection, one)]
    return chain.contradictions(case.label, [*doubtful, *gone])


async def _is_whole(connection: AsyncConnection, one: Question) -> bool:
    row = await _answer_row(connection, one)
    answered = await _answered(connection, one, row) if row else None
    return one.proven and chain.is_answer_told(one, answered, is_there=row is not None)


async def _held(
    connection: AsyncConnection, case: CaseId, acts: Sequence[Act]
) -> tuple[Sequence[Question], Sequence[QuestionId]]:
    rows = await connection.execute(select(*_WORDS).where(QUESTIONS.c.case_id == case))
    written = [_written(row) for row in rows]
    keys = await _keys(connection, {proof.said_by(one).asker for one in written})
    found = [chain.held(one, keys, acts) for one in written]
    gone = chain.missing({one.id for one in found}, acts)
    return sorted(found, key=lambda one: (one.at, one.id)), gone


async def _keys(connection: AsyncConnection, people: Collection[ProfessionalId]) -> Mapping[str, str]:
    # Most cases have no question: a removal need not wait for what nobody signed.
    return await parties.keys_of(connection, people) if people else {}


async def _answer_row(connection: AsyncConnection, one: Question) -> Any:
    return (await connection.execute(select(ANSWERS).where(ANSWERS.c.question_id == one.id))).one_or_none()


async def _answered(connection: AsyncConnection, one: Question, row: Any) -> Answered | None:
    keys = await _keys(connection, [one.specialist])
    written = Written(id=one.id, case=one.case, document=str(row.document), signature=str(row.signature))
    return chain.held_answer(one, written, keys, await _acts(connection, one.case))


async def _acts(connection: AsyncConnection, case: CaseId) -> Sequence[Act]:
    entry = journal.ENTRIES.c
    return await journal.told(connection, and_(entry.case_id == case, entry.deed.startswith(NOTED_AS)))


def _written(row: Any) -> Written:
    return Written(
        id=QuestionId(str(row.id)),
        case=CaseId(str(row.case_id)),
        document=str(row.document),
        signature=str(row.signature),
    )


def _place(id_: str) -> str:
    return f"question.contents:{id_}"


def _answer_place(id_: str) -> str:
    return f"answer.contents:{id_}"
