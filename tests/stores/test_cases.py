"""Cases, agencies and professionals come back as they were written, and never doubled."""

import sqlite3
from contextlib import closing as ending
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Update, select, update
from sqlalchemy.exc import IntegrityError, NoResultFound

from hub import journal
from hub.cases import directory, store
from hub.cases.model import About, AgencyKind, Case, Duty, Role
from hub.cases.rules import CLASSIFIED, added, agency_noted, closed, entrusted, opened
from hub.db import Database
from hub.errors import NotReady
from hub.identifiers import AgencyId, CaseId, ProfessionalId
from hub.vault import Key
from tests.clock import MONDAY
from tests.databases import SqliteFiles
from tests.databases import opened as opened_at
from tests.people import (
    AGENCIES,
    AMIRA,
    BO,
    CHLOE,
    DARIO,
    ELIF,
    F1,
    F1_OPENED,
    JOBCENTER,
    JONAS,
    PAUL,
    SELMA,
    case_f1,
)
from tests.shelves import shelve, shelve_parts, shelve_people

KEY = Key(bytes(range(32)))
MINE = directory.PROFESSIONALS.c.id == BO.id
F2 = Case(
    id=CaseId("case-f2"), label="F-2", client=SELMA.user, opened_at=F1_OPENED + timedelta(microseconds=1)
)


async def test_agencies_come_back_in_order_of_their_names(database: Database) -> None:
    async with database.writing() as connection:
        await shelve_people(connection)

    async with database.reading() as connection:
        assert await directory.agencies(connection) == sorted(AGENCIES, key=lambda agency: agency.id)
        assert await directory.find_agency(connection, JOBCENTER.id) == JOBCENTER
        assert await directory.find_agency(connection, AgencyId("sozialamt")) is None


async def test_a_professional_is_found_by_account_and_by_id(database: Database) -> None:
    async with database.writing() as connection:
        await shelve_people(connection)

    async with database.reading() as connection:
        assert await directory.find_professional(connection, CHLOE.user) == CHLOE
        assert await directory.get_professional(connection, CHLOE.id) == CHLOE
        assert await directory.find_professional(connection, JONAS.user) is None


async def test_what_an_agency_is_and_what_somebody_is_answerable_for_can_be_said_later(
    database: Database,
) -> None:
    async with database.writing() as connection:
        await shelve_people(connection)

        await directory.set_kind(connection, JOBCENTER.id, AgencyKind.SCHOOL)
        await directory.set_duty(connection, AMIRA.id, Duty.DATA_PROTECTION)
        school = replace(JOBCENTER, kind=AgencyKind.SCHOOL)
        officer = replace(AMIRA, duty=Duty.DATA_PROTECTION)
        await journal.append(
            connection, agency_noted(school, CLASSIFIED, "test", MONDAY), entrusted(officer, "test", MONDAY)
        )

    async with database.reading() as connection:
        assert await directory.find_agency(connection, JOBCENTER.id) == school
        assert await directory.find_professional(connection, AMIRA.user) == officer
        assert await directory.find_professional(connection, PAUL.user) == PAUL


async def test_asking_for_a_professional_nobody_knows_fails(database: Database) -> None:
    async with database.reading() as connection:
        with pytest.raises(NoResultFound):
            await directory.get_professional(connection, ProfessionalId("professional-nobody"))


async def test_one_account_is_one_professional(database: Database) -> None:
    async with database.writing() as connection:
        await shelve_people(connection)
        again = replace(AMIRA, id=ProfessionalId("professional-again"))

        with pytest.raises(IntegrityError):
            await directory.add_professional(connection, again)


async def test_a_professional_belongs_to_an_agency_that_exists(database: Database) -> None:
    async with database.writing() as connection:
        with pytest.raises(IntegrityError):
            await directory.add_professional(connection, AMIRA)


async def test_a_function_exists_where_somebody_has_it(database: Database) -> None:
    async with database.writing() as connection:
        await shelve_people(connection)

    async with database.reading() as connection:
        assert await directory.has_function(connection, ELIF.agency, ELIF.function)
        assert not await directory.has_function(connection, BO.agency, ELIF.function)
        assert not await directory.has_function(connection, ELIF.agency, ELIF.function.lower())


async def test_a_case_file_comes_back_as_it_was_written(database: Database) -> None:
    file = case_f1(BO, CHLOE)
    async with database.writing() as connection:
        await shelve(connection, file)

    async with database.reading() as connection:
        found = await store.get_file(connection, F1)

    # Whom the charter binds is another wing's to say.
    assert found == replace(file, bound={})
    assert found.lead == AMIRA


async def test_those_who_work_on_a_case_come_in_the_order_they_came(database: Database) -> None:
    async with database.writing() as connection:
        await shelve(connection, case_f1())
        for minutes, person in ((20, BO), (10, CHLOE), (30, DARIO)):
            part = replace(case_f1(person).participations[1], since=F1_OPENED + timedelta(minutes=minutes))
            await shelve_parts(connection, part)

    async with database.reading() as connection:
        found = await store.get_file(connection, F1)

    assert [part.professional for part in found.participations] == [AMIRA, CHLOE, BO, DARIO]


async def test_a_case_has_one_lead(database: Database) -> None:
    second = replace(case_f1(BO).participations[1], role=Role.LEAD)
    async with database.writing() as connection:
        await shelve(connection, case_f1())

        with pytest.raises(IntegrityError):
            await store.add_participation(connection, second)


async def test_one_professional_may_lead_two_cases(database: Database) -> None:
    async with database.writing() as connection:
        await shelve(connection, case_f1())
        await store.add_case(connection, F2, SELMA.person, KEY)

        await shelve_parts(connection, replace(case_f1().participations[0], case=F2.id))

    async with database.reading() as connection:
        assert (await store.get_file(connection, F2.id)).lead == AMIRA


async def test_nobody_works_on_a_case_twice(database: Database) -> None:
    async with database.writing() as connection:
        await shelve(connection, case_f1(BO))

        with pytest.raises(IntegrityError):
            await store.add_participation(connection, case_f1(BO).participations[1])


async def test_no_two_cases_have_one_label(database: Database) -> None:
    async with database.writing() as connection:
        await shelve(connection, case_f1())

        with pytest.raises(IntegrityError):
            await store.add_case(connection, replace(F2, label="F-1"), SELMA.person, KEY)


async def test_no_two_cases_have_one_client_account(database: Database) -> None:
    async with database.writing() as connection:
        await shelve(connection, case_f1())

        with pytest.raises(IntegrityError):
            await store.add_case(connection, replace(F2, client=JONAS.user), SELMA.person, KEY)


async def test_a_case_is_found_by_its_whole_label_only(database: Database) -> None:
    file = case_f1()
    async with database.writing() as connection:
        await shelve(connection, file)

    async with database.reading() as connection:
        assert await store.find_by_label(connection, "F-1") == file.case
        assert await store.find_by_label(connection, "F-10") is None
        assert await store.find_by_label(connection, "F-_") is None


async def test_cases_come_oldest_first(database: Database) -> None:
    async with database.writing() as connection:
        await store.add_case(connection, F2, SELMA.person, KEY)
        await shelve(connection, case_f1())

    async with database.reading() as connection:
        assert [case.label for case in await store.all_cases(connection)] == ["F-1", "F-2"]


async def test_a_case_named_again_is_counted_once(database: Database) -> None:
    async with database.writing() as connection:
        await journal.append(connection, opened(case_f1(), "test"), opened(case_f1(), "hub"))

    async with database.reading() as connection:
        assert await store.count_cases(connection) == 1


async def test_cases_are_counted_also_after_they_were_erased(database: Database) -> None:
    async with database.writing() as connection:
        await journal.append(connection, opened(case_f1(), "test"), closed(case_f1().case, "test", F1_OPENED))

    async with database.reading() as connection:
        assert await store.count_cases(connection) == 1
        assert await store.all_cases(connection) == []


async def test_a_closed_case_stays_closed_at_its_instant(database: Database) -> None:
    at = F1_OPENED + timedelta(days=70, microseconds=7)
    async with database.writing() as connection:
        await shelve(connection, case_f1())
        await store.close_case(connection, F1, at)

    async with database.reading() as connection:
        case = (await store.get_file(connection, F1)).case

    assert case.closed_at == at
    assert not case.is_open


async def test_a_clients_name_comes_back_letter_by_letter_and_is_not_there_in_clear(
    database: Database,
) -> None:
    async with database.writing() as connection:
        await store.add_case(connection, F2, SELMA.person, KEY)

    async with database.reading() as connection:
        assert await store.client_name(connection, F2.id, KEY) == "Selma Yılmaz"
        (kept,) = await connection.execute(select(store.CASES.c.client_name))
        assert b"Selma" not in kept.client_name


async def test_a_name_moved_to_another_case_does_not_open_there(database: Database) -> None:
    async with database.writing() as connection:
        await store.add_case(connection, F2, SELMA.person, KEY)
        await shelve(connection, case_f1())
        (kept,) = await connection.execute(select(store.CASES.c.client_name).where(store.CASES.c.id == F2.id))
        await connection.execute(update(store.CASES).values(client_name=kept.client_name))

    async with database.reading() as connection:
        with pytest.raises(NotReady):
            await store.client_name(connection, F1, KEY)


async def test_names_of_people_keep_every_letter(database: Database) -> None:
    person = replace(PAUL, name="Ğülşen Ørsted-O’Neill 李", function="Übergänge „Schule – Beruf“")
    async with database.writing() as connection:
        await directory.add_agency(connection, next(a for a in AGENCIES if a.id == person.agency))
        await directory.add_professional(connection, person)
        await journal.append(connection, *added(person, "test", MONDAY))

    async with database.reading() as connection:
        assert await directory.find_professional(connection, person.user) == person


# What somebody wrote straight into the database.


async def spoil(database: Database, *statements: Update) -> None:
    """On SQLite a column holds whatever somebody put there."""
    async with database.writing() as connection:
        await shelve(connection, case_f1(BO, CHLOE))
        for statement in statements:
            await connection.execute(statement)


async def test_whom_the_chain_tells_otherwise_is_found_by_nobody(database: Database) -> None:
    await spoil(database, update(directory.PROFESSIONALS).where(MINE).values(function="Leistung"))

    async with database.reading() as connection:
        assert await directory.find_professional(connection, BO.user) is None
        assert await directory.find_professional_of(connection, BO.id) is None
        assert (await directory.get_professional(connection, BO.id)).name == BO.name
        assert await directory.has_account(connection, BO.user)
        assert not await directory.has_account(connection, JONAS.user)


async def test_words_that_are_none_of_ours_hide_nobody_else(database: Database) -> None:
    await spoil(
        database,
        update(directory.PROFESSIONALS).where(MINE).values(duty="nonsense", unit="nonsense"),
        update(store.PARTICIPATIONS).where(store.PARTICIPATIONS.c.role == Role.LEAD).values(role="nonsense"),
        update(directory.AGENCIES).values(kind="nonsense"),
    )

    async with database.reading() as connection:
        file = await store.get_file(connection, F1)
        assert [part.professional for part in file.participations] == [CHLOE]
        assert {part.professional.id for part in file.doubted} == {AMIRA.id, BO.id}
        assert {agency.kind for agency in await directory.agencies(connection)} == {AgencyKind.UNKNOWN}
        agencies = {one.id for one in await directory.contradictions(connection) if one.about is About.AGENCY}
        assert agencies == {agency.id for agency in AGENCIES}


async def test_what_is_no_text_and_no_instant_hides_nobody_else(sqlite: SqliteFiles) -> None:
    async with sqlite.migrated() as url, opened_at(url) as database:
        await spoil(database)
        async with database.writing() as connection:
            for spoilt in (
                "UPDATE professional SET user_id = X'00ff', function = 7 WHERE id = 'professional-bo'",
                "UPDATE participation SET since = 'never' WHERE professional_id = 'professional-amira'",
                "UPDATE \"case\" SET closed_at = 'never', opened_at = 7",
            ):
                await connection.exec_driver_sql(spoilt)

        async with database.reading() as connection:
            file = await store.get_file(connection, F1)

    assert [part.professional for part in file.participations] == [CHLOE]
    assert {part.professional.id for part in file.doubted} == {AMIRA.id, BO.id}
    # What nobody can read when it ended stays closed.
    assert not file.case.is_open


async def test_a_part_of_somebody_who_was_taken_out_altogether_is_doubted(sqlite: SqliteFiles) -> None:
    async with sqlite.migrated() as url, opened_at(url) as database:
        await spoil(database)
        with ending(sqlite3.connect(str(database.url.database))) as past_the_hub:
            past_the_hub.execute("DELETE FROM professional WHERE id = 'professional-bo'")
            past_the_hub.commit()

        async with database.reading() as connection:
            file = await store.get_file(connection, F1)

    assert [part.professional for part in file.participations] == [AMIRA, CHLOE]
    assert len(file.doubted) == 1
