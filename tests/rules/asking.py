"""How a specialist is asked in tests of rules: Amira asks Ruth, who may not know whose case it is."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hub.cases.model import CaseFile, Professional
from hub.consult.model import Contents, Known, Question, Wanted
from hub.consult.rules import consultation
from hub.identifiers import CircleId, DisclosureId, QuestionId
from tests.clock import MONDAY
from tests.people import AMIRA, F1, RUTH, case_f1

EXCERPT = (
    "Das Kind, 6 Jahre, kommt seit drei Wochen ohne Essen.",
    "Ein Elternteil sagt, es habe keinen Hunger.",
)
ASKED = Contents("Ist das ein gewichtiger Anhaltspunkt?", EXCERPT)
ANSWER = ("Ja, wenn es dabei bleibt.", "Bitte mit dem Elternteil sprechen und die Woche festhalten.")
TWO_WEEKS = timedelta(days=14)
NUMBER = QuestionId("4711" * 8)
CIRCLE = CircleId(f"consult-{NUMBER}")
KNOWN = Known(client="Jonas Novak", label="F-1")


def wanted(to: Professional = RUTH, *, until: datetime = MONDAY + TWO_WEEKS, **otherwise: Any) -> Wanted:
    """What Amira wants to know."""
    usual = Wanted(
        to=to.user,
        contents=ASKED,
        until=until,
        themes=frozenset({"family"}),
        necessity="Eine Einschätzung braucht Erfahrung mit Kinderschutz.",
    )
    return replace(usual, **otherwise)


def question(**otherwise: Any) -> Question:
    """That she asked it, on Monday."""
    usual = Question(
        id=NUMBER,
        case=F1,
        disclosure=DisclosureId("disclosure-1"),
        asker=AMIRA.id,
        specialist=RUTH.id,
        into=wanted().into,
        at=MONDAY,
        until=MONDAY + TWO_WEEKS,
        contents_sha256="",
        proven=True,
    )
    return replace(usual, **otherwise)


def asking(
    file: CaseFile | None = None, *, of: Professional = RUTH, about: Question | None = None
) -> CaseFile:
    """The case about which it was asked."""
    file = file or case_f1()
    one = consultation(about or question(specialist=of.id), file, of)
    return replace(file, consultations=(one,) if one else ())
