"""The table of who holds what is one, in the tests and in the house's plan."""

from pathlib import Path

from tests.attacks.table import as_written

ARCHITECTURE = Path(__file__).parents[2] / "ARCHITECTURE.md"


def test_the_plan_of_the_house_says_who_holds_what() -> None:
    assert as_written() in ARCHITECTURE.read_text()
