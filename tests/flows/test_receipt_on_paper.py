"""What a client reads: sentences in their language, printed so that everybody can read or hear them."""

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from hub.catalogue import LANGUAGES, say
from hub.consent.model import ORGANISATION, THEMES, Action, Answer, Deed, Level, Terms, Told
from hub.errors import Refused
from hub.identifiers import CLIENT, ReceiptId
from hub.paper.pdf import printed
from hub.paper.sheet import Sheet
from hub.receipts import proof, rules
from hub.receipts.sheet import sheet
from hub.receipts.vocabulary import STATES
from hub.signet import Signet
from hub.vault import Vault
from tests.clock import MONDAY
from tests.evidence import OPERATOR, evidence, facts, given
from tests.people import AMIRA, BO, JONAS, function_of, terms_for

SIGNET = Signet(Vault(bytes(range(32))))
REQUESTED = (Deed.REQUEST, AMIRA.id)
DAY = timedelta(days=1)
A_MOMENT = MONDAY + timedelta(microseconds=123456)


def content(
    *deeds: tuple[Deed, str], days: float = 0, terms: Terms | None = None, language: str = "de", **more: Any
) -> dict[str, Any]:
    record = evidence(*deeds, terms=terms) if deeds else given(terms=terms)
    said = facts(record, language=language, **more)
    return proof.signed(rules.draw(said, ReceiptId("receipt-1"), A_MOMENT + days * DAY), SIGNET)


def sentences(page: Sheet) -> list[str]:
    return [sentence for section in page.sections for sentence in section.lines]


def text_of(pdf: bytes | Refused) -> str:
    assert isinstance(pdf, bytes)
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


# The sentences.


def test_a_client_reads_what_for_who_about_what_and_until_when() -> None:
    said = " ".join(sentences(sheet(content(), "de")))

    for words in (
        "Sie haben am 23.11.2026 10:02 eingewilligt.",
        "Wohnen und Ausbildung gemeinsam planen",
        "Jugendamt Musterstadt, Funktion „Allgemeiner Sozialer Dienst“",
        "Mitteilen darf etwas: Jobcenter Musterstadt.",
        "Wohnen: Ja",
        "Gesundheit: Nein",
        "bis 21.02.2027 10:00",
        "Ein Satz genügt, bei jeder Fachkraft.",
        "Stadt Musterstadt",
        "Kavalleriestraße",
        "receipt-1",
        SIGNET.public,
    ):
        assert words in said


@pytest.mark.parametrize(
    ("deeds", "days", "title", "said"),
    [
        ([REQUESTED], 0, "gebeten", "noch nicht entschieden"),
        ([REQUESTED, (Deed.DEFER, CLIENT)], 0, "gebeten", "darüber nachdenken"),
        ([REQUESTED, (Deed.REFUSE, CLIENT)], 0, "Nein gesagt", "keine Nachteile"),
        ([REQUESTED, (Deed.GIVE, CLIENT)], 90, "abgelaufen", "gilt nicht mehr"),
        ([REQUESTED, (Deed.GIVE, CLIENT), (Deed.WITHDRAW, CLIENT)], 0, "widerrufen", "Sie haben widerrufen."),
        ([REQUESTED, (Deed.GIVE, CLIENT), (Deed.WITHDRAW, AMIRA.id)], 0, "widerrufen", "Fachkraft hat Ihren"),
        ([REQUESTED, (Deed.GIVE, CLIENT), (Deed.REVOKE, AMIRA.id)], 0, "beendet", "Die Fallführung hat"),
    ],
    ids=["requested", "deferred", "refused", "expired", "withdrawn", "withdrawn by staff", "revoked"],
)
def test_a_client_reads_where_it_stands(
    deeds: list[tuple[Deed, str]], days: float, title: str, said: str
) -> None:
    page = sheet(content(*deeds, days=days), "de")

    assert title in page.title
    assert said in " ".join(sentences(page))
    assert "eingewilligt" not in page.title
    assert "Es erlaubt jetzt nichts." in " ".join(sentences(page))


def test_a_consent_that_begins_later_says_when() -> None:
    page = sheet(content(terms=terms_for(BO, begins=MONDAY + 7 * DAY)), "de")

    assert "Sie gilt ab 30.11.2026 10:00." in sentences(page)


def test_special_themes_are_said_to_be_specially_protected() -> None:
    themes = {ORGANISATION: Answer.YES, "health": Answer.ASK}

    said = sentences(sheet(content(terms=replace(terms_for(BO), themes=themes)), "de"))

    assert "Gesundheit: jedes Mal vorher fragen (besonders geschützt, Art. 9 DSGVO)" in said
    assert "Gemeinsame Absprachen: Ja" in said


def test_a_client_reads_that_they_may_talk_without_them() -> None:
    said = " ".join(sentences(sheet(content(terms=terms_for(BO, team=True)), "de")))

    assert "auch ohne Sie untereinander absprechen" in said


def test_a_named_person_is_said_to_be_the_only_one() -> None:
    terms = replace(terms_for(BO), recipient=replace(function_of(BO), person=BO.id))

    said = " ".join(sentences(sheet(content(terms=terms, person=BO), "de")))

    assert "Bo Lindner" in said
    assert "sonst niemand dort" in said


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("level", list(Level))
def test_in_every_language_and_level_every_sentence_is_there(language: str, level: Level) -> None:
    terms = terms_for(BO)
    plain = replace(terms, notice=replace(terms.notice, level=level), actions=frozenset(Action))

    said = sentences(sheet(content(terms=plain), language))

    # A text that is missing would show its key.
    assert [sentence for sentence in said if "receipt-" in sentence.replace("receipt-1", "")] == []
    assert len(said) > 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_a_record_may_say_has_its_words(language: str) -> None:
    keys = [
        *(f"receipt-stand-{stand}" for stand in STATES),
        *(f"receipt-event-{deed}" for deed in Deed),
        *(f"theme-{theme}" for theme in THEMES),
        *(f"receipt-answer-{answer}" for answer in Answer),
        *(f"receipt-action-{action}" for action in Action),
        *(f"receipt-told-{told}" for told in Told),
    ]

    assert [
        key for key in keys if say(language, key, at="", theme="", kind="", role="", level="") == key
    ] == []


def test_easy_language_says_it_more_plainly() -> None:
    terms = terms_for(BO)
    easy = replace(terms, notice=replace(terms.notice, level=Level.EASY))

    said = sentences(sheet(content(terms=easy), "de"))

    assert "Am 23.11.2026 10:02 haben Sie Ja gesagt." in said
    assert "Sie können Ihr Ja immer zurücknehmen." in " ".join(said)


def test_the_clients_name_is_on_no_paper() -> None:
    assert JONAS.name not in " ".join(sentences(sheet(content(), "de")))


# The paper.


def test_the_pdf_says_every_sentence_of_the_sheet() -> None:
    page = sheet(content(), "de")

    said = text_of(printed(page))

    assert page.title in said
    for section in page.sections:
        assert section.heading in said
    for sentence in sentences(page):
        assert sentence in said or sentence.replace(" ", "") in said.replace(" ", "")


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_pdf_claims_to_be_accessible_in_its_language(language: str) -> None:
    pdf = printed(sheet(content(language=language), language))

    assert isinstance(pdf, bytes)
    root: Any = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


@pytest.mark.parametrize(
    "words",
    [
        '#read("/etc/passwd")',
        "*x* _y_ $1+1$ `code` @label <label>",
        '#import "@preview/x:1.0.0"',
        "= Überschrift",
        "\\ ~ -- --- ... // kein Kommentar /* auch nicht */",
        "#{sys.inputs}",
        "https://example.org",
    ],
)
def test_what_somebody_entered_is_text_and_never_carried_out(words: str) -> None:
    terms = replace(terms_for(BO), purpose=words)

    said = text_of(printed(sheet(content(terms=terms), "de")))

    assert " ".join(words.split()) in said
    assert "root:" not in said


def test_what_an_operator_says_is_text_too() -> None:
    operator = replace(OPERATOR, withdrawal="#panic()")

    assert "#panic()" in text_of(printed(sheet(content(operator=operator), "de")))


def test_one_receipt_is_printed_the_same_way_every_time() -> None:
    page = sheet(content(), "de")

    assert printed(page) == printed(page)


def test_a_character_that_no_font_has_is_refused_rather_than_left_blank() -> None:
    # Of the private use area: no font may have it.
    terms = replace(terms_for(BO), purpose="Wohnen \uf8ff")

    assert printed(sheet(content(terms=terms), "de")) == Refused("paper-not-printable")
