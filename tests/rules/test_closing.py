"""The end of a case: who writes the note, who may put what into which file, and when all have theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given as drawn_from
from hypothesis import strategies as st

from hub.audit import Act
from hub.canonical import canonical_json, digest, sha256_of
from hub.cases.model import CaseFile, Professional
from hub.closing import chain, form, proof, rules, sight
from hub.closing.model import ClosingNote, Deed, Extract, Extracted, Facts, Outcome, Signed
from hub.closing.sheet import sheet
from hub.conference.model import Conference
from hub.consent.model import Consent, State
from hub.disclosure.model import Answered, Contents, Feedback, Record, Review
from hub.errors import Refused
from hub.identifiers import (
    AgencyId,
    ClosingId,
    ConferenceId,
    ConsentId,
    DisclosureId,
    ExtractId,
    GoalId,
    TaskId,
)
from hub.law.model import Way
from hub.minutes.model import DRAFT, FINAL, Agreed, Held, Kind, Planned
from hub.plan.model import GoalState, Plan, Words
from hub.receipts.model import Facts as RecordFacts
from tests import evidence
from tests.clock import MONDAY
from tests.evidence import HIS
from tests.people import (
    AGENCIES,
    AMIRA,
    BO,
    CHLOE,
    DARIO,
    ELIF,
    F1,
    PAUL,
    PROFESSIONALS,
    case_f1,
    consent_for,
    key_of,
)
from tests.rules.agreeing import TODAY, goal, task
from tests.rules.minuting import DECISION, entry, objection, version, words
from tests.rules.passing import disclosed, in_person
from tests.signing import public, signing

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOON = MONDAY + 3 * HOUR
OPEN = case_f1(BO, CHLOE)


def over(*members: Professional) -> CaseFile:
    """The case at noon, just closed."""
    file = case_f1(*members)
    return replace(file, case=replace(file.case, closed_at=NOON))


OVER = over(BO, CHLOE)
NOTE = ClosingNote(Outcome.PARTLY, ("Mietschulden regeln",), "Jugendamt")
THEIRS = Extracted(ExtractId("extract-1"), "ab" * 32)


def deed(kind: Deed, by: Professional, **told: Any) -> Signed:
    one = Signed(
        id=ClosingId(f"{kind}-{by.id}"),
        case=F1,
        deed=kind,
        at=NOON,
        by=by.id,
        contents_sha256="",
        proven=True,
    )
    return replace(one, **told)


def taken(by: Professional, **told: Any) -> Signed:
    return deed(Deed.TAKEN, by, extract=replace(THEIRS, id=ExtractId(f"extract-{by.id}")), **told)


def waived(agency: str, **told: Any) -> Signed:
    return deed(Deed.WAIVED, AMIRA, agency=AgencyId(agency), **told)


NOTED = deed(Deed.NOTED, AMIRA)


# The note.


def test_the_lead_writes_the_note_and_nobody_else() -> None:
    assert rules.note(replace(NOTE, responsible=" Jugendamt "), OPEN, AMIRA.id) == NOTE
    for person in (BO, ELIF, DARIO):
        assert rules.note(NOTE, OPEN, person.id) == Refused("closing-not-by-you", {"case": "F-1"})


def test_where_the_chain_knows_of_no_lead_whoever_works_on_the_case_writes_it() -> None:
    leaderless = replace(OPEN, participations=OPEN.participations[1:])

    assert rules.note(NOTE, leaderless, BO.id) == NOTE
    assert rules.note(NOTE, leaderless, AMIRA.id) == Refused("closing-not-by-you", {"case": "F-1"})


def test_a_note_is_written_once_and_can_be_shown() -> None:
    again = rules.note(NOTE, OPEN, AMIRA.id, again=True)
    nobody = rules.note(replace(NOTE, responsible=" "), OPEN, AMIRA.id)
    tricky = rules.note(replace(NOTE, remains=("eins\nzwei",)), OPEN, AMIRA.id)
    endless = rules.note(replace(NOTE, remains=("x",) * 21), OPEN, AMIRA.id)

    assert again == Refused("closing-noted-already", {"case": "F-1"})
    assert [no.reason for no in (nobody, tricky) if isinstance(no, Refused)] == ["unshowable-text"] * 2
    assert endless == Refused("closing-note-too-long", {"most": "20"})


def test_the_first_proven_note_counts() -> None:
    forged = replace(NOTED, id=ClosingId("0"), at=MONDAY, proven=False)
    later = replace(NOTED, id=ClosingId("later"), at=NOON + HOUR)

    assert rules.note_of([later, forged, taken(BO), NOTED]) == NOTED
    assert rules.note_of([forged]) is None


def test_an_announcement_is_told_and_ends_nothing() -> None:
    act = rules.announced(OPEN.case, AMIRA.id, NOON)

    assert (act.deed, act.actor, act.case) == ("closing.announced", AMIRA.id, F1)


# Extracts.


def test_an_extract_is_for_whoever_works_on_a_closed_case_with_a_note() -> None:
    assert rules.may_extract(OVER, BO.id, NOTED) == NOTED
    assert rules.may_extract(OVER, BO.id, None) == Refused("closing-note-missing", {"case": "F-1"})
    assert rules.may_extract(OPEN, BO.id, NOTED) == Refused("case-still-open", {"case": "F-1"})
    for person in (ELIF, DARIO):
        assert rules.may_extract(OVER, person.id, NOTED) == Refused("extract-not-for-you", {"case": "F-1"})


def test_who_took_over_what_was_drawn_for_them_takes_it_once() -> None:
    made = [
        rules.drawn(Extract(id=THEIRS.id, case=F1, reader=BO.id, made_at=NOON, content={}), THEIRS.sha256)
    ]

    assert rules.may_take(OVER, BO.id, THEIRS, made=made, done=[]) is None
    assert rules.may_take(OVER, CHLOE.id, THEIRS, made=made, done=[]) == Refused("extract-not-yours")
    assert rules.may_take(case_f1(), BO.id, THEIRS, made=made, done=[]) == Refused("extract-not-yours")
    other = replace(THEIRS, sha256="cd" * 32)
    assert rules.may_take(OVER, BO.id, other, made=made, done=[]) == Refused("extract-not-yours")
    before = replace(taken(BO), extract=THEIRS)
    again = rules.may_take(OVER, BO.id, THEIRS, made=made, done=[before])
    assert again == Refused("extract-taken-already")


def test_only_the_lead_says_that_an_agency_of_the_case_keeps_no_file() -> None:
    said = rules.may_waive(OVER, AMIRA.id, BO.agency, " Beratung ohne Akte ")

    assert said == "Beratung ohne Akte"
    for file, by, agency, reason in (
        (OPEN, AMIRA, BO.agency, "case-still-open"),
        (OVER, BO, BO.agency, "closing-not-by-you"),
        (OVER, AMIRA, DARIO.agency, "agency-not-on-this-case"),
    ):
        no = rules.may_waive(file, by.id, agency, "weil")
        assert isinstance(no, Refused)
        assert no.reason == reason
    assert isinstance(rules.may_waive(OVER, AMIRA.id, BO.agency, ""), Refused)


# Whether all have theirs.


def test_each_agency_files_what_is_its_own_or_is_waived() -> None:
    done = [taken(AMIRA), waived("bruecke-ev")]

    assert rules.unfiled(OVER, []) == ["bruecke-ev", "jobcenter", "jugendamt"]
    assert rules.unfiled(OVER, done) == ["jugendamt"]
    assert rules.unfiled(OVER, [*done, taken(BO)]) == []


def test_of_an_agency_everybody_takes_over_their_own() -> None:
    file = over(ELIF)

    assert rules.unfiled(file, [taken(AMIRA)]) == ["jobcenter"]
    assert rules.unfiled(file, [taken(AMIRA), taken(ELIF)]) == []


def test_who_was_relieved_before_the_end_files_theirs_too() -> None:
    (bo,) = (part for part in OVER.participations if part.professional == BO)
    others = tuple(part for part in OVER.participations if part != bo)
    relieved = replace(OVER, participations=others, former=(replace(bo, ended_at=MONDAY + HOUR),))

    assert [share.part.professional for share in rules.shares(relieved, [])] == [AMIRA, CHLOE, BO]
    assert BO.agency in rules.unfiled(relieved, [])
    assert rules.may_extract(relieved, BO.id, None) == Refused("closing-note-missing", {"case": "F-1"})


def test_of_a_waiver_and_a_take_over_the_later_one_counts_for_whoever_took_over() -> None:
    first, then = {"at": NOON}, {"at": NOON + HOUR}

    def stands(*done: Signed) -> list[bool]:
        found = rules.shares(OVER, done)
        return [one.is_waived for one in found if one.part.professional.id == BO.id]

    assert stands(waived("jugendamt", **first), taken(BO, **then)) == [False]
    assert stands(taken(BO, **first), waived("jugendamt", **then)) == [True]
    # Whoever took nothing over needs nothing all the same, and nothing is missing either way.
    assert stands(waived("jugendamt", **first), taken(AMIRA, **then)) == [True]
    assert BO.agency not in rules.unfiled(OVER, [waived("jugendamt", **first), taken(BO, **then)])


def test_what_was_said_of_all_who_work_at_an_agency_is_not_said_again() -> None:
    again = rules.may_waive(OVER, AMIRA.id, BO.agency, "weil", [waived("jugendamt", at=NOON)])
    after_all = [waived("jugendamt", at=NOON), taken(BO, at=NOON + HOUR)]

    assert again == Refused("agency-waived-already", {"agency": BO.agency, "case": "F-1"})
    assert rules.may_waive(OVER, AMIRA.id, BO.agency, "weil", after_all) == "weil"


def test_who_left_their_agency_files_nothing_where_a_colleague_can_and_else_is_waived() -> None:
    (bo,) = (part for part in OVER.participations if part.professional == BO)
    gone = replace(bo, professional=replace(BO, left_at=MONDAY + HOUR), ended_at=MONDAY + HOUR)
    others = tuple(part for part in OVER.participations if part != bo)
    colleague = replace(bo, professional=replace(BO, id=DARIO.id))
    alone = replace(OVER, participations=others, former=(gone,))
    with_colleague = replace(alone, participations=(*others, colleague))

    assert gone.professional in [one.professional for one in rules.filers(alone)]
    assert rules.may_waive(alone, AMIRA.id, BO.agency, "keine Akte") == "keine Akte"
    assert gone.professional not in [one.professional for one in rules.filers(with_colleague)]


def test_what_is_not_proven_files_nothing() -> None:
    done = [taken(AMIRA), taken(BO, proven=False), waived("bruecke-ev", proven=False)]

    assert rules.unfiled(OVER, done) == ["bruecke-ev", "jugendamt"]


def test_what_came_in_after_somebody_took_over_is_missing_in_their_file() -> None:
    late = [Act(at=MONDAY, actor=CHLOE.id, deed="disclosure.made", case=F1, target="disclosure-1")]
    drawn = [
        Act(at=NOON, actor=p.id, deed="extract.made", case=F1, target=f"extract-{p.id}")
        for p in (AMIRA, BO, CHLOE)
    ]
    everybody = [taken(AMIRA), taken(BO), taken(CHLOE)]

    def is_outdated(*acts: Act, done: Sequence[Signed] = everybody) -> bool:
        return rules.is_outdated(OVER, done, [disclosed()], acts)

    # Whatever the clock said: behind is behind.
    assert is_outdated(*drawn, *late)
    assert not is_outdated(*late, *drawn)
    assert not is_outdated(*drawn)
    # Chloe warned Bo: both need a new one, Amira does not even learn of it.
    assert not is_outdated(*drawn, *late, *drawn[1:])
    assert is_outdated(*drawn, *late, *drawn[2:])
    waivers = [taken(AMIRA), waived("jugendamt"), waived("bruecke-ev")]
    assert not is_outdated(*drawn, *late, done=waivers)


# What may be in an extract.


def test_a_consent_is_theirs_that_names_them_and_was_given() -> None:
    bo = consent_for(BO)
    refused = replace(consent_for(BO, named="no"), given_at=None, state=State.REFUSED)
    forged = replace(consent_for(BO, named="forged"), proven=False)
    release = replace(consent_for(CHLOE, named="release"), released=BO.id)
    given = [bo, refused, forged, release, consent_for(DARIO)]

    assert [c.id for c in sight.theirs(BO, given, [])] == [bo.id, release.id]
    assert sight.theirs(ELIF, given, []) == []


def test_who_passed_something_on_has_what_they_relied_on() -> None:
    bo, release = consent_for(BO), replace(consent_for(CHLOE, named="release"))
    sent = replace(disclosed(Way.SHARE, by=AMIRA), basis=bo.id, releases=(release.id,))

    assert sight.theirs(AMIRA, [bo, release], [sent]) == [bo, release]
    assert sight.theirs(AMIRA, [bo, release], [replace(sent, proven=False)]) == []
    assert sight.theirs(ELIF, [bo, release], [sent]) == []


def test_a_withdrawn_consent_stays_in_the_file_of_whom_it_named() -> None:
    ended = consent_for(BO, withdrawn_at=NOON)

    assert sight.theirs(BO, [ended], []) == [ended]


def test_what_was_passed_on_in_person_is_not_a_colleagues() -> None:
    to_amira = replace(disclosed(Way.SHARE, to=AMIRA), recipient=in_person(AMIRA))
    known = [Record(disclosure=to_amira, contents=Contents())]

    assert list(sight.readable(AMIRA, known)) == known
    assert sight.readable(ELIF, known) == []
    assert sight.readable(DARIO, known) == []


def seat(kind: str, who: Professional, at: datetime) -> Act:
    return Act(at=at, actor="hub", deed=f"seat.{kind}", case=F1, target=who.id)


def conference(named: str = "conference-1", *, at: datetime = NOON) -> Conference:
    return Conference(
        id=ConferenceId(named), case=F1, begins_at=at, lasts=HOUR, moderator=AMIRA.id, called_at=MONDAY
    )


def test_a_conference_is_theirs_who_sat_there_when_it_began() -> None:
    acts = [
        seat("offered", BO, MONDAY),
        seat("taken", BO, MONDAY + HOUR),
        seat("offered", CHLOE, MONDAY),
        seat("ended", BO, NOON + DAY),
    ]
    met = [conference(), conference("later", at=NOON + 2 * DAY)]

    assert sight.attended(BO, met, acts, NOON + 3 * DAY) == [met[0]]
    assert sight.attended(CHLOE, met, acts, NOON + 3 * DAY) == []
    # Called for a day on which the case was over: it never took place.
    assert sight.attended(BO, met, acts, MONDAY) == []


def test_the_note_is_for_its_author_and_for_whom_a_consent_lets_hear_what_concerns_everybody_now() -> None:
    given = [consent_for(BO), consent_for(CHLOE, in_common=False), consent_for(DARIO, withdrawn_at=NOON)]

    who = [p.name for p in PROFESSIONALS if sight.knows_note(p, NOTED, given, NOON)]

    assert who == [AMIRA.name, BO.name]
    assert not sight.knows_note(BO, NOTED, given, MONDAY + 90 * DAY)


# The extract itself.


def facts(
    reader: Professional = BO,
    *,
    file: CaseFile = OVER,
    given: Sequence[Consent] | None = None,
    records: dict[ConsentId, RecordFacts | None] | None = None,
    disclosures: Sequence[Record] = (),
    conferences: Sequence[tuple[Conference, tuple[str, ...] | None]] = (),
    minutes: Mapping[ConferenceId, Held] | None = None,
    plan: Plan | None = None,
    acts: Sequence[Act] = (),
    note: ClosingNote | None = NOTE,
) -> Facts:
    to_bo = consent_for(BO, named=HIS)
    return Facts(
        reader=reader,
        file=file,
        agencies={agency.id: agency for agency in AGENCIES},
        people={person.id: person for person in PROFESSIONALS},
        given=[to_bo] if given is None else given,
        records={HIS: evidence.facts(evidence.given())} if records is None else records,
        disclosures=disclosures,
        conferences=conferences,
        minutes=minutes or {},
        plan=plan or Plan(label="F-1", today=TODAY),
        acts=acts,
        noted=NOTED,
        note=note,
        language="de",
    )


def draw(told: Facts) -> dict[str, Any]:
    part = next(one for one in told.file.participations if one.professional.id == told.reader.id)
    return form.draw(told, part, ExtractId("extract-1"), NOON)


def answered(answer: Review | Feedback | None, *, proven: bool = True) -> Answered:
    return Answered(at=NOON, by=PAUL.id, answer=answer, contents_sha256="", proven=proven)


WARNED = Record(
    disclosure=replace(disclosed(), recipient=in_person(BO)),
    contents=Contents(themes=frozenset({"health"}), necessity="Blaue Flecken"),
    review=answered(Review(True, "nachvollziehbar")),
    feedback=answered(Feedback(confirmed=True, acted=True, acts=False)),
)
MET = (conference(), ("Wohnung",))
SAT = [seat("taken", BO, MONDAY)]


def test_an_extract_holds_what_its_reader_took_part_in() -> None:
    said = draw(facts(disclosures=[WARNED], conferences=[MET], acts=SAT))

    assert said["professional"]["name"] == BO.name
    assert [one["consent"] for one in said["consents"]] == [HIS]
    assert said["consents"][0]["record"]["process"]["purpose"]
    (passed,) = said["disclosures"]
    assert (passed["sender"]["name"], passed["recipient"]["name"]) == (CHLOE.name, BO.name)
    assert (passed["review"]["in_order"], passed["feedback"]["acted"]) == (True, True)
    assert [one["topics"] for one in said["conferences"]] == [["Wohnung"]]
    assert said["closing_note"]["outcome"] == "partly"


def test_why_it_was_necessary_stays_with_who_passed_it_on() -> None:
    (for_bo,) = draw(facts(disclosures=[WARNED]))["disclosures"]
    (for_chloe,) = draw(facts(CHLOE, disclosures=[WARNED]))["disclosures"]

    assert (for_bo["necessity"], for_chloe["necessity"]) == (None, "Blaue Flecken")


def test_who_else_works_on_the_case_stands_in_no_consents_record() -> None:
    (one,) = draw(facts())["consents"]

    assert [who["party_id"] for who in one["record"]["process"]["controllers"]] == ["hub"]


def test_what_cannot_be_read_or_is_not_proven_says_nothing() -> None:
    unsure = replace(
        WARNED,
        review=answered(None),
        feedback=answered(Feedback(confirmed=True, acted=True, acts=True), proven=False),
    )
    bare = replace(WARNED, disclosure=disclosed(), review=None, feedback=None)
    spoilt = [(conference(), None)]

    said = draw(facts(records={}, disclosures=[unsure, bare], conferences=spoilt, acts=SAT, note=None))

    assert said["consents"] == [{"consent": HIS, "record": None}]
    assert [(one["review"], one["feedback"]) for one in said["disclosures"]] == [(None, None)] * 2
    assert said["closing_note"] is None


def test_who_works_on_the_case_without_consent_gets_their_part_in_it_and_nothing_else() -> None:
    with_dario = over(BO, DARIO, ELIF)
    told = {"file": with_dario, "disclosures": [WARNED], "conferences": [MET], "acts": SAT}

    for person in (DARIO, ELIF):
        said = draw(facts(person, **told))  # type: ignore[arg-type]

        assert said["professional"]["name"] == person.name
        nothing = (said["consents"], said["disclosures"], said["conferences"], said["closing_note"])
        assert nothing == ([], [], [], None)
        others = (AMIRA, BO, CHLOE)
        assert [p.name for p in others if p.name in canonical_json(said).decode()] == []


foreigners = st.sampled_from([CHLOE, DARIO, ELIF])


@drawn_from(data=st.data(), at=st.sampled_from([MONDAY, NOON, NOON - HOUR]))
def test_nothing_that_is_not_theirs_changes_a_byte(data: st.DataObject, at: datetime) -> None:
    before = facts(disclosures=[WARNED], conferences=[MET], acts=SAT)
    who = data.draw(st.lists(foreigners, min_size=1, max_size=3))
    consents = [
        replace(consent_for(p, named=f"other-{n}"), counselling=data.draw(st.booleans()))
        for n, p in enumerate(who)
    ]
    asked = replace(consent_for(BO, named="asked"), given_at=None, state=State.REFUSED)
    passed = [
        Record(
            disclosure=replace(
                disclosed(data.draw(st.sampled_from(list(Way)[:2])), by=p, to=data.draw(foreigners)),
                id=DisclosureId(f"other-{n}"),
            ),
            contents=Contents(necessity="geheim"),
        )
        for n, p in enumerate(who)
    ]
    seats = [seat(data.draw(st.sampled_from(["taken", "ended"])), p, at) for p in who]
    apart = (conference("apart", at=MONDAY - DAY), ("Geheimes",))
    secret = Held(versions=(version(FINAL, entry(1)),), is_drafted=True, is_final=True)
    after = replace(
        before,
        file=over(BO, CHLOE, ELIF, DARIO),
        given=[*consents, asked, *before.given],
        records={**before.records, consents[0].id: None},
        disclosures=[*passed, WARNED],
        conferences=[MET, apart],
        minutes={apart[0].id: secret},
        acts=[*seats, *SAT],
    )

    assert canonical_json(draw(after)) == canonical_json(draw(before))


# Minutes, and what is still open.


def minuted(**more: Any) -> dict[ConferenceId, Held]:
    last = version(
        FINAL,
        entry(1),
        entry(2, words(Kind.DISSENT, "Zu früh"), by=BO.id),
        entry(3, DECISION),
        entry(4, words(Kind.NEXT_DATE, "am besten vormittags", day=TODAY)),
        entry(5, words(Kind.AGREED, "Kita", agreed=Agreed(Planned.GAP, "gap-1"))),
        entry(6, words(Kind.AGREED, "Antrag", agreed=Agreed(Planned.TASK, "task-1"))),
        **more,
    )
    return {MET[0].id: Held(versions=(version(DRAFT), last), is_drafted=True, is_final=True)}


AHEAD = Plan(
    label="F-1",
    today=TODAY,
    tasks=(task(), task(id=TaskId("task-2"), owner=None), task(id=TaskId("task-3"), done_at=MONDAY)),
    goals=(goal(), goal(id=GoalId("goal-2"), state=GoalState.REACHED)),
    words={"task-1": Words(what="Antrag stellen"), "goal-1": Words(what="Wohnung", criterion="Vertrag")},
)


def test_who_was_there_and_may_hear_keeps_the_final_minutes_and_what_is_open() -> None:
    told = facts(conferences=[MET], acts=SAT, minutes=minuted(objections=(objection(1),)), plan=AHEAD)

    said = draw(told)

    kept, still = said["conferences"][0]["final_minutes"], said["still_open"]
    assert kept["sections"][0]["notes"][0]["text"] == "Jonas möchte ausziehen"
    assert [one["name"] for one in kept["present"]] == [AMIRA.name, BO.name]
    assert kept["sections"][0]["dissents"][0]["by"]["name"] == BO.name
    assert (kept["objections"][0]["by"], kept["gaps"]) == (None, ["Kita"])
    assert [(one["what"], one["owner"] and one["owner"]["name"]) for one in still["tasks"]] == [
        ("Antrag stellen", BO.name),
        (None, None),
    ]
    assert [(one["what"], one["criterion"]) for one in still["goals"]] == [("Wohnung", "Vertrag")]


def test_who_was_not_there_keeps_no_minutes_and_whose_consent_ended_nothing_of_either() -> None:
    told = facts(conferences=[MET], minutes=minuted(), plan=AHEAD)
    ended = replace(consent_for(BO, named=HIS), ended_at=MONDAY, state=State.WITHDRAWN)

    assert draw(told)["conferences"] == []
    after = draw(replace(told, given=[ended], acts=SAT))
    assert (after["conferences"][0]["final_minutes"], after["still_open"]) == (None, None)
    assert "Freund" not in canonical_json(after).decode()
    without_one = draw(replace(told, given=[], acts=SAT))
    assert (without_one["conferences"][0]["final_minutes"], without_one["still_open"]) == (None, None)


def test_a_draft_is_not_for_the_file() -> None:
    drafted = {MET[0].id: Held(versions=(version(DRAFT, entry(1)),), is_drafted=True)}

    said = draw(facts(conferences=[MET], acts=SAT, minutes=drafted))

    assert said["conferences"][0]["final_minutes"] is None


def test_the_sheet_says_what_was_decided_and_what_is_open() -> None:
    told = facts(conferences=[MET], acts=SAT, minutes=minuted(objections=(objection(1),), lost=1), plan=AHEAD)
    uncounted = replace(told, minutes=minuted(is_counted=False), plan=Plan(label="F-1", today=TODAY))
    content = {**draw(told), "proof": {"public_key": "key"}}
    bare = {**draw(uncounted), "proof": {"public_key": "key"}}

    lines = [line for section in sheet(content, "de").sections for line in section.lines]

    for line in (
        f"Dabei: {AMIRA.name}, {BO.name}",
        f"Anders sieht es {BO.name}: Zu früh",
        "Frau Kaya – spricht mit der Wohnungsgenossenschaft – bis 04.12.2026",
        "Aufgabe: Antrag",
        "Fehlt: Kita",
        f"Aufgabe: {BO.name} – Antrag stellen – bis 30.11.2026",
        "Ziel: Wohnung (erkennbar an: Vertrag) – bis 30.11.2026",
    ):
        assert line in lines
    assert any("So habe ich es nicht gesagt" in line for line in lines)
    headings = [section.heading for section in sheet(bare, "de").sections]
    assert "Was noch offen ist" not in headings


# What is signed.


@pytest.mark.parametrize("one", [NOTED, taken(BO), waived("jugendamt")], ids=lambda one: one.deed.value)
def test_what_was_signed_is_read_as_it_was_and_counts_by_its_signature_and_the_chain(one: Signed) -> None:
    who = next(person for person in PROFESSIONALS if person.id == one.by)
    text = canonical_json(proof.document(one)).decode()
    signature = signing(key_of(who))(proof.statement(text))
    keys: dict[str, str] = {who.id: public(key_of(who))}
    acts = [rules.told(one, sha256_of(text))]

    read = proof.read(one.id, F1, text, signature, keys)

    assert read == one
    assert chain.held(one, sha256_of(text), acts).proven
    assert not chain.held(one, "another", acts).proven
    assert not chain.held(replace(one, at=MONDAY), sha256_of(text), acts).proven
    for other in (
        proof.read(ClosingId("another"), F1, text, signature, keys),
        proof.read(one.id, F1, text.replace("2026", "2027"), signature, keys),
        proof.read(one.id, F1, text, signature, {str(who.id): public(key_of(DARIO))}),
        proof.read(one.id, F1, text, signature, {}),
    ):
        assert other is not None
        assert not other.proven


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"id": 1}', "nothing"])
def test_what_nobody_can_read_was_signed_by_nobody(text: str) -> None:
    assert proof.read(ClosingId("1"), F1, text, "", {}) is None


def test_an_extract_is_known_again_by_its_hash() -> None:
    said = draw(facts())

    known = proof.extracted(said)

    assert known == Extracted(ExtractId("extract-1"), digest(said))
    assert proof.extracted(said | {"language": "en"}).sha256 != known.sha256


def test_a_note_that_is_not_what_was_signed_says_nothing() -> None:
    private = {**proof.said(NOTE), "salt": "salt"}
    noted = replace(NOTED, contents_sha256=digest(private))

    assert proof.opened_note(noted, private) == NOTE
    assert proof.opened_note(noted, {**private, "responsible": "niemand"}) is None


# On paper.


def test_the_sheet_says_what_the_extract_says() -> None:
    told = facts(disclosures=[WARNED], conferences=[MET], acts=SAT)
    said = draw(told) | {"proof": {"public_key": "KEY"}}

    words = " ".join(line for section in sheet(said, "de").sections for line in section.lines)

    for word in (BO.name, "teilweise erreicht", "Mietschulden", "Jugendamt", "nachvollziehbar", "KEY"):
        assert word in words
    nothing = draw(facts(records={}, note=None, conferences=[(conference(), None)], acts=SAT))
    assert sheet(nothing | {"proof": {"public_key": "KEY"}}, "en").title == "Extract for the file: case F-1"
