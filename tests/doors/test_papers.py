"""What people take along, as it is typed: a paper, a date for the calendar, minutes on paper."""

from pathlib import Path

import pytest

from tests.doors.office import Type, give
from tests.doors.test_conferences import call
from tests.doors.test_minutes import BO, SAID, held, note

__all__ = ["held"]


def test_who_takes_part_gets_paper_and_date_for_themselves_alone(office: Type, tmp_path: Path) -> None:
    give(office, "jobcenter/Fallmanagement")
    call(office, days=9)
    paper, date = tmp_path / "a.pdf", tmp_path / "a.ics"

    printed = office("conference", "paper", "F-1", "--by", "amira", "--file", str(paper))
    kept = office("conference", "calendar", "F-1", "--by", "amira", "--file", str(date))
    again = office("conference", "paper", "F-1", "--by", "amira", "--file", str(paper))

    assert (printed.exit_code, kept.exit_code) == (0, 0)
    assert paper.read_bytes().startswith(b"%PDF-")
    assert b"SUMMARY:Termin" in date.read_bytes()
    assert [one.stat().st_mode & 0o777 for one in (paper, date)] == [0o600] * 2
    assert again.exit_code == 1
    seen = office("audit", "retrievals", "F-1").stdout
    assert "die Tagesordnung als PDF" in seen
    assert "den Termin als Kalenderdatei" in seen


@pytest.mark.parametrize("command", ["paper", "calendar"])
def test_who_takes_no_part_gets_no_file(office: Type, tmp_path: Path, command: str) -> None:
    call(office, days=9)
    file = tmp_path / "a"

    refused = office("conference", command, "F-1", "--by", "elif", "--file", str(file))

    assert refused.exit_code == 1
    assert "Einwilligungen" in refused.stderr
    assert not file.exists()


def test_minutes_are_printed_for_who_may_read_them_once_there_are_any(held: Type, tmp_path: Path) -> None:
    file = tmp_path / "m.pdf"
    wanted = ("minutes", "paper", "F-1", "--file", str(file))
    note(held)
    early = held(*wanted, "--as", BO)
    held("minutes", "draft", "F-1", "--as", "amira")

    by_elif = held(*wanted, "--as", "elif")
    was_there = file.exists()
    printed = held(*wanted, "--as", BO)

    assert (early.exit_code, by_elif.exit_code, printed.exit_code) == (1, 1, 0)
    assert (SAID in by_elif.output, was_there) == (False, False)
    assert file.read_bytes().startswith(b"%PDF-")
    assert "ein Protokoll als PDF" in held("audit", "retrievals", "F-1").stdout
