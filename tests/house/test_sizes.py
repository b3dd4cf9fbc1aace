"""What nobody can read in one go is two things: a file of the house has 400 lines at most."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
HOUSE = ("hub", "bots", "web", "guard")
MOST = 400


def test_no_file_of_the_house_is_longer_than_somebody_reads_in_one_go() -> None:
    sizes = {
        str(file.relative_to(ROOT)): len(file.read_text(encoding="utf-8").splitlines())
        for folder in HOUSE
        for file in (ROOT / folder).rglob("*.py")
    }

    assert sizes.keys() >= {"hub/effects.py", "bots/words.py", "web/live.py", "guard/fallraum_guard/rules.py"}
    assert {name: size for name, size in sizes.items() if size > MOST} == {}
