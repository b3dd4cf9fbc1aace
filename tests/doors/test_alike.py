"""A declaration that is taken down a second time: it is said that there is one already."""

import pytest

from tests.doors.office import TOLD, Type, give, record

ALONE = ("--alone", "--person", "amira", *TOLD)
TO = "jobcenter/Fallmanagement"


def test_a_second_declaration_names_the_first_one(office: Type) -> None:
    number = give(office, TO)

    again = record(office, TO)
    renewed = record(office, TO, **{"--renews": number})

    assert again.exit_code == 0
    assert f"schon in der Erklärung {number[:8]}" in again.stdout
    assert number[:8] not in renewed.stdout


def test_one_that_nobody_has_confirmed_yet_is_named_as_well(office: Type) -> None:
    record(office, TO)

    assert "schon in der Erklärung" in record(office, TO).stdout
    assert "schon" not in record(office, "jobcenter/Leistung").stdout


def test_a_second_one_to_talk_alone_is_said_without_the_number_by_which_it_could_be_ended(
    office: Type,
) -> None:
    first, again = record(office, TO, *ALONE), record(office, TO, *ALONE)
    common = record(office, TO)
    number = first.stdout.split()[2]

    assert "schon eine Erklärung" not in first.stdout
    assert "schon eine Erklärung" in again.stdout
    assert number not in again.stdout
    assert "schon" not in common.stdout


@pytest.mark.parametrize("words", [(), ALONE])
def test_a_first_declaration_is_taken_down_without_a_word_of_another(
    office: Type, words: tuple[str, ...]
) -> None:
    assert "Achtung" not in record(office, TO, *words).stdout
