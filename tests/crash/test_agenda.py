"""A conference is called and the hub dies: its agenda stands in the room once, and can be read."""

from dataclasses import replace

import pytest

from hub import journal
from hub.assemble import Hub
from hub.conference import store
from hub.conference.model import Conference
from hub.effects import PostAgenda, PreCheck, Reconcile
from hub.identifiers import ConferenceId
from tests.crash.aftermath import Aftermath, aftermath, untouched, whole_timeline
from tests.crash.deeds import ConferenceCall
from tests.crash.fate import deaths, points
from tests.crash.mortal_hub import live
from tests.crash.office import Office, SeatedCase, must, opened, start_again
from tests.people import STEWARD, VOICE

pytestmark = [pytest.mark.crash, pytest.mark.homeserver, pytest.mark.asyncio(loop_scope="session")]

MOMENTS = (
    "commit-1",  # the conference is called, and its agenda is owed
    "commit-2",  # the agenda is claimed
    "commit-3",  # the readers' identities are pinned
    "room-key",
    "commit-4",  # the encrypted words are kept
    "send",
    "commit-5",  # the conference is marked, and the agenda is settled
    "commit-6",  # a plan of what is to be reminded is claimed
    "commit-7",  # it is made
    "commit-8",  # the agenda as a file is claimed
    "commit-9",  # its encrypted bytes are kept, and where they are to lie
    "send",
    "commit-10",  # it is settled
    "commit-11",  # the date as a file is claimed
    "commit-12",
    "send",
    "commit-13",
    "commit-14",  # nothing else is due
)
NEVER_HAPPENED, *HAPPENED = deaths(MOMENTS[:8])
# Of the files, only where something could be said twice or lost: each death takes seconds.
WITH_FILES = ("after-commit-9", "before-commit-10", "after-commit-10", "before-commit-13")

TOPIC = "Mietrückstand bei der Gesellschaft Birkenhof"


def call(case: SeatedCase) -> ConferenceCall:
    return ConferenceCall(case.id, case.lead, TOPIC)


def posted(case: SeatedCase) -> Aftermath:
    return replace(
        untouched(case),
        said={VOICE: 3},
        deeds=(
            *("conference.called", "agenda.posted"),
            *("file.sealed", "agenda.attached", "file.sealed", "date.attached"),
        ),
        # The look for what it lacks, the eve and the start, before the days on which the consents end.
        owed=(PreCheck, PostAgenda, PostAgenda, Reconcile, Reconcile),
    )


async def called_conference(hub: Hub) -> Conference:
    async with hub.database.reading() as connection:
        acts = [entry.act for entry in await journal.entries(connection)]
        (called,) = (act.target for act in acts if act.deed == "conference.called")
        return await store.get(connection, ConferenceId(called))


async def test_these_are_all_moments_of_an_agenda(case: SeatedCase) -> None:
    passed = await live(case.settings, call(case))

    assert passed == points(MOMENTS)
    async with opened(case.settings) as site:
        assert await aftermath(case, site) == posted(case)


@pytest.mark.parametrize("point", [*HAPPENED, *WITH_FILES])
async def test_an_agenda_stands_in_the_room_once_and_can_be_read(
    office: Office, case: SeatedCase, point: str
) -> None:
    await live(case.settings, call(case), until=point)

    async with opened(case.settings) as site:
        await start_again(site)

        # What was tried before stands behind what was not: the files may change their turns.
        assert _in_any_order(await aftermath(case, site)) == _in_any_order(posted(case))
        assert (await called_conference(site.hub)).agenda_posted_at is not None
    agenda, *files = await office.lead_reads()
    assert TOPIC in agenda
    assert len(files) == 2


async def test_a_conference_that_was_not_committed_was_never_called_and_can_be_called_again(
    case: SeatedCase,
) -> None:
    await live(case.settings, call(case), until=NEVER_HAPPENED)

    async with opened(case.settings) as site:
        await start_again(site)
        assert await aftermath(case, site) == untouched(case)

        must(await call(case).ask(site.hub))
        await start_again(site)

        assert await aftermath(case, site) == posted(case)


async def test_what_was_encrypted_for_somebody_who_left_meanwhile_is_never_sent(
    office: Office, case: SeatedCase
) -> None:
    await live(case.settings, call(case), until="before-send")

    async with opened(case.settings) as site:
        must(await site.hub.consents.withdraw(case.members_consent, by="client"))
        await start_again(site)

        left = await aftermath(case, site)
        timeline = await whole_timeline(case.room, site)
    assert left.said == {STEWARD: 2, VOICE: 3}
    # The member's client did get the key to the words that were never sent.
    await office.member.catch_up()
    secrets = [event for event in timeline if event["type"] == "m.room.encrypted"]
    assert not [event for event in secrets if office.member.can_decrypt(event, case.room)]
    assert len(await office.lead_reads()) == 5


def _in_any_order(left: Aftermath) -> Aftermath:
    return replace(left, deeds=tuple(sorted(left.deeds)))
