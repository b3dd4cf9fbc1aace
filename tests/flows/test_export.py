"""What a client takes away: everything of their own case, nothing of another one, readable by all."""

import io
import itertools
import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import text, update

import hub.export
from hub.catalogue import say
from hub.conference.store import CONFERENCES
from hub.consent.model import Answer
from hub.disclosure.model import ToldBefore
from hub.disclosure.service import Made
from hub.disclosure.store import DISCLOSURES
from hub.errors import NotReady, Refused, Unfinished
from hub.export.model import View
from hub.identifiers import CLIENT, CaseId, PartyId
from hub.notices import text_of
from hub.receipts import proof
from hub.receipts.model import Verdict
from hub.rooms.model import Membership
from hub.vault import Vault
from tests.desk import Desk
from tests.flows.test_disclosure import agrees, answers, begins, makes, reviews, warns
from tests.flows.test_themes import about_school
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, JONAS, SELMA, terms_for
from tests.rules.passing import TASK69, in_person, wanted

SCHEMA = json.loads(Path(hub.export.__file__).with_name("export.schema.json").read_text("utf-8"))


async def taken(desk: Desk, case: CaseId, *, language: str = "de", reader: PartyId = CLIENT) -> bytes:
    packed = await desk.hub.exports.archive(case, language=language, by="test", reader=reader)
    assert not isinstance(packed, Refused), packed
    return packed


async def unpacked(
    desk: Desk, case: CaseId, *, language: str = "de", reader: PartyId = CLIENT
) -> dict[str, str]:
    packed = await taken(desk, case, language=language, reader=reader)
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        return {name: opened.read(name).decode() for name in opened.namelist()}


async def exported(desk: Desk, case: CaseId) -> dict[str, Any]:
    said: dict[str, Any] = json.loads((await unpacked(desk, case))["export.json"])
    return said


# What is in it.


async def test_a_client_sees_who_sits_on_which_consent_and_who_may_not(desk: Desk) -> None:
    case, (consent,) = await desk.seats(BO)
    await desk.involves(case, ELIF)

    places = (await exported(desk, case))["places"]

    said = [(p["person"].get("name"), p["may_sit"], p["consent"], p["seat"]) for p in places]
    assert said == [
        (None, True, None, "joined"),
        ("Amira Kaya", False, None, None),
        ("Bo Lindner", True, consent.id, "joined"),
        ("Elif Demir", False, None, None),
    ]


async def test_where_nobody_sits_who_does_not_belong_no_stranger_is_said_to(desk: Desk) -> None:
    case, _ = await desk.seats(BO)

    said = await exported(desk, case)

    assert {stay["person"]["part"] for stay in said["stays"]} == {"client", "member"}
    assert {place["person"]["part"] for place in said["places"]} == {"client", "lead", "member"}


async def test_after_a_withdrawal_the_client_sees_until_when_somebody_sat(desk: Desk) -> None:
    case, (consent,) = await desk.seats(BO)
    sat_since = desk.clock.now()
    desk.clock.push(hours=1)
    await desk.withdraws(consent)
    await desk.works_off()

    said = await exported(desk, case)

    (stay,) = [stay for stay in said["stays"] if stay["person"].get("name") == "Bo Lindner"]
    assert stay["taken_at"] == sat_since.isoformat(timespec="microseconds")
    assert stay["ended_at"] == desk.clock.now().isoformat(timespec="microseconds")
    assert (stay["consent"], stay["left"]) == (consent.id, False)
    (bo,) = [place for place in said["places"] if place["person"].get("name") == "Bo Lindner"]
    assert (bo["may_sit"], bo["seat"]) == (False, None)
    assert said["consents"][0]["record"]["stand"] == "withdrawn"


async def test_every_consent_is_there_with_the_text_that_was_shown_to_the_letter(desk: Desk) -> None:
    case = await desk.opens_case(BO, CHLOE)
    for person in (BO, CHLOE):
        await desk.consents(case, person)

    consents = (await exported(desk, case))["consents"]

    assert [one["record"]["stand"] for one in consents] == ["given", "given"]
    assert {one["notice_text"] for one in consents} == {text_of("share", 1, "standard", "de")}
    assert consents[0]["record"]["events"][-1]["type"] == "given"


async def test_every_receipt_that_was_handed_out_is_there_and_holds(desk: Desk) -> None:
    case, (consent,) = await desk.seats(BO)
    await desk.hub.receipts.of(consent.id, by="test")
    await desk.withdraws(consent)
    await desk.hub.receipts.of(consent.id, by="test")

    files = await unpacked(desk, case)

    listed = json.loads(files["export.json"])["receipts"]
    assert set(files) == {"export.json", "export.html", "export.schema.json", *listed}
    read = [proof.read(files[name].encode()) for name in listed]
    assert [proof.verdict(one, desk.hub.signet.public) for one in read] == [Verdict.HOLDS] * 2
    assert [one["record"]["stand"] for one in read if one] == ["given", "withdrawn"]


async def test_it_keeps_to_the_schema_that_lies_beside_it(desk: Desk) -> None:
    case = await begins(desk)
    consent = await desk.consents(case, BO)
    await desk.consents(case, AMIRA)
    await makes(desk, case, AMIRA, wanted(BO, TASK69, "housing"))
    await makes(desk, case, AMIRA, wanted(in_person(BO), consent.id, "housing"))
    await warns(desk, case)
    await desk.works_off()
    await desk.everybody_comes(case)
    await desk.calls_conference(case)
    await desk.withdraws(consent)
    await desk.works_off()
    files = await unpacked(desk, case)

    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(json.loads(files["export.json"]))

    assert json.loads(files["export.schema.json"]) == SCHEMA


async def test_a_case_in_which_nothing_happened_yet_can_be_taken_away_too(desk: Desk) -> None:
    case = await desk.opens_case()

    files = await unpacked(desk, case)

    Draft202012Validator(SCHEMA).validate(json.loads(files["export.json"]))
    assert "Bisher war niemand im Raum." in files["export.html"]
    assert "Es gibt noch keine Einwilligung." in files["export.html"]


async def test_a_closed_case_is_still_the_clients(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    await desk.hub.cases.close(case, by="test")
    await desk.works_off()

    files = await unpacked(desk, case)

    assert json.loads(files["export.json"])["case"]["closed_at"] is not None
    assert "geschlossen" in files["export.html"]


async def test_a_stranger_inside_is_shown_to_the_client_and_named_to_nobody(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    desk.homeserver.lets_in(await desk.room(case), DARIO.user)
    desk.homeserver.refuses(DARIO.user)
    with pytest.raises(Unfinished):
        await desk.hub.rooms.reconcile(case)

    files = await unpacked(desk, case)

    said = json.loads(files["export.json"])
    stranger = {"part": "stranger"}
    assert [(p["seat"], p["may_sit"]) for p in said["places"] if p["person"] == stranger] == [
        ("invited", False)
    ]
    assert [stay["ended_at"] for stay in said["stays"] if stay["person"] == stranger] == [None]
    assert DARIO.user not in "".join(files.values())
    assert "nicht zum Fall gehört" in files["export.html"]


async def test_an_altered_consent_is_said_to_be_none(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    async with desk.hub.database.writing() as connection:
        await connection.execute(text("UPDATE consent_event SET signature = 'forged' WHERE number = 2"))

    files = await unpacked(desk, case)

    (one,) = json.loads(files["export.json"])["consents"]
    assert one["record"] is None
    assert "nicht das, was unterschrieben wurde" in files["export.html"]


async def test_every_room_is_there_by_its_name_and_for_the_reader_by_its_theme(desk: Desk) -> None:
    case, (_, _, hers) = await about_school(desk)
    await desk.withdraws(hers)
    await desk.works_off()

    files = await unpacked(desk, case)

    said = json.loads(files["export.json"])
    circle = await desk.circle(case, "school")
    school = {"name": f"F-1 · {circle[:4]}", "theme": "school", "kind": "theme"}
    there = [place["person"].get("name") for place in said["places"] if place["room"] == school]
    assert there == [None, "Amira Kaya", "Bo Lindner"]
    (chloe,) = [stay for stay in said["stays"] if stay["person"].get("name") == CHLOE.name]
    assert (chloe["room"], chloe["consent"]) == (school, hers.id)
    assert chloe["ended_at"] is not None
    assert f"F-1 · {circle[:4]} (Schule und Ausbildung)" in files["export.html"]
    assert DARIO.name in {p["person"].get("name") for p in said["places"] if p["room"]["theme"] != "school"}


async def test_what_was_passed_on_is_there_with_its_paragraph_in_plain_words(desk: Desk) -> None:
    case = await begins(desk)
    consent = await agrees(desk, case, BO, housing=Answer.YES)
    for basis in (consent.id, TASK69):
        assert isinstance(await makes(desk, case, AMIRA, wanted(BO, basis, "housing")), Made)

    files = await unpacked(desk, case)

    passed = json.loads(files["export.json"])["disclosures"]
    assert [one["sender"]["name"] for one in passed] == ["Amira Kaya"] * 2
    assert {one["recipient"]["agency"] for one in passed} == {"Jugendamt Musterstadt"}
    by_consent, by_norm = (one["basis"] for one in passed)
    assert by_consent == {"consent": consent.id}
    assert by_norm["norm"] == "TASK69@1"
    assert by_norm["paragraph"] in files["export.html"]
    assert say("de", "law-TASK69") in files["export.html"]
    assert "Ohne das kann die Wohnung nicht gesichert werden." not in "".join(files.values())


async def test_a_conference_is_there_with_its_topics(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA)
    called = await desk.calls_conference(case)

    (one,) = (await exported(desk, case))["conferences"]

    assert one["begins_at"] == called.begins_at.isoformat(timespec="microseconds")
    assert (one["minutes"], one["moderator"]["name"], one["topics"]) == (60, "Amira Kaya", ["Wohnung"])


async def test_topics_that_somebody_spoilt_hide_nothing_else(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA)
    await desk.calls_conference(case)
    async with desk.hub.database.writing() as connection:
        await connection.execute(update(CONFERENCES).values(topics=b"spoilt"))

    files = await unpacked(desk, case)

    (one,) = json.loads(files["export.json"])["conferences"]
    assert one["topics"] is None
    assert "nicht mehr lesbar" in files["export.html"]


async def test_what_was_agreed_on_is_there_with_whose_it_is(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    due = desk.clock.now().date() + timedelta(days=7)
    await desk.hub.plans.add_task(case, "Antrag stellen", owner=BO.user, due=due, who=AMIRA.user)
    await desk.hub.plans.note_gap(case, "Kita bis 19 Uhr", who=BO.user)

    files = await unpacked(desk, case)

    told = json.loads(files["export.json"])
    Draft202012Validator(SCHEMA).validate(told)
    assert [(one["kind"], one["what"]) for one in told["agreed"]] == [
        ("task", "Antrag stellen"),
        ("gap", "Kita bis 19 Uhr"),
    ]
    assert told["agreed"][0]["person"]["name"] == BO.name
    assert "Antrag stellen" in files["export.html"]


# What is not in it.


@pytest.mark.parametrize("language", ["de", "en"])
async def test_a_warning_they_were_not_told_of_changes_not_one_byte(desk: Desk, language: str) -> None:
    case = await begins(desk)
    await makes(desk, case, AMIRA, wanted(BO, TASK69, "housing"))
    before = await taken(desk, case, language=language)

    warning = await warns(desk, case, ToldBefore(False, "Das würde das Kind gefährden."))
    await reviews(desk, warning)
    await answers(desk, warning)

    assert await taken(desk, case, language=language) == before


async def test_a_warning_they_were_told_of_is_there_and_says_no_more_than_that(desk: Desk) -> None:
    case = await begins(desk)
    warning = await warns(desk, case)

    files = await unpacked(desk, case)

    (one,) = json.loads(files["export.json"])["disclosures"]
    assert (one["disclosure"], one["warning"], one["proven"]) == (warning.id, True, True)
    assert "Hinweis zum Kinderschutz" in files["export.html"]
    assert "Blaue Flecken" not in "".join(files.values())


async def test_a_warning_that_somebody_spoilt_is_not_there_either(desk: Desk) -> None:
    case = await begins(desk)
    before = await taken(desk, case)
    await warns(desk, case, ToldBefore(False, "Das würde das Kind gefährden."))

    for spoilt in ({"contents": b"spoilt"}, {"document": "spoilt"}):
        async with desk.hub.database.writing() as connection:
            await connection.execute(update(DISCLOSURES).values(**spoilt))

        assert await taken(desk, case) == before


async def test_a_disclosure_that_somebody_altered_is_said_to_be_unproven(desk: Desk) -> None:
    case = await begins(desk)
    await makes(desk, case, AMIRA, wanted(BO, TASK69, "housing"))
    async with desk.hub.database.writing() as connection:
        await connection.execute(update(DISCLOSURES).values(signature="forged"))

    files = await unpacked(desk, case)

    (one,) = json.loads(files["export.json"])["disclosures"]
    assert not one["proven"]
    assert "hat niemand unterschrieben" in files["export.html"]


async def test_nothing_of_another_case_is_in_it(desk: Desk) -> None:
    hers, (other,) = await desk.seats(CHLOE, client=SELMA)
    await desk.hub.receipts.of(other.id, by="test")
    his, (consent,) = await desk.seats(BO)

    said = "".join((await unpacked(desk, his)).values())

    assert consent.id in said
    for foreign in (hers, other.id, SELMA.name, SELMA.user, CHLOE.name, "F-1"):
        assert foreign not in said


async def test_dario_and_the_clients_name_are_not_in_it_and_elif_only_as_who_may_not(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    await desk.involves(case, ELIF)

    said = "".join((await unpacked(desk, case)).values())

    for name in (DARIO.name, JONAS.name, JONAS.user, BO.user, AMIRA.id, BO.id):
        assert name not in said
    assert "darf nicht mitlesen" in said


async def test_nobody_can_count_by_it_what_is_hidden_from_them(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    his = [entry for entry in await desk.entries() if entry.act.case == case]

    said = await unpacked(desk, case)

    parsed = json.loads(said["export.json"])
    assert not [entry for entry in his if entry.hash in "".join(said.values())]
    assert "number" not in {name for stay in parsed["stays"] for name in stay}
    assert "hash" not in said["export.html"]


async def test_while_the_vault_is_shut_there_is_nothing_to_take_away(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    shut = Vault(NotReady("vault-key-missing", file="secrets/vault_key"))
    exports = replace(desk.hub.exports, vault=shut)
    before = await desk.deeds()

    with pytest.raises(NotReady):
        await exports.archive(case, language="de", by="test")

    assert await desk.deeds() == before


# What is written down.


async def test_an_export_is_in_the_audit_chain_and_a_look_is_not(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    before = await desk.deeds()

    seen = await desk.hub.exports.view(case, language="de")
    assert await desk.deeds() == before
    await desk.hub.exports.archive(case, language="de", by="test")

    assert isinstance(seen, View)
    assert seen.label == "F-1"
    assert await desk.deeds() == [*before, "case.exported"]


async def test_two_exports_at_one_instant_are_one_file_byte_by_byte(desk: Desk) -> None:
    case, _ = await desk.seats(BO)

    one, other = [await taken(desk, case) for _ in range(2)]

    assert one == other


async def test_a_file_of_the_archive_is_unpacked_for_its_owner_only(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    packed = await taken(desk, case)

    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        assert {entry.external_attr >> 16 & 0o777 for entry in opened.infolist()} == {0o600}
        assert opened.testzip() is None


# The page.


class Page(HTMLParser):
    """Reads a page as strictly as a page can be read."""

    EMPTY = ("meta",)

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.mark.parametrize("language", ["de", "en"])
async def test_the_page_can_be_read_by_everybody(desk: Desk, language: str) -> None:
    case, _ = await desk.seats(BO, AMIRA)
    source = (await unpacked(desk, case, language=language))["export.html"]

    page = Page(source)

    assert page.all("html") == [{"lang": language}]
    levels = [int(tag[1]) for tag, _ in page.tags if tag in ("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    # No level is left out on the way down.
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert len(page.all("caption")) == len(page.all("table")) == 3
    assert all(cell.get("scope") in ("col", "row") for cell in page.all("th"))
    assert [key for key in ("export-", "receipt-heading") if key in source] == []


async def test_the_page_carries_nothing_out_and_asks_for_nothing(desk: Desk) -> None:
    case, _ = await desk.seats(BO)
    source = (await unpacked(desk, case))["export.html"]

    page = Page(source)

    assert {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe", "form", "a", "object"} == set()
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    (policy,) = [meta["content"] for meta in page.all("meta") if "http-equiv" in meta]
    assert policy is not None
    assert policy.startswith("default-src 'none'")


async def test_whatever_people_entered_is_only_text_on_the_page(desk: Desk) -> None:
    case = await desk.opens_case(BO)
    nasty = '</p><script>alert(1)</script><img src=x onerror=alert(2)> & "Wohnen"'
    given = await desk.agrees(case, replace(terms_for(BO), purpose=nasty))
    assert not isinstance(given, Refused)

    source = (await unpacked(desk, case))["export.html"]

    page = Page(source)
    assert "script" not in {tag for tag, _ in page.tags}
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in source


async def test_the_page_says_what_a_place_is_worth(desk: Desk) -> None:
    case, (consent,) = await desk.seats(BO)
    room = await desk.room(case)
    desk.homeserver.leaves(room, BO.user)
    desk.clock.push(hours=1)
    await desk.hub.rooms.reconcile(case)

    source = (await unpacked(desk, case))["export.html"]

    assert (await desk.known_seats(case))[BO.user].membership is Membership.DECLINED
    assert "selbst gegangen" in source
    assert consent.id[:8] in source
