"""A consent is withdrawn and the hub dies: whoever must leave leaves once, and it is said once."""

from dataclasses import replace

import pytest

from hub.errors import Refused
from tests.crash.aftermath import Aftermath, aftermath, untouched
from tests.crash.deeds import Nothing, Withdrawal
from tests.crash.fate import deaths, points
from tests.crash.mortal_hub import live
from tests.crash.office import Office, SeatedCase, must, opened, start_again
from tests.people import AMIRA, BO, STEWARD, VOICE

pytestmark = [pytest.mark.crash, pytest.mark.homeserver, pytest.mark.asyncio(loop_scope="session")]

MOMENTS = (
    "commit-1",  # the consent is withdrawn, and a look at the room is owed
    "commit-2",  # the look is claimed
    "kick",
    "commit-3",  # the empty seat is written down, and an announcement is owed
    "commit-4",  # the look is settled
    "commit-5",  # a plan of what is to be reminded is claimed
    "commit-6",  # it is made
    "commit-7",  # the announcement is claimed
    "commit-8",  # the lead's identity is pinned
    "room-key",
    "commit-9",  # the encrypted words are kept
    "send",
    "commit-10",  # the announcement is settled
    "commit-11",  # nothing else is due
)
NEVER_HAPPENED, *HAPPENED = deaths(MOMENTS)


def withdrawal(case: SeatedCase) -> Withdrawal:
    return Withdrawal(case.members_consent)


def withdrawn(case: SeatedCase) -> Aftermath:
    those_who_stay = frozenset({VOICE, case.client, case.lead})
    return replace(
        untouched(case),
        inside=those_who_stay,
        written_down=those_who_stay,
        removals=1,
        # That somebody left, and who is left.
        said={STEWARD: 2},
        deeds=("consent.withdrawn", "seat.ended"),
    )


async def test_these_are_all_moments_of_a_withdrawal(case: SeatedCase) -> None:
    passed = await live(case.settings, withdrawal(case))

    assert passed == points(MOMENTS)
    async with opened(case.settings) as site:
        # Who is left is said when others have had time to come.
        await start_again(site)
        assert await aftermath(case, site) == withdrawn(case)


@pytest.mark.parametrize("point", HAPPENED)
async def test_whoever_must_leave_leaves_once_and_it_is_said_once(
    office: Office, case: SeatedCase, point: str
) -> None:
    await live(case.settings, withdrawal(case), until=point)

    async with opened(case.settings) as site:
        # Refused at once: before anybody has begun to clear up.
        may = (await site.hub.rooms.roster(case.id)).may
        assert case.member not in may

        await start_again(site)

        assert await aftermath(case, site) == withdrawn(case)
    # What was tried before stands behind what was not: the two may come in either order.
    roster, departure = sorted(await office.lead_reads(), key=lambda said: BO.name in said)
    assert f"{BO.name} ({BO.function})" in departure
    assert AMIRA.name in roster


async def test_a_withdrawal_that_was_not_committed_never_happened_and_can_be_repeated(
    case: SeatedCase,
) -> None:
    await live(case.settings, withdrawal(case), until=NEVER_HAPPENED)

    async with opened(case.settings) as site:
        await start_again(site)
        assert await aftermath(case, site) == untouched(case)

        must(await withdrawal(case).ask(site.hub))
        await start_again(site)

        assert await aftermath(case, site) == withdrawn(case)


async def test_a_client_who_got_no_answer_may_tap_again(case: SeatedCase) -> None:
    await live(case.settings, withdrawal(case), until="after-commit-1")

    async with opened(case.settings) as site:
        again = await withdrawal(case).ask(site.hub)
        await start_again(site)

        assert again == Refused("consent-already-withdrawn")
        assert await aftermath(case, site) == withdrawn(case)


async def test_a_hub_that_dies_again_and_again_gets_there(case: SeatedCase) -> None:
    await live(case.settings, withdrawal(case), until="after-commit-1")

    for point in (
        "after-commit-1",  # the look is claimed
        "during-kick",
        "before-commit-2",  # the empty seat is seen, but not written down
        "after-commit-2",
        "during-room-key",
        "before-send",
        "during-send",
    ):
        await live(case.settings, Nothing(), until=point)

    async with opened(case.settings) as site:
        await start_again(site)
        assert await aftermath(case, site) == withdrawn(case)
