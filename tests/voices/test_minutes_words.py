"""Minutes as they are read in a room: in the agenda's order, who sees it otherwise, nothing as markup."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bots import words
from bots.fitting import LONGEST_MESSAGE
from hub.identifiers import CLIENT
from hub.matrix.wire import Json
from hub.minutes.model import DRAFT, FINAL, Agreed, Entry, Kind, Planned, Posting, Version
from hub.minutes.rules import LONGEST_ENTRY, minutes
from tests.people import AMIRA, BO, CHLOE
from tests.rules.minuting import CONFERENCE, DECISION, FILE, entry, objection, version
from tests.rules.minuting import words as said

NAMES: Mapping[str, str] = {person.id: person.name for person in (AMIRA, BO, CHLOE)}
ENTRIES = (
    entry(1, said(item="client-view", text="Jonas will eine Lehre"), by=CLIENT),
    entry(2, said(text="Er wohnt bei einem Freund")),
    entry(3, said(Kind.DISSENT, "Das kommt zu früh")),
    entry(4, DECISION, by=BO.id),
    entry(5, said(Kind.AGREED, agreed=Agreed(Planned.TASK, "1"), text="Antrag stellen")),
    entry(6, said(Kind.AGREED, agreed=Agreed(Planned.GAP, "2"), text="ein Zimmer ab März")),
    entry(7, said(Kind.NEXT_DATE, day=date(2027, 1, 12), text="zehn Uhr")),
)


def posted(one: Version, language: str = "de") -> Json:
    posting = Posting(file=FILE, conference=CONFERENCE, minutes=minutes(one), names=NAMES)
    return words.minutes(posting, language)


def draft(*entries: Entry, **more: object) -> Version:
    return version(DRAFT, *entries, **{"items": ("client-view", "assessment"), **more})


def test_a_draft_is_read_in_the_agendas_order() -> None:
    lines = str(posted(draft(*ENTRIES))["body"]).split("\n")

    assert lines == [
        "Protokoll der Fallkonferenz F-1 · Mo., 23. Nov. 2026, 10:00–11:00 Uhr · Moderation: Bo Lindner",
        "Entwurf. Einwände sind bis einschließlich 30.11.2026 möglich; jeder steht im vollen Wortlaut in der "
        "endgültigen Fassung.",
        "Dabei: Amira Kaya, Bo Lindner",
        "Sicht und Wunsch der Klientin oder des Klienten",
        "• Jonas will eine Lehre",
        "Gemeinsame Einschätzung – auch wo wir uns nicht einig sind",
        "• Er wohnt bei einem Freund",
        "• Aufgabe: Antrag stellen",
        "• Anders sieht es Chloe Martin: Das kommt zu früh",
        "Beschlüsse: wer – was – bis wann",
        "• Frau Kaya – spricht mit der Wohnungsgenossenschaft – bis 04.12.2026",
        "Was an Angeboten fehlt",
        "• ein Zimmer ab März",
        "Nächster Termin",
        "• 12.01.2027: zehn Uhr",
    ]


def test_the_final_version_has_every_objection_in_full_and_says_if_there_is_none() -> None:
    opposed = posted(version(FINAL, *ENTRIES, objections=(objection(1), objection(2, by=BO.id))))
    unopposed = posted(version(FINAL, *ENTRIES, is_counted=False))

    assert "Klientin oder Klient, 23.11.2026: So habe ich es nicht gesagt" in str(opposed["body"])
    assert "Bo Lindner, 23.11.2026: So habe ich es nicht gesagt" in str(opposed["body"])
    assert "hat niemand einen Einwand erhoben" in str(unopposed["body"])
    assert "Dabei:" not in str(unopposed["body"])


def test_what_is_lost_is_said_and_whoever_is_unknown_has_no_name() -> None:
    one = posted(draft(entry(1, said(Kind.DISSENT), by=AMIRA.id), lost=1), "en")
    nameless = Posting(file=FILE, conference=CONFERENCE, minutes=minutes(draft(ENTRIES[2])), names={})

    assert "One entry or objection is missing here" in str(one["body"])
    assert "Amira Kaya sees it otherwise" in str(one["body"])
    assert "nicht mehr eingetragen" in str(words.minutes(nameless, "de")["body"])


def test_an_item_that_the_catalogue_does_not_know_is_called_as_it_is() -> None:
    assert "Nachhilfe" in str(posted(draft(entry(1, said(item="Nachhilfe"))))["body"]).split("\n")


def test_where_an_objection_is_lost_it_is_not_said_that_nobody_objected() -> None:
    final = replace(draft(entry(1)), number=FINAL)
    whole, lost = (posted(replace(final, lost=n), "en")["body"] for n in (0, 1))

    assert "nobody objected" in str(whole)
    assert "nobody objected" not in str(lost)
    assert "One entry or objection is missing" in str(lost)


def test_nothing_that_people_wrote_becomes_markup_or_a_mention() -> None:
    message = posted(draft(entry(1, said(text="<b>@room</b> <a href='x'>@amira:hub</a>"))))

    assert "<b>" not in str(message["formatted_body"])
    assert "<a " not in str(message["formatted_body"])
    assert message["m.mentions"] == {}
    assert message["msgtype"] == "m.notice"


def test_minutes_that_are_too_long_for_a_message_say_where_they_stand() -> None:
    long = [entry(n, said(text="'" * LONGEST_ENTRY)) for n in range(100)]

    message = posted(draft(*long))

    assert len(str(message)) < LONGEST_MESSAGE
    assert "(100 Einträge)" in str(message["body"])
    assert "Einwände sind bis einschließlich 30.11.2026" in str(message["body"])
    assert "'''" not in str(message["body"])


def test_minutes_in_another_language_say_the_same() -> None:
    german, english = (posted(draft(*ENTRIES), language) for language in ("de", "en"))

    assert str(german["body"]).count("\n") == str(english["body"]).count("\n")


def test_a_decision_without_a_day_is_none_that_anybody_could_write_and_still_readable() -> None:
    odd = entry(1, replace(DECISION, day=None))

    assert "bis –" in str(posted(draft(odd))["body"])
