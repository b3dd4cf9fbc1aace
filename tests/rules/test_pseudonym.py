"""The hub finds in an excerpt what people overlook, and says only of which kind it is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.consult.model import Known, Trace
from hub.consult.pseudonym import traces

KNOWN = Known(
    client="Selma Yılmaz",
    label="F-2",
    parties=("Can Yılmaz", "Bo von der Heide", "Grete Bäcker"),
    birthdays=(date(2020, 5, 31), date(1992, 3, 4)),
    professionals=("Amira Kaya", "Chloe Martin"),
    agencies=("Jobcenter Musterstadt", "Brücke e. V."),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Selma kommt nicht mehr.", Trace.CLIENT),
        ("Frau YILMAZ kommt nicht mehr.", Trace.CLIENT),
        ("Selmas Sohn kommt nicht mehr.", Trace.CLIENT),
        ("Der Sohn der Yılmaz' kommt.", Trace.CLIENT),
        ("Die Yilmazens kommen.", Trace.CLIENT),
        ("Selma’s Sohn kommt.", Trace.CLIENT),
        ("Sel\u00adma kommt.", Trace.CLIENT),
        ("SelmaYilmaz kommt.", Trace.CLIENT),
        ("\U0001d412\U0001d41e\U0001d425\U0001d426\U0001d41a kommt.", Trace.CLIENT),
        ("Can isst nichts.", Trace.PARTY),
        ("Cans Mutter sagt nichts.", Trace.PARTY),
        ("Can'ın annesi susuyor.", Trace.PARTY),
        ("Familie Baecker hilft.", Trace.PARTY),
        ("Beckers helfen nicht, Bäckers schon.", Trace.PARTY),
        ("Der Vater heißt Bo.", Trace.PARTY),
        ("Am 31.5.2020 war er noch klein.", Trace.BIRTHDAY),
        ("Am 31. Mai wird er sieben.", Trace.BIRTHDAY),
        ("born May 31st, 2020", Trace.BIRTHDAY),
        ("geboren 2020-05-31", Trace.BIRTHDAY),
        ("geboren 5/31/20", Trace.BIRTHDAY),
        ("geboren am 4. März 1992", Trace.BIRTHDAY),
        ("Im Fall F-2 ist es so.", Trace.LABEL),
        ("Im Fall F2 ist es so.", Trace.LABEL),
        ("Frau Kaya meint das auch.", Trace.PROFESSIONAL),
        ("Beim Jobcenter Musterstadt war sie.", Trace.AGENCY),
        ("Das Schreiben des Jobcenters Musterstadt kam.", Trace.AGENCY),
        ("Die Brücke begleitet sie.", Trace.AGENCY),
        ("Sie schreibt von selma@example.org.", Trace.ADDRESS),
        ("siehe https://example.org", Trace.ADDRESS),
        ("Anrufen: 0201 1234567", Trace.NUMBER),
    ],
)
def test_what_leads_to_somebody_is_found(text: str, found: Trace) -> None:
    assert found in traces([text], KNOWN)


@pytest.mark.parametrize(
    "text",
    [
        "Eine Mutter, 34, und ihr Kind, 6, leben von 1.250,50 Euro im Monat.",
        "Die Familie von der wir sprechen zieht am 12.11.2026 um.",
        "A. geht seit 2026 in die Schule; am 31.12. war sie dort.",
        "Ein Jobcenter hat abgelehnt, die Kontakte sind abgebrochen.",
        "Im Mai 2025 waren es 3 von 5 Tagen.",
        "Das Candida-Ergebnis liegt vor.",
        "",
    ],
)
def test_what_leads_to_nobody_is_let_through(text: str) -> None:
    assert traces([text], KNOWN) == ()


def test_a_name_that_is_a_word_of_every_text_is_found_with_the_rest_of_it() -> None:
    known = Known(client="Du Am", label="F-9")

    assert traces(["Bist du am Montag da?"], known) == (Trace.CLIENT,)
    assert traces(["Am Montag bist du da?"], known) == ()


def test_each_kind_is_said_once_and_the_client_first() -> None:
    text = ["Selma, Selma und Can.", "Selma Yılmaz, geboren am 4.3.1992, F-2."]

    assert traces(text, KNOWN) == (Trace.CLIENT, Trace.PARTY, Trace.BIRTHDAY, Trace.LABEL)


def test_a_birthday_of_another_year_is_none() -> None:
    assert traces(["Am 31.5.2019 begann es."], KNOWN) == ()


def test_who_has_no_name_is_not_found_everywhere() -> None:
    assert traces(["Irgendetwas"], Known(client="", label="", agencies=("e. V.",))) == ()


LETTERS = st.text(st.characters(codec="utf-8", categories=("Ll", "Lu")), min_size=3, max_size=12)
AROUND = st.text(st.sampled_from(" \n.,;:!?()„“-–/"), min_size=1, max_size=3)


@given(
    name=LETTERS,
    before=AROUND,
    after=AROUND,
    upper=st.booleans(),
    ending=st.sampled_from(["", "s", "'", "’s"]),
)
def test_a_name_is_found_wherever_it_stands_however_it_is_written(
    name: str, before: str, after: str, upper: bool, ending: str
) -> None:
    written = name.upper() if upper else name
    known = Known(client=f"{name} Novak", label="F-1")

    found = traces([f"Ja{before}{written}{ending}{after}nein"], known)

    # Of three letters and less some names are words of every text.
    assert Trace.CLIENT in found or len(written) < 4


@given(text=st.text(max_size=60))
def test_whatever_somebody_writes_is_searched_without_harm(text: str) -> None:
    assert set(traces([text], KNOWN)) <= set(Trace)
