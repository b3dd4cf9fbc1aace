"""What is typed at a keyboard and cannot be is asked for again; what comes from a pipe is refused."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.doors.office import NEIGHBOURS, Type

FALLRAUM = Path(sys.executable).with_name("fallraum")


def at_a_keyboard(folder: Path, *words: str, says: str) -> subprocess.CompletedProcess[str]:
    """One command, with somebody at its keyboard who types that."""
    keyboard, screen = os.openpty()
    said = {"DATA": str(folder), "LANGUAGE": "de", "FEDERATION": NEIGHBOURS}
    environment = os.environ | {f"FALLRAUM_{name}": value for name, value in said.items()}
    try:
        os.write(keyboard, says.encode())
        return subprocess.run(
            [FALLRAUM, *words],
            stdin=screen,
            capture_output=True,
            text=True,
            env=environment,
            timeout=60,
            check=False,
        )
    finally:
        os.close(keyboard)
        os.close(screen)


def test_a_wrong_answer_costs_this_answer_and_not_the_whole_note(office: Type, folder: Path) -> None:
    typed = "größtenteils\n\nteilweise\nMietschulden\x01\nMietschulden regeln\n\n\nJugendamt\n"

    closed = at_a_keyboard(folder, "case", "close", "F-1", *office.key("amira"), says=typed)

    assert closed.returncode == 0
    assert "„größtenteils“ ist kein Ausgang" in closed.stderr
    assert "steht in jedem Abschlussvermerk" in closed.stderr
    assert closed.stderr.count("Wie ist der Fall ausgegangen") == 3
    assert closed.stderr.count("kann nicht gespeichert werden") == 2
    assert closed.stderr.count("Wer bleibt zuständig?") == 2
    assert kept(office) == ("partly", ["Mietschulden regeln"], "Jugendamt")


def test_a_note_with_too_much_to_do_is_cut_where_it_is_full(office: Type, folder: Path) -> None:
    many = "".join(f"Aufgabe {number}\n" for number in range(22))

    closed = at_a_keyboard(
        folder, "case", "close", "F-1", *office.key("amira"), says=f"erreicht\n{many}\nJugendamt\n"
    )

    assert closed.returncode == 0
    assert closed.stderr.count("höchstens 20 Punkte") == 2
    assert len(kept(office)[1]) == 20


def test_whoever_ends_their_typing_is_asked_no_more(office: Type, folder: Path) -> None:
    ended = at_a_keyboard(folder, "case", "close", "F-1", *office.key("amira"), says="\x04")

    assert ended.returncode == 1
    assert json.loads(office("case", "list", "--json").stdout)[0]["closed_at"] is None


def test_in_a_pipe_no_answer_slips_to_another_question(office: Type) -> None:
    slipped = office("case", "close", "F-1", *office.key("amira"), says="gut\nerreicht\n\nJugendamt\n")

    assert slipped.exit_code == 1
    assert json.loads(office("case", "list", "--json").stdout)[0]["closed_at"] is None


def kept(typed: Type) -> tuple[str, list[str], str]:
    """What the closing note says, by Amira's extract."""
    file = typed.keys / "amira.json"
    assert typed("extract", "make", "F-1", "--file", str(file), *typed.key("amira")).exit_code == 0
    note = json.loads(file.read_text())["closing_note"]
    return note["outcome"], note["remains"], note["responsible"]
