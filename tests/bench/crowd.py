"""A database in which Jonas's case lies among others."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta

from nacl.signing import SigningKey
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from hub import journal
from hub.canonical import signature_of
from hub.cases import store as cases
from hub.cases.model import Case, CaseFile, Participation, Professional, Role
from hub.cases.rules import opened
from hub.consent import signed, store
from hub.consent.model import Deed, Event
from hub.consent.rules import noted
from hub.identifiers import CLIENT, CaseId, ConsentId, UserId
from hub.parties import store as parties
from tests.bench.network import CONSENTS
from tests.clock import MONDAY
from tests.people import AMIRA, BO, CHLOE, DARIO, F1, NINA, RUTH, case_f1, terms_for
from tests.shelves import SHELF, pinned, shelve, shelve_parts
from tests.signing import public, written

NAMED = (BO, CHLOE, DARIO, NINA, RUTH)
A_MOMENT = timedelta(microseconds=1)


async def shelve_crowd(connection: AsyncConnection, others: int) -> None:
    """Write down Jonas's case with five consents, and so many consents of other cases, all signed."""
    await shelve(connection, case_f1(*NAMED))
    await consent_to_all(connection, F1)
    numbers = range(others // CONSENTS)
    files = [file_of(number) for number in numbers]
    await connection.execute(insert(cases.CASES), [row_of(file.case) for file in files])
    for file in files:
        await journal.append(connection, opened(file, SHELF))
        await shelve_parts(connection, *file.participations)
        await consent_to_all(connection, file.case.id)


async def consent_to_all(
    connection: AsyncConnection, case: CaseId, people: Sequence[Professional] = NAMED
) -> None:
    """Write down that the client of a case consents to each of them."""
    key = SigningKey.generate()
    await parties.pin(connection, CLIENT, case, public(key), MONDAY)
    await journal.append(connection, pinned(CLIENT, public(key), case=case))
    texts = {
        ConsentId(f"{case}-{person.id}"): written(
            ConsentId(f"{case}-{person.id}"), terms_for(person), case=case
        )
        for person in people
    }
    # What is sealed is never opened here; it is as long as it would be.
    rows = [
        {"id": id_, "case_id": case, "document": text, "contents": secrets.token_bytes(250)}
        for id_, text in texts.items()
    ]
    await connection.execute(insert(store.CONSENTS), rows)
    events = [(id_, event) for id_, text in texts.items() for event in _events(text, key)]
    rows = [{"consent_id": id_} | asdict(event) for id_, event in events]
    await connection.execute(insert(store.EVENTS), rows)
    await journal.append(connection, *(noted(id_, case, event) for id_, event in events))


def _events(text: str, key: SigningKey) -> list[Event]:
    signature = signature_of(signed.statement(text), key)
    done = ((Deed.REQUEST, AMIRA.id, ""), (Deed.GIVE, CLIENT, signature))
    return [
        Event(number=number, at=MONDAY + number * A_MOMENT, deed=deed, actor=actor, signature=sign)
        for number, (deed, actor, sign) in enumerate(done, 1)
    ]


def file_of(number: int, people: Sequence[Professional] = NAMED) -> CaseFile:
    """A case on which those people work."""
    case = Case(
        id=CaseId(f"case-{number:05}"),
        label=f"F-{number + 2}",
        client=UserId(f"@fallraum-client-{number}:fallraum.localhost"),
        opened_at=MONDAY,
    )
    parts = [Participation(case=case.id, professional=p, role=Role.MEMBER, since=MONDAY) for p in people]
    return CaseFile(case=case, participations=tuple(parts))


def row_of(case: Case) -> dict[str, object]:
    """A case as the database holds it."""
    return {
        "id": case.id,
        "label": case.label,
        "client_user_id": case.client,
        "client_name": secrets.token_bytes(60),
        "opened_at": case.opened_at,
    }
