"""Final minutes, as the client takes them away, and nobody else on their side does."""

import pytest

from hub.export import form
from hub.export.model import Minuted, Part, View
from hub.export.page import page
from hub.export.rules import view
from hub.identifiers import CLIENT, PartyId
from hub.minutes.model import DRAFT, FINAL, Held, Kind
from tests.people import AMIRA, BO, CHLOE
from tests.rules.minuting import CONFERENCE, DECISION, entry, objection, version, words
from tests.rules.sights import NOON, facts, given_by
from tests.rules.test_parties import MOTHER, guardianship

LAST = version(
    FINAL,
    entry(1, words(text="Jonas <b>zieht</b> aus"), by=BO.id),
    entry(2, words(Kind.DISSENT, "Zu früh"), by=CHLOE.id),
    entry(3, DECISION),
    objections=(objection(1),),
)
HELD = Held(versions=(version(DRAFT), LAST), is_drafted=True, is_final=True)


def seen(held: Held = HELD) -> View:
    drawn = view(facts(conferences=[(CONFERENCE, ())], minutes={CONFERENCE.id: held}), NOON)
    assert isinstance(drawn, View)
    return drawn


def only(view_: View) -> Minuted:
    (one,) = view_.minutes
    return one


def test_the_client_reads_the_final_version_with_whoever_they_know_by_name() -> None:
    one = only(seen())

    assert one.written is not None
    assert one.written.version == LAST
    assert one.people[BO.id].name == BO.name
    # Chloe works on this case no longer: to the client she is nobody they know of.
    assert one.people[CHLOE.id].part is Part.STRANGER
    assert one.people[CLIENT].part is Part.CLIENT


def test_a_draft_is_not_taken_away() -> None:
    assert seen(Held(versions=(version(DRAFT),), is_drafted=True)).minutes == ()


def test_where_nothing_was_minuted_there_is_nothing() -> None:
    drawn = view(facts(conferences=[(CONFERENCE, ())]), NOON)

    assert isinstance(drawn, View)
    assert drawn.minutes == ()
    assert "Protokolle der Fallkonferenzen" not in page(drawn, "de")


def test_what_was_altered_is_said_not_to_be_readable_and_nothing_of_it() -> None:
    altered = seen(Held(is_drafted=True, is_final=True))

    assert only(altered).written is None
    assert form.as_json(altered, "de", [])["minutes"][0]["written"] is None
    assert "nicht mehr so lesbar" in page(altered, "de")


def test_a_program_reads_the_same() -> None:
    (one,) = form.as_json(seen(), "de", [])["minutes"]

    section = one["written"]["sections"][0]
    assert section["notes"] == [{"text": "Jonas <b>zieht</b> aus", "agreed": None}]
    assert section["dissents"] == [{"by": {"part": "stranger"}, "text": "Zu früh"}]
    assert one["written"]["decisions"][0]["day"] == "2026-12-04"
    assert one["written"]["objections"][0]["by"] == {"part": "client"}
    assert [person["name"] for person in one["written"]["present"]] == [AMIRA.name, BO.name]


def test_a_page_says_it_in_words_and_takes_nothing_for_markup() -> None:
    shown = page(seen(), "de")

    assert "Jonas &lt;b&gt;zieht&lt;/b&gt; aus" in shown
    assert f"Dabei: {AMIRA.name}, {BO.name}" in shown
    assert "So habe ich es nicht gesagt" in shown


@pytest.mark.parametrize("reader", [MOTHER])
def test_nobody_else_on_the_clients_side_reads_minutes(reader: PartyId) -> None:
    hers = facts(
        reader=reader,
        given=[given_by(MOTHER)],
        guardianships=[guardianship()],
        conferences=[(CONFERENCE, ())],
        minutes={CONFERENCE.id: HELD},
    )

    drawn = view(hers, NOON)

    assert isinstance(drawn, View)
    assert drawn.minutes == ()
