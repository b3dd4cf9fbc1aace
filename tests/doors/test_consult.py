"""At the terminal: asking a specialist without names, answering, withdrawing, and who is shown what."""

import json
from typing import Any

import pytest
from typer.testing import Result

from tests.doors.office import Type

THEMES, WHY, ASKED = "family", "Eine Einschätzung braucht Erfahrung", "Ist das ein Anhaltspunkt?"
EXCERPT = ("Das Kind, 6, kommt ohne Essen.", "Seit drei Wochen.")
ANSWER = "Ja, wenn es dabei bleibt."
RUTH = "@ruth:jugendamt.example"


@pytest.fixture
def asking(office: Type) -> Type:
    """The office, and Ruth, who can be asked."""
    for agency, kind in (("jobcenter", "jobcenter"), ("jugendamt", "youth-office")):
        assert office("agency", "classify", agency, "--kind", kind).exit_code == 0
    added = office(
        *("professional", "add", RUTH, "--name", "Ruth Sommer", "--agency", "jugendamt"),
        *("--function", "Fachberatung", "--duty", "child-protection-expert"),
    )
    assert added.exit_code == 0, added.stderr
    assert office("professional", "key", RUTH, *office.key("ruth")).exit_code == 0
    return office


def ask(
    typed: Type, *more: str, by: str = "amira", excerpt: tuple[str, ...] = EXCERPT, read: str = "ja"
) -> Result:
    said = "\n".join([THEMES, WHY, ASKED, *excerpt, "", read, ""])
    return typed("consult", "ask", "F-1", "--to", RUTH, *typed.key(by), *more, says=said)


def asked(typed: Type) -> str:
    shown = ask(typed, "--json")
    assert shown.exit_code == 0, shown.stderr
    return str(json.loads(shown.stdout[shown.stdout.index("{") :])["question"])


def listed(typed: Type, who: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(typed("consult", "list", "--json", *typed.key(who)).stdout)
    return rows


def test_a_specialist_reads_what_is_asked_and_nothing_of_the_case(asking: Type) -> None:
    number = asked(asking)

    (hers,) = listed(asking, "ruth")
    shown = asking("consult", "show", number[:8], *asking.key("ruth"))

    assert (hers["case"], hers["part"], hers["asked"]) == (None, "specialist", ASKED)
    assert all(paragraph in shown.stdout for paragraph in EXCERPT)
    assert "F-1" not in shown.stdout + json.dumps(hers)
    assert "Amira Kaya" in shown.stdout


def test_with_the_answer_who_asked_reads_it_and_who_answered_no_more(asking: Type) -> None:
    number = asked(asking)

    answered = asking("consult", "answer", number[:8], *asking.key("ruth"), says=f"{ANSWER}\n\n")

    assert (answered.exit_code, "Vielen Dank" in answered.stdout) == (0, True)
    assert listed(asking, "ruth") == []
    assert asking("consult", "show", number[:8], *asking.key("ruth")).exit_code == 1
    shown = asking("consult", "show", number[:8], *asking.key("amira")).stdout
    assert ANSWER in shown
    assert "beantwortet" in shown
    assert "F-1" in shown
    assert [row["answer"] for row in listed(asking, "amira")] == [[ANSWER]]
    assert asking("audit", "verify").exit_code == 0


def test_it_is_taken_back_by_a_word(asking: Type) -> None:
    number = asked(asking)

    ended = asking("consult", "withdraw", number[:8], *asking.key("amira"))

    assert ended.exit_code == 0
    assert [row["state"] for row in listed(asking, "amira")] == ["withdrawn"]
    again = asking("consult", "withdraw", number[:8], *asking.key("amira"))
    assert (again.exit_code, "beendet" in again.stderr) == (1, True)


def test_with_the_case_it_is_over_and_not_shown_as_open(asking: Type) -> None:
    asked(asking)
    assert [row["state"] for row in listed(asking, "amira")] == ["open"]

    asking("case", "close", "F-1")

    assert [row["state"] for row in listed(asking, "amira")] == ["over"]


def test_a_name_is_refused_by_its_kind_before_anybody_is_asked_to_read_again(asking: Type) -> None:
    refused = ask(asking, excerpt=("Jonas' Mutter schläft.",))

    assert refused.exit_code == 1
    assert "der Name der Klientin oder des Klienten" in refused.stderr
    assert "Jonas" not in refused.stderr
    assert listed(asking, "amira") == []


def test_who_has_not_read_it_once_more_asks_nothing(asking: Type) -> None:
    refused = ask(asking, read="nein")

    assert (refused.exit_code, "noch einmal lesen" in refused.stderr) == (1, True)
    assert listed(asking, "ruth") == []


def test_why_the_client_is_not_to_be_told_is_asked_for(asking: Type) -> None:
    said = "\n".join([THEMES, WHY, "Es könnte das Kind gefährden", ASKED, *EXCERPT, "", "ja", ""])

    made = asking("consult", "ask", "F-1", "--to", RUTH, "--untold", *asking.key("amira"), says=said)

    assert (made.exit_code, "offen" in made.stdout) == (0, True)
    (passed,) = json.loads(asking("disclosure", "show", "F-1", "--json", *asking.key("amira")).stdout)
    assert passed["told"] == {"before": False, "why": "Es könnte das Kind gefährden"}
    assert json.loads(asking("disclosure", "show", "F-1", "--json", *asking.key("ruth")).stdout) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--days", "29"), "höchstens 28 Tage"),
        (("--days", "0"), "höchstens 28 Tage"),
        (("--norm", "NOTHING"), "NOTHING"),
        (("--norm", "SGB8_8a"), "§ 8a SGB VIII gilt nicht für Stellen dieser Art"),
        (("--of", "nobody"), "nobody"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(asking: Type, words: tuple[str, ...], said: str) -> None:
    refused = ask(asking, *words)

    assert refused.exit_code == 1
    assert said in refused.stderr


def test_who_is_not_asked_is_shown_nothing_and_answers_nothing(asking: Type) -> None:
    number = asked(asking)

    for who in ("elif", "bo"):
        assert listed(asking, who) == []
        for command in (("show",), ("answer",), ("withdraw",)):
            tried = asking("consult", *command, number[:8], *asking.key(who), says=f"{ANSWER}\n\n")
            assert (tried.exit_code, "gibt es nicht" in tried.stderr) == (1, True)


def test_who_is_shown_a_question_is_noted(asking: Type) -> None:
    asked(asking)
    listed(asking, "ruth")

    noted = json.loads(asking("audit", "retrievals", "F-1", "--json").stdout)

    assert "consult.shown" in [row["deed"] for row in noted]


def test_its_room_is_shown_to_who_runs_the_hub_as_what_it_is(asking: Type) -> None:
    number = asked(asking)

    shown = asking("case", "show", "F-1").stdout
    rows = json.loads(asking("case", "show", "F-1", "--json").stdout)

    assert f"Q-{number[:4]}" in shown
    hers = [row for row in rows if row["room_kind"] == "consult"]
    assert {(row["name"], row["role"]) for row in hers} == {
        ("Amira Kaya", "lead"),
        ("Ruth Sommer", "specialist"),
    }
    assert all(row["rightful"] and row["question"] == number for row in hers)
