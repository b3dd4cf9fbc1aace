"""What a receipt says of a consent: every field that ISO/IEC TS 27560 wants, and nobody's name."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from hub.audit import Act
from hub.canonical import canonical_json
from hub.consent import model, signed
from hub.consent.model import ORGANISATION, Action, Answer, Deed, Form, Giver, Kind, Recipient, State
from hub.errors import Refused
from hub.identifiers import CLIENT, GuardianshipId, PartyId, ReceiptId
from hub.receipts import rules, vocabulary
from hub.receipts.model import Evidence, Receipt, Role
from tests.clock import MONDAY
from tests.evidence import HIS, evidence, facts, given
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, F1, JONAS, PAUL, function_of, terms_for
from tests.signing import circle_of

ID = ReceiptId("receipt-1")
NOON = MONDAY + timedelta(hours=3)
DAY = timedelta(days=1)
SCAN = "ab" * 32
REQUESTED = (Deed.REQUEST, AMIRA.id)
WITHDRAWN = (Deed.WITHDRAW, CLIENT)


def drawn(record: Evidence, *, days: float = 0, **changed: Any) -> dict[str, Any]:
    return rules.draw(facts(record, **changed), ID, NOON + days * DAY)


def record_of(record: Evidence, *, days: float = 0, **changed: Any) -> dict[str, Any]:
    said: dict[str, Any] = drawn(record, days=days, **changed)["record"]
    return said


# Every field of the table that is required, and the term of DPV that it is said with.

Find = Callable[[Mapping[str, Any]], object]
REQUIRED: Mapping[str, tuple[str, Find]] = {
    "schema version": ("schema:schemaVersion", lambda r: r["schema_version"]),
    "conforms to": ("dct:conformsTo", lambda r: r["conforms_to"]),
    "record id": ("dct:identifier", lambda r: r["record"]["record_id"]),
    "receipt id": ("dct:identifier", lambda r: r["receipt_id"]),
    "pii principal id": ("dpv:hasDataSubject", lambda r: r["record"]["subject"]["subject_id"]),
    "privacy notice": ("dpv:hasNotice", lambda r: r["record"]["notice"]["template"]),
    "notice version": ("schema:version", lambda r: r["record"]["notice"]["version"]),
    "notice hash": ("fallraum:sha256", lambda r: r["record"]["notice"]["sha256"]),
    "notice level": ("fallraum:level", lambda r: r["record"]["notice"]["level"]),
    "language": ("dct:language", lambda r: r["record"]["notice"]["language"]),
    "purpose": ("dpv:hasPurpose", lambda r: r["record"]["process"]["purpose"][0]["description"]),
    "lawful basis": ("dpv:hasLegalBasis", lambda r: r["record"]["process"]["legal_basis"][0]["norm"]),
    "pii information": ("dpv:hasPersonalData", lambda r: r["record"]["process"]["data_categories"]),
    "pii type": ("skos:broader", lambda r: r["record"]["process"]["data_categories"][0]["broader"]),
    "pii controllers": ("dpv:hasDataController", lambda r: r["record"]["process"]["controllers"]),
    "party name": ("dpv:hasName", lambda r: r["record"]["process"]["controllers"][0]["name"]),
    "party contact": ("dpv:hasContact", lambda r: r["record"]["process"]["controllers"][0]["contact"]),
    "recipient third parties": ("dpv:hasRecipient", lambda r: r["record"]["process"]["recipients"]),
    "processing method": ("dpv:hasProcessing", lambda r: r["record"]["process"]["actions"]),
    "validity duration": ("dct:valid", lambda r: r["record"]["validity"]["valid_until"]),
    "storage locations": ("dpv:hasLocation", lambda r: r["record"]["process"]["storage"][0]["location"]),
    "retention period": (
        "dpv:hasDuration",
        lambda r: r["record"]["process"]["storage"][1]["duration"]["description"],
    ),
    "jurisdiction": ("dpv:hasJurisdiction", lambda r: r["record"]["process"]["jurisdiction"]),
    "withdrawal method": (
        "dpv:hasConsentControl",
        lambda r: r["record"]["process"]["withdrawal_method"]["description"],
    ),
    "privacy rights": ("dpv:hasRight", lambda r: r["record"]["process"]["rights"]),
    "authority party": ("dpv:hasAuthority", lambda r: r["record"]["process"]["authority"]["name"]),
    "event time": ("dpv:isIndicatedAtTime", lambda r: r["record"]["events"][0]["at"]),
    "event type": ("fallraum:deed", lambda r: r["record"]["events"][0]["type"]),
    "event state": ("dpv:hasConsentStatus", lambda r: r["record"]["events"][0]["@type"]),
    "entity id": ("dpv:isIndicatedBy", lambda r: r["record"]["events"][0]["actor"]),
    "indication method": ("dpv:hasIndicationMethod", lambda r: r["record"]["events"][0]["form"]),
    "given by": ("dpv:isIndicatedBy", lambda r: r["record"]["given_by"][0]["capacity"]),
}


@pytest.mark.parametrize(
    "record",
    [given(), given(WITHDRAWN), evidence(REQUESTED), evidence(REQUESTED, (Deed.REFUSE, CLIENT))],
    ids=["given", "withdrawn", "requested", "refused"],
)
@pytest.mark.parametrize("field", REQUIRED)
def test_every_field_that_the_standard_requires_is_there_and_filled(field: str, record: Evidence) -> None:
    term, find = REQUIRED[field]

    assert find(drawn(record))
    assert term in terms_said()


def terms_said() -> set[str]:
    return {term if isinstance(term, str) else term["@id"] for term in vocabulary.CONTEXT.values()}


def test_nothing_in_a_receipt_is_left_empty() -> None:
    said = drawn(given())

    assert [place for place, value in leaves(said) if value in ("", None)] == []


def test_a_receipt_can_be_signed_by_anybody_who_writes_canonical_json() -> None:
    assert json.loads(canonical_json(drawn(given())))["receipt_id"] == ID


def test_the_receipt_says_where_each_of_our_words_stands_in_the_vocabulary() -> None:
    assert set(vocabulary.THEMES) == set(model.THEMES)
    assert set(vocabulary.ACTIONS) == set(Action)
    # A draft is nobody's yet; all else a client can be told.
    assert set(vocabulary.STATES) == set(State) - {State.DRAFT}
    assert set(vocabulary.ACTORS) == set(Role)


# Where it stands.


@pytest.mark.parametrize(
    ("deeds", "stand", "state"),
    [
        ([REQUESTED], "requested", "dpv:ConsentRequested"),
        ([REQUESTED, (Deed.DEFER, CLIENT)], "deferred", "dpv:ConsentRequestDeferred"),
        ([REQUESTED, (Deed.REFUSE, CLIENT)], "refused", "dpv:ConsentRefused"),
        ([REQUESTED, (Deed.GIVE, CLIENT)], "given", "dpv:ConsentGiven"),
        ([REQUESTED, (Deed.GIVE, CLIENT), WITHDRAWN], "withdrawn", "dpv:ConsentWithdrawn"),
        ([REQUESTED, (Deed.GIVE, CLIENT), (Deed.REVOKE, AMIRA.id)], "revoked", "dpv:ConsentRevoked"),
    ],
)
def test_a_receipt_says_where_its_consent_stands(
    deeds: list[tuple[Deed, str]], stand: str, state: str
) -> None:
    record = record_of(evidence(*deeds))

    assert (record["stand"], record["state"]) == (stand, state)
    assert record["in_force"] is (stand == "given")


def test_a_consent_that_has_run_out_is_said_to_have_expired() -> None:
    record = record_of(given(), days=90)

    assert (record["stand"], record["state"]) == ("expired", "dpv:ConsentExpired")
    assert record["in_force"] is False


def test_what_was_withdrawn_does_not_expire_as_well() -> None:
    record = record_of(given(WITHDRAWN), days=1000)

    assert record["stand"] == "withdrawn"


def test_a_consent_that_begins_later_is_given_and_not_yet_in_force() -> None:
    record = record_of(given(terms=terms_for(BO, begins=MONDAY + 7 * DAY)))

    assert (record["stand"], record["in_force"]) == ("given", False)


def test_a_paper_that_only_one_has_seen_is_no_consent_yet() -> None:
    paper = replace(terms_for(BO), form=Form.PAPER, evidence=SCAN)

    record = record_of(evidence((Deed.RECORD, AMIRA.id), terms=paper))

    assert (record["stand"], record["state"]) == ("recorded", "dpv:ConsentStatusInvalidForProcessing")


# What it is about.


def test_every_theme_is_said_with_its_answer_and_whether_it_is_special() -> None:
    themes = {ORGANISATION: Answer.YES, "health": Answer.ASK, "addiction": Answer.NO}

    process = record_of(given(terms=replace(terms_for(BO), themes=themes)))["process"]

    said = [(c["code"], c["answer"], c["special"]) for c in process["data_categories"]]
    assert said == [(ORGANISATION, "yes", False), ("health", "ask", True)]
    (declined,) = process["declined"]["data_categories"]
    assert (declined["code"], declined["answer"], declined["special"]) == ("addiction", "no", True)


def test_what_was_declined_is_not_among_the_data() -> None:
    process = record_of(given())["process"]

    assert "health" not in [category["code"] for category in process["data_categories"]]


def test_where_nothing_was_declined_nothing_is_said_to_be() -> None:
    record = record_of(given(terms=replace(terms_for(BO), themes={ORGANISATION: Answer.YES})))

    assert "declined" not in record["process"]


@pytest.mark.parametrize(("answer", "is_named"), [(Answer.YES, True), (Answer.ASK, True), (Answer.NO, False)])
def test_special_categories_rest_on_article_nine(answer: Answer, is_named: bool) -> None:
    themes = {ORGANISATION: Answer.YES, "health": answer}

    process = record_of(given(terms=replace(terms_for(BO), themes=themes)))["process"]

    assert ("eu-gdpr:A9-2-a" in [basis["@type"] for basis in process["legal_basis"]]) is is_named


@pytest.mark.parametrize(
    ("kind", "norm"), [(Kind.SECRECY_RELEASE, "§ 203 StGB"), (Kind.ENTRUSTED_RELEASE, "§ 65 Abs. 1 SGB VIII")]
)
def test_a_release_names_its_paragraph_and_the_person(kind: Kind, norm: str) -> None:
    terms = replace(terms_for(BO), kind=kind, recipient=replace(function_of(BO), person=BO.id))

    process = record_of(given(terms=terms), person=BO)["process"]

    assert norm in [basis["norm"] for basis in process["legal_basis"]]
    assert process["recipients"][0]["person"] == {"name": "Bo Lindner"}


def test_without_a_named_person_the_function_is_meant() -> None:
    (recipient,) = record_of(given())["process"]["recipients"]

    assert (recipient["name"], recipient["function"]) == (
        "Jugendamt Musterstadt",
        "Allgemeiner Sozialer Dienst",
    )
    assert "person" not in recipient


def test_that_professionals_may_talk_without_the_client_is_said_where_it_was_agreed_to() -> None:
    process = record_of(given(terms=terms_for(BO, team=True)))["process"]

    assert process["team"] is True
    assert "team" not in record_of(given())["process"]


def test_the_operator_is_asked_first_and_each_agency_answers_for_what_it_shares() -> None:
    controllers = record_of(given())["process"]["controllers"]

    assert [one["name"] for one in controllers] == [
        "Stadt Musterstadt",
        "Jobcenter Musterstadt",
        "Jugendamt Musterstadt",
    ]
    assert {one["contact"] for one in controllers} == {"Rathausplatz 1, 12345 Musterstadt"}


def test_a_land_is_a_jurisdiction() -> None:
    process = record_of(given())["process"]

    assert process["jurisdiction"] == process["storage"][0]["location"] == "loc:DE-NW"


def test_what_was_shown_and_told_is_said_as_it_was_signed() -> None:
    record = record_of(given())

    notice = terms_for(BO).notice
    assert (record["notice"]["sha256"], record["notice"]["level"]) == (notice.sha256, "standard")
    assert record["told"] == ["purpose", "refusal", "withdrawal"]
    assert record["separate_from_application"] is True
    assert rules.notice_of(given()) == notice


# What happened.


def test_every_event_is_there_with_its_time_and_the_role_of_who_did_it() -> None:
    record = record_of(given((Deed.WITHDRAW, "terminal")))

    said = [(e["type"], e["actor_role"], e["@type"]) for e in record["events"]]
    assert said == [
        ("requested", "staff", "dpv:ConsentRequested"),
        ("given", "client", "dpv:ConsentGiven"),
        ("withdrawn", "door", "dpv:ConsentWithdrawn"),
    ]
    assert record["events"][1]["at"] == "2026-11-23T09:02:00.000000+00:00"


def test_nobody_who_acted_is_named() -> None:
    said = json.dumps(drawn(given((Deed.REVOKE, AMIRA.id))), ensure_ascii=False)

    for person in (JONAS, AMIRA, DARIO, ELIF):
        assert person.name not in said
        assert person.user not in said
    assert AMIRA.id not in said


# Whom it is about, and who gave it.


def test_a_parent_is_called_by_a_pseudonym_and_named_as_guardian() -> None:
    mother = Giver(PartyId("party:katja-brandt"), GuardianshipId("hers"))
    asked = evidence(REQUESTED)
    theirs = replace(asked.consent, given_by=(mother,), subject=PartyId("party:can"))
    said = rules.record(facts(replace(asked, consent=theirs)), MONDAY)

    assert said["given_by"] == [
        {"@type": "dpv:GuardianOfDataSubject", "subject_id": "F-1/katja-br", "capacity": "guardian"}
    ]
    assert said["subject"]["subject_id"] == "F-1/can"


@pytest.mark.parametrize(
    ("deed", "actor", "role"),
    [
        (Deed.WITHDRAW, "party:katja", "party"),
        (Deed.WITHDRAW, "terminal", "door"),
        (Deed.INVALIDATE, PAUL.id, "officer"),
    ],
)
def test_in_which_role_somebody_acted_is_said_and_who_it_was_is_not(
    deed: Deed, actor: str, role: str
) -> None:
    last = record_of(given((deed, actor)))["events"][-1]

    assert last["actor_role"] == role
    assert actor not in repr(last)


def test_a_release_names_who_is_released_and_a_unit_is_named_where_one_was() -> None:
    named = replace(terms_for(BO), recipient=Recipient(BO.agency, BO.function, BO.id, "Team Nord"))
    known = replace(facts(given(terms=named), person=BO), released=CHLOE)

    said = rules.record(known, MONDAY)["process"]

    assert said["released"]["name"] == CHLOE.name
    assert said["recipients"][0]["unit"] == "Team Nord"


# What the client signed.


def test_the_client_can_prove_what_they_signed_with_the_receipt_alone() -> None:
    record = given()

    said = record_of(record)["signed"]

    assert said["statement"].encode() == signed.statement(record.document)
    assert said["sha256"] == hashlib.sha256(record.document.encode()).hexdigest()
    for part in ("contents", "themes"):
        hashed = hashlib.sha256(said[part].encode()).hexdigest()
        assert hashed == json.loads(record.document)[f"{part}_sha256"]
    assert [one["type"] for one in said["signatures"]] == ["given"]


def test_a_rest_carries_what_was_signed_of_the_whole() -> None:
    whole = given()
    rest = replace(evidence(REQUESTED), before=whole)

    assert record_of(rest)["signed"]["rest_of"] == record_of(whole)["signed"]


def test_paper_carries_the_signatures_of_both_who_vouch_for_it() -> None:
    paper = replace(terms_for(BO), form=Form.PAPER, evidence=SCAN)

    record = record_of(evidence((Deed.RECORD, AMIRA.id), (Deed.CONFIRM, BO.id), terms=paper))

    assert [one["type"] for one in record["signed"]["signatures"]] == ["recorded", "confirmed"]
    assert len({one["public_key"] for one in record["signed"]["signatures"]}) == 2
    assert {event["form"] for event in record["events"]} == {"paper"}


def test_a_signature_whose_key_nobody_knows_proves_nothing_and_is_left_out() -> None:
    record = replace(given(), keys={})

    assert record_of(record)["signed"]["signatures"] == []


# What the hub does not vouch for.


def test_a_given_consent_that_is_not_proven_gets_no_receipt() -> None:
    record = given()
    forged = replace(record, consent=replace(record.consent, proven=False))

    assert rules.untrue(forged, circle_of) == Refused("receipt-not-proven", {"consent": HIS[:8]})


def test_nor_does_a_forged_one_that_was_withdrawn() -> None:
    record = given(WITHDRAWN)
    forged = replace(record, consent=replace(record.consent, proven=False))

    assert isinstance(rules.untrue(forged, circle_of), Refused)


@pytest.mark.parametrize("deeds", [[REQUESTED], [REQUESTED, (Deed.GIVE, CLIENT)]], ids=["asked", "given"])
def test_contents_other_than_those_that_were_asked_for_get_no_receipt(deeds: list[tuple[Deed, str]]) -> None:
    other = {"purpose": "Werbung", "themes": {}, "reason": "", "note": "", "salt": "salt"}

    assert isinstance(rules.untrue(evidence(*deeds, opened=other), circle_of), Refused)


def test_a_record_from_which_events_were_taken_gets_no_receipt() -> None:
    record = evidence(REQUESTED, (Deed.DEFER, CLIENT), (Deed.REFUSE, CLIENT))

    assert isinstance(rules.untrue(replace(record, events=record.events[1:]), circle_of), Refused)
    assert isinstance(rules.untrue(replace(record, events=()), circle_of), Refused)


def test_what_is_as_it_was_signed_can_be_vouched_for_also_when_nobody_gave_it() -> None:
    for record in (
        given(),
        given(WITHDRAWN),
        evidence(REQUESTED),
        evidence(REQUESTED, (Deed.REFUSE, CLIENT)),
    ):
        assert rules.untrue(record, circle_of) is None
        assert record.consent.state is not State.DRAFT


def test_a_receipt_is_noted_with_the_consent_it_rests_on() -> None:
    receipt = Receipt(id=ID, case=F1, consent=HIS, made_at=NOON, content={})

    assert rules.made(receipt, "terminal") == Act(
        at=NOON, actor="terminal", deed="receipt.made", case=F1, target=ID, basis=HIS
    )


def leaves(value: object, place: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from leaves(inner, f"{place}.{name}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from leaves(inner, f"{place}[{number}]")
    else:
        yield place, value
