"""Minutes: written down, drafted, objected to, final; posted once, and for those who may hear."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import delete, select, update

from hub import outbox
from hub.conference.model import Conference
from hub.consent.model import Consent
from hub.effects import CloseObjections, Debt, DraftMinutes, Effect, PostMinutes, Urgency
from hub.errors import NotReady, Refused
from hub.identifiers import CLIENT, CaseId, ConferenceId, EntryId, UserId
from hub.minutes.model import DRAFT, FINAL, Entry, Kind, Objection, Piece, Seen, Verdict, Version, Words
from hub.minutes.store import ENTRIES, OBJECTIONS, VERSIONS
from hub.vault import Vault
from tests.desk import Desk
from tests.filing import closes, extract_for
from tests.flows.test_export import unpacked
from tests.flows.test_templates import advising
from tests.people import AMIRA, BO, CHLOE, DARIO, ELIF, JONAS, STEWARD, VOICE

NOTE = Words(kind=Kind.NOTE, item="assessment", text="Jonas möchte bei seinem Freund ausziehen")
DISSENT = Words(kind=Kind.DISSENT, item="assessment", text="Das kommt zu früh")
DECISION = Words(
    kind=Kind.DECISION,
    item="decisions",
    text="fragt bei der Wohnungsgenossenschaft an",
    who="Frau Kaya",
    day=date(2026, 12, 11),
)
OBJECTION = "So habe ich das nicht gesagt"
UNKNOWN = "unknown-minutes"
HUB = Path(__file__).parents[2] / "hub"
EXPORT, EXTRACT = (
    json.loads((HUB / name).read_text("utf-8"))
    for name in ("export/export.schema.json", "closing/extract.schema.json")
)


class Held(NamedTuple):
    """A case with a conference that has begun: Bo and Chloe sit there with Amira, who moderates."""

    case: CaseId
    conference: ConferenceId
    given: Sequence[Consent]


async def begins(desk: Desk) -> Held:
    case, given = await desk.seats(AMIRA, BO, CHLOE)
    await desk.involves(case, ELIF)
    conference: Conference = await desk.calls_conference(case, in_days=7)
    await desk.works_off()
    desk.clock.push(days=7, minutes=5)
    return Held(case, conference.id, given)


async def notes(desk: Desk, held: Held, words: Words = NOTE, *, who: UserId = BO.user) -> Entry:
    entry = await desk.hub.minutes.note(held.case, held.conference, words, who=who)
    assert isinstance(entry, Entry)
    return entry


async def drafts(desk: Desk, held: Held) -> Version:
    """An hour later it is over, and Amira drafts the minutes."""
    desk.clock.push(hours=1)
    made = await desk.hub.minutes.draft(held.case, held.conference, who=AMIRA.user)
    assert isinstance(made, Version)
    return made


async def objects(desk: Desk, held: Held, text: str = OBJECTION, *, who: UserId = JONAS.user) -> None:
    assert isinstance(await desk.hub.minutes.object_to(held.case, held.conference, text, who=who), Objection)


async def is_final(desk: Desk, held: Held) -> None:
    """The time for objections is over."""
    desk.clock.push(days=8)
    await desk.works_off()


async def read(desk: Desk, held: Held, who: UserId) -> Seen | None:
    seen = await desk.hub.minutes.seen_by(held.case, who)
    return next((one for one in seen if one.conference.id == held.conference), None)


def posted(desk: Desk) -> list[Version]:
    return [posting.minutes.version for _, posting in desk.speaker.minutes.values()]


def reason(answer: object) -> str:
    return answer.reason if isinstance(answer, Refused) else ""


async def test_from_the_first_entry_to_the_final_version(desk: Desk) -> None:
    held = await begins(desk)
    await notes(desk, held)
    await notes(desk, held, DISSENT, who=CHLOE.user)
    await notes(desk, held, DECISION, who=AMIRA.user)

    drafted = await drafts(desk, held)
    await desk.works_off()
    await objects(desk, held)
    await is_final(desk, held)

    draft, final = posted(desk)
    assert draft == drafted
    assert [one.words for one in final.entries] == [NOTE, DISSENT, DECISION]
    assert [(one.author, one.text) for one in final.objections] == [(CLIENT, OBJECTION)]
    seen = await read(desk, held, BO.user)
    assert seen is not None
    assert seen.versions == (draft, final)
    told = [deed for deed in await desk.deeds() if deed.startswith("minutes.")]
    assert told == [
        *["minutes.noted"] * 3,
        *("minutes.drafted", "minutes.posted", "minutes.attached", "minutes.objected"),
        *("minutes.final", "minutes.posted", "minutes.attached"),
    ]
    assert await desk.broken() is None


async def test_minutes_are_for_those_who_may_sit_and_for_nobody_else(desk: Desk) -> None:
    held = await begins(desk)
    await notes(desk, held, who=CHLOE.user)
    await desk.withdraws(held.given[2])
    await drafts(desk, held)

    await desk.works_off()

    ((circle, posting),) = desk.speaker.minutes.values()
    assert circle.audience == {JONAS.user, AMIRA.user, BO.user, VOICE, STEWARD}
    assert posting.names[CHLOE.id] == CHLOE.name


@pytest.mark.parametrize("user", [ELIF.user, DARIO.user, VOICE])
async def test_who_may_not_hear_gets_nothing_and_the_same_answer_as_for_what_is_not_there(
    desk: Desk, user: UserId
) -> None:
    held = await begins(desk)
    entry = await notes(desk, held)
    minutes, case, known = desk.hub.minutes, held.case, held.conference

    assert await minutes.seen_by(case, user) == []
    assert reason(await minutes.note(case, known, NOTE, who=user)) == UNKNOWN
    assert reason(await minutes.withdraw(case, known, entry.id, who=user)) == UNKNOWN
    await drafts(desk, held)
    assert reason(await minutes.draft(case, known, who=user)) == UNKNOWN
    assert reason(await minutes.object_to(case, known, OBJECTION, who=user)) == UNKNOWN
    assert await minutes.seen_by(case, user) == []
    nowhere = await minutes.note(case, ConferenceId("conference-9"), NOTE, who=BO.user)
    assert reason(nowhere) == UNKNOWN


async def test_whose_consent_ended_gets_nothing_any_more_not_even_what_they_wrote(desk: Desk) -> None:
    held = await begins(desk)
    own = await notes(desk, held, DISSENT, who=CHLOE.user)
    while_there = await read(desk, held, CHLOE.user)

    await desk.withdraws(held.given[2])

    minutes = desk.hub.minutes
    assert while_there is not None
    assert await minutes.seen_by(held.case, CHLOE.user) == []
    assert reason(await minutes.note(held.case, held.conference, NOTE, who=CHLOE.user)) == UNKNOWN
    assert reason(await minutes.withdraw(held.case, held.conference, own.id, who=CHLOE.user)) == UNKNOWN
    await drafts(desk, held)
    answer = await minutes.object_to(held.case, held.conference, OBJECTION, who=CHLOE.user)
    assert reason(answer) == UNKNOWN


async def test_a_dissent_stays_also_when_the_lead_moderates_and_its_author_is_gone(desk: Desk) -> None:
    held = await begins(desk)
    dissent = await notes(desk, held, DISSENT, who=CHLOE.user)
    await desk.withdraws(held.given[2])

    taken = await desk.hub.minutes.withdraw(held.case, held.conference, dissent.id, who=AMIRA.user)
    changed = await desk.hub.minutes.note(
        held.case, held.conference, NOTE, who=AMIRA.user, instead_of=dissent.id
    )

    assert (reason(taken), reason(changed)) == ("dissent-not-yours", "dissent-not-yours")
    assert (await drafts(desk, held)).entries == (dissent,)


async def test_what_its_author_took_back_is_gone_from_the_database(desk: Desk) -> None:
    held = await begins(desk)
    await notes(desk, held)
    dissent = await notes(desk, held, DISSENT, who=CHLOE.user)

    await desk.hub.minutes.withdraw(held.case, held.conference, dissent.id, who=CHLOE.user)

    async with desk.hub.database.reading() as connection:
        left = (await connection.execute(select(ENTRIES.c.id))).scalars().all()
    assert dissent.id not in left
    assert len(left) == 1
    assert {one.verdict for one in await desk.hub.minutes.verify(held.case)} == {Verdict.HOLDS}


async def test_what_the_moderator_replaced_is_kept(desk: Desk) -> None:
    held = await begins(desk)
    before = await notes(desk, held)
    better = replace(NOTE, text="Jonas sucht eine eigene Wohnung")

    after = await desk.hub.minutes.note(
        held.case, held.conference, better, who=AMIRA.user, instead_of=before.id
    )

    seen = await read(desk, held, BO.user)
    assert seen is not None
    assert seen.entries == (after,)
    assert len(await desk.hub.minutes.verify(held.case)) == 2


# In time.


async def test_what_nobody_drafted_is_drafted_after_two_working_days(desk: Desk) -> None:
    held = await begins(desk)
    await notes(desk, held)
    desk.clock.push(days=2, minutes=50)
    await desk.works_off()
    too_early = posted(desk)

    desk.clock.push(minutes=5)
    await desk.works_off()

    (drafted,) = posted(desk)
    assert too_early == []
    assert not drafted.is_counted
    assert [entry.words for entry in drafted.entries] == [NOTE]


async def test_what_was_drafted_in_time_is_drafted_and_posted_once(desk: Desk) -> None:
    held = await begins(desk)
    await notes(desk, held)
    drafted = await drafts(desk, held)

    for _ in range(4):
        await desk.works_off()
        desk.clock.push(days=1)

    assert posted(desk) == [drafted]
    assert DraftMinutes(held.case, held.conference) not in await desk.owed(held.case)


async def test_where_nothing_was_written_down_nothing_is_drafted(desk: Desk) -> None:
    held = await begins(desk)
    entry = await notes(desk, held)
    await desk.hub.minutes.withdraw(held.case, held.conference, entry.id, who=BO.user)

    desk.clock.push(days=20)
    await desk.works_off()

    assert posted(desk) == []
    assert "minutes.drafted" not in await desk.deeds()
    assert DraftMinutes(held.case, held.conference) not in await desk.owed(held.case)


async def test_the_seventh_day_still_counts_and_the_eighth_does_not(desk: Desk) -> None:
    held = await begins(desk)
    await notes(desk, held)
    until = (await drafts(desk, held)).objections_until

    desk.clock.push(seconds=(until - desk.clock.now()).total_seconds() - 1)
    await objects(desk, held, who=BO.user)
    desk.clock.push(seconds=1)
    late = await desk.hub.minutes.object_to(held.case, held.conference, OBJECTION, who=JONAS.user)

    assert reason(late) == "objections-over"


async def test_before_the_final_version_objections_are_their_authors_alone(desk: Desk) -> None:
    held = await begins(desk)
    await notes(desk, held)
    await drafts(desk, held)

    await objects(desk, held, who=JONAS.user)
    of_bo, of_jonas = await read(desk, held, BO.user), await read(desk, held, JONAS.user)
    await is_final(desk, held)
    later = await read(desk, held, BO.user)

    assert of_bo is not None
    assert of_jonas is not None
    assert later is not None
    assert (of_bo.objections, [one.text for one in of_jonas.objections]) == ((), [OBJECTION])
    assert later.latest is not None
    assert [one.text for one in later.latest.objections] == [OBJECTION]


async def counts(desk: Desk, held: Held, *present: UserId) -> None:
    """An hour later it is over, and Amira says who was present."""
    desk.clock.push(hours=1)
    made = await desk.hub.minutes.draft(held.case, held.conference, who=AMIRA.user, present=present)
    assert isinstance(made, Version)


async def objecting(desk: Desk, held: Held, who: UserId) -> str:
    return reason(await desk.hub.minutes.object_to(held.case, held.conference, OBJECTION, who=who))


async def test_whoever_could_sit_there_objects_whatever_the_moderator_says_of_who_was_present(
    desk: Desk,
) -> None:
    held = await begins(desk)
    await notes(desk, held)

    await counts(desk, held, AMIRA.user)

    for user in (BO.user, CHLOE.user, JONAS.user):
        assert await objecting(desk, held, user) == ""
    await is_final(desk, held)
    assert len(posted(desk)[-1].objections) == 3


async def test_who_may_hear_only_since_it_was_over_and_took_no_part_does_not_object(desk: Desk) -> None:
    held = await begins(desk)
    await notes(desk, held)
    desk.clock.push(hours=1)
    await desk.consents(held.case, ELIF)

    await counts(desk, held, AMIRA.user)

    assert await objecting(desk, held, ELIF.user) == "objection-not-present"


async def test_who_took_part_in_writing_objects_also_if_they_may_hear_only_since_then(desk: Desk) -> None:
    held = await begins(desk)
    await notes(desk, held)
    desk.clock.push(hours=1)
    await desk.consents(held.case, ELIF)
    await desk.hub.writing.reply(held.conference, 1, ["Ich sehe es anders"], who=ELIF.user)

    await counts(desk, held, AMIRA.user)

    assert await objecting(desk, held, ELIF.user) == ""


async def test_who_wrote_something_down_objects_also_if_the_moderator_replaced_it(desk: Desk) -> None:
    held = await begins(desk)
    await notes(desk, held)
    desk.clock.push(hours=1)
    await desk.consents(held.case, ELIF)
    before = await notes(desk, held, who=ELIF.user)
    await desk.hub.minutes.note(held.case, held.conference, NOTE, who=AMIRA.user, instead_of=before.id)

    await counts(desk, held, AMIRA.user)

    assert await objecting(desk, held, ELIF.user) == ""


async def test_who_could_sit_there_then_and_may_not_hear_now_gets_nothing(desk: Desk) -> None:
    held = await begins(desk)
    await notes(desk, held, DISSENT, who=CHLOE.user)
    await counts(desk, held, AMIRA.user)

    await desk.withdraws(held.given[2])

    assert await objecting(desk, held, CHLOE.user) == UNKNOWN


async def test_whose_consent_was_renewed_since_objects_to_what_was_said_before(desk: Desk) -> None:
    held = await begins(desk)
    await notes(desk, held)
    desk.clock.push(hours=1)
    await desk.withdraws(held.given[2])
    await desk.consents(held.case, CHLOE)

    await counts(desk, held, AMIRA.user)

    assert await objecting(desk, held, CHLOE.user) == ""


async def test_while_it_still_runs_nothing_is_drafted_although_its_time_is_over(desk: Desk) -> None:
    held = await begins(desk)
    await desk.hub.moderation.begin(held.conference, who=AMIRA.user)
    await notes(desk, held)
    desk.clock.push(hours=2)

    early = await desk.hub.minutes.draft(held.case, held.conference, who=AMIRA.user)
    await desk.hub.moderation.end(held.conference, who=AMIRA.user)
    made = await desk.hub.minutes.draft(held.case, held.conference, who=AMIRA.user)

    assert reason(early) == "conference-not-over"
    assert isinstance(made, Version)


async def test_of_what_was_moved_nothing_is_drafted_before_it_took_place(desk: Desk) -> None:
    held = await begins(desk)
    await notes(desk, held)
    later = desk.clock.now() + timedelta(days=10)
    assert isinstance(
        await desk.hub.conferences.move(held.conference, later, "Krank", who=AMIRA.user), Conference
    )
    desk.clock.push(days=10, minutes=10)
    await desk.works_off()

    await notes(desk, held, DISSENT, who=CHLOE.user)
    desk.clock.push(days=6)
    await desk.works_off()

    (drafted,) = posted(desk)
    assert [one.words for one in drafted.entries] == [NOTE, DISSENT]


# Asked again.


async def test_in_a_closed_case_nothing_is_posted_and_the_final_version_is_made(desk: Desk) -> None:
    held = await begins(desk)
    await notes(desk, held)
    await drafts(desk, held)
    await desk.hub.cases.close(held.case, by="test")
    await desk.works_off()

    await objects(desk, held, who=JONAS.user)
    await is_final(desk, held)

    seen = await read(desk, held, JONAS.user)
    assert posted(desk) == []
    assert seen is not None
    assert seen.latest is not None
    assert seen.latest.is_final
    assert await read(desk, held, BO.user) is None


async def test_minutes_wait_for_a_voice_and_are_said_once_when_it_is_back(desk: Desk) -> None:
    held = await begins(desk)
    await notes(desk, held)
    await drafts(desk, held)
    desk.speaker.falls_silent()
    await desk.works_off()
    while_silent = await desk.deeds()

    desk.speaker.finds_its_voice()
    desk.clock.push(minutes=2)
    await desk.works_off()

    assert "minutes.posted" not in while_silent
    assert len(posted(desk)) == 1


async def test_a_draft_that_comes_too_late_is_not_posted_after_the_final_version(desk: Desk) -> None:
    held = await begins(desk)
    await notes(desk, held)
    await drafts(desk, held)
    desk.speaker.falls_silent()
    desk.clock.push(days=8)
    await desk.works_off()

    desk.speaker.finds_its_voice()
    desk.clock.push(hours=2)
    await desk.works_off()

    assert [one.number for one in posted(desk)] == [FINAL]


async def deliver(desk: Desk, effect: Effect) -> None:
    async with desk.hub.database.writing() as connection:
        await outbox.owe(connection, desk.clock.chance, Debt(effect, desk.clock.now(), Urgency.WORDS))
    await desk.works_off()


async def test_every_effect_twice_equals_once(desk: Desk) -> None:
    held = await begins(desk)
    await notes(desk, held)
    await drafts(desk, held)
    await is_final(desk, held)
    once = (posted(desk), await desk.deeds(), await desk.owed(held.case))

    for effect in (
        DraftMinutes(held.case, held.conference),
        PostMinutes(held.case, held.conference, "1"),
        PostMinutes(held.case, held.conference, "2"),
        CloseObjections(held.case, held.conference),
        CloseObjections(held.case, ConferenceId("conference-9")),
        PostMinutes(held.case, held.conference, "no number"),
    ):
        await deliver(desk, effect)

    assert (posted(desk), await desk.deeds(), await desk.owed(held.case)) == once


async def test_objections_are_not_closed_before_their_time(desk: Desk) -> None:
    held = await begins(desk)
    await notes(desk, held)
    await drafts(desk, held)
    await desk.works_off()

    await deliver(desk, CloseObjections(held.case, held.conference))
    early = await read(desk, held, BO.user)
    await is_final(desk, held)

    assert early is not None
    assert [one.number for one in early.versions] == [DRAFT]
    assert [one.number for one in posted(desk)] == [DRAFT, FINAL]


# What somebody spoils.


async def test_a_dissent_deleted_past_the_rules_is_missed_in_the_minutes(desk: Desk) -> None:
    held = await begins(desk)
    await notes(desk, held)
    dissent = await notes(desk, held, DISSENT, who=CHLOE.user)

    async with desk.hub.database.writing() as connection:
        await connection.execute(delete(ENTRIES).where(ENTRIES.c.id == dissent.id))

    assert (await drafts(desk, held)).lost == 1
    found = {one.id: one.verdict for one in await desk.hub.minutes.verify(held.case)}
    assert found[dissent.id] is Verdict.LOST


async def test_a_dissent_copied_under_its_number_as_an_objection_still_counts(desk: Desk) -> None:
    held = await begins(desk)
    dissent = await notes(desk, held, DISSENT, who=CHLOE.user)

    async with desk.hub.database.writing() as connection:
        row = (await connection.execute(select(ENTRIES))).mappings().one()
        await connection.execute(OBJECTIONS.insert().values(**row))

    drafted = await drafts(desk, held)
    assert (drafted.entries, drafted.lost) == ((dissent,), 0)
    found = {one.piece: one.verdict for one in await desk.hub.minutes.verify(held.case)}
    assert (found[Piece.ENTRY], found[Piece.OBJECTION]) == (Verdict.HOLDS, Verdict.UNTOLD)


async def test_an_objection_deleted_past_the_rules_is_missed_in_the_final_version(desk: Desk) -> None:
    held = await begins(desk)
    await notes(desk, held)
    await drafts(desk, held)
    await objects(desk, held)

    async with desk.hub.database.writing() as connection:
        await connection.execute(delete(OBJECTIONS))
    await is_final(desk, held)

    final = posted(desk)[-1]
    assert (final.number, final.objections, final.lost) == (FINAL, (), 1)


async def test_a_draft_that_stands_in_the_place_of_the_final_version_is_altered(desk: Desk) -> None:
    held = await begins(desk)
    await notes(desk, held)
    drafted = await drafts(desk, held)

    async with desk.hub.database.writing() as connection:
        await connection.execute(update(VERSIONS).values(number=FINAL))

    found = {one.id: one.verdict for one in await desk.hub.minutes.verify(held.case)}
    assert found[drafted.id] is Verdict.ALTERED


async def test_a_draft_that_was_altered_is_neither_posted_nor_made_final(desk: Desk) -> None:
    held = await begins(desk)
    await notes(desk, held)
    drafted = await drafts(desk, held)

    async with desk.hub.database.writing() as connection:
        await connection.execute(update(VERSIONS).values(document=b"something else"))
    await desk.works_off()
    await is_final(desk, held)

    assert posted(desk) == []
    assert "minutes.final" not in await desk.deeds()
    found = {one.id: one.verdict for one in await desk.hub.minutes.verify(held.case)}
    assert found[drafted.id] is Verdict.ALTERED


async def test_an_entry_that_somebody_slipped_in_counts_for_nothing(desk: Desk) -> None:
    held = await begins(desk)
    own = await notes(desk, held)

    async with desk.hub.database.writing() as connection:
        row = (await connection.execute(select(ENTRIES))).mappings().one()
        forged = EntryId(f"forged-{held.conference}")
        await connection.execute(ENTRIES.insert().values({**row, "id": forged}))

    seen = await read(desk, held, BO.user)
    assert seen is not None
    assert seen.entries == (own,)


async def test_nothing_that_was_written_down_stands_in_clear(desk: Desk) -> None:
    held = await begins(desk)
    await notes(desk, held)
    await drafts(desk, held)
    await objects(desk, held)

    async with desk.hub.database.reading() as connection:
        rows = [str(row) for table in (ENTRIES, VERSIONS) for row in await connection.execute(select(table))]
    told = [str(entry.act) for entry in await desk.entries()]

    assert [one for one in (*rows, *told) if NOTE.text in one or OBJECTION in one or "dissent" in one] == []


async def test_while_the_vault_is_shut_nothing_is_read_and_nothing_written_down(desk: Desk) -> None:
    held = await begins(desk)
    await notes(desk, held)
    shut = replace(desk.hub.minutes, vault=Vault(NotReady("vault-key-missing", file="vault_key")))

    with pytest.raises(NotReady):
        await shut.seen_by(held.case, BO.user)
    with pytest.raises(NotReady):
        await shut.note(held.case, held.conference, NOTE, who=BO.user)


async def test_two_conferences_have_minutes_of_their_own(desk: Desk) -> None:
    held = await begins(desk)
    other = await desk.calls_conference(held.case, in_days=1)
    await notes(desk, held)
    await drafts(desk, held)
    await desk.works_off()
    desk.clock.push(days=1)

    await notes(desk, Held(held.case, other.id, held.given), DISSENT)
    desk.clock.push(days=10)
    await desk.works_off()

    told = [(one.conference, one.number, [entry.words for entry in one.entries]) for one in posted(desk)]
    assert [one for one in told if one[0] == other.id] == [(other.id, DRAFT, [DISSENT])]
    assert [one for one in told if one[0] == held.conference] == [
        (held.conference, DRAFT, [NOTE]),
        (held.conference, FINAL, [NOTE]),
    ]


async def test_of_a_consultation_with_pseudonyms_there_are_no_minutes_that_a_client_reads(desk: Desk) -> None:
    case, one = await advising(desk)
    desk.clock.push(days=(one.begins_at - desk.clock.now()).days, hours=1)

    noted = [await desk.hub.minutes.note(case, one.id, NOTE, who=who.user) for who in (AMIRA, BO, JONAS)]

    assert [reason(answer) for answer in noted] == [UNKNOWN] * 3
    assert not await desk.hub.minutes.seen_by(case, JONAS.user)


# What is taken away, by the client and into an agency's file.


async def test_the_client_takes_the_final_minutes_away_and_not_what_was_only_drafted(desk: Desk) -> None:
    held = await begins(desk)
    await notes(desk, held)
    await drafts(desk, held)
    drafted = await unpacked(desk, held.case)

    await is_final(desk, held)
    final = await unpacked(desk, held.case)

    assert json.loads(drafted["export.json"])["minutes"] == []
    told = json.loads(final["export.json"])
    Draft202012Validator(EXPORT).validate(told)
    ((section,),) = [one["written"]["sections"] for one in told["minutes"]]
    assert [note["text"] for note in section["notes"]] == [NOTE.text]
    assert NOTE.text in final["export.html"]
    assert NOTE.text not in drafted["export.html"]


async def test_who_was_there_files_the_minutes_and_nobody_else_nor_who_lost_the_consent(desk: Desk) -> None:
    held = await begins(desk)
    await desk.involves(held.case, DARIO)
    await notes(desk, held)
    due = date(2027, 1, 15)
    await desk.hub.plans.add_task(held.case, "Antrag stellen", owner=BO.user, due=due, who=AMIRA.user)
    await drafts(desk, held)
    await is_final(desk, held)
    await closes(desk.hub, held.case, AMIRA)
    await desk.withdraws(held.given[2])

    his, hers, dario, elif_ = [
        (await extract_for(desk.hub, held.case, person)).content for person in (BO, CHLOE, DARIO, ELIF)
    ]

    for content in (his, hers, dario, elif_):
        Draft202012Validator(EXTRACT).validate(content)
    assert [one["what"] for one in his["still_open"]["tasks"]] == ["Antrag stellen"]
    assert [NOTE.text in str(content) for content in (his, hers, dario, elif_)] == [True, False, False, False]
    assert [content["still_open"] for content in (hers, dario, elif_)] == [None] * 3
    # That Chloe was there stays: what was said, not.
    assert [one["final_minutes"] for one in hers["conferences"]] == [None]
