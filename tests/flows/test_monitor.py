"""The voice that reminds people: it sits in direct rooms alone, and speaks to whoever really sits there."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest

from bots.poster import Poster, Sealed
from bots.voices import Voices
from hub.errors import HomeserverUnavailable
from hub.identifiers import CaseId, EventId, RoomId, UserId
from hub.matrix.wire import Json
from hub.rooms.model import Membership, Observation, RuleChange
from tests.desk import Desk
from tests.flows.test_digest import FRIDAY, NEXT_MONDAY, goes_to, looks, morning, said, sets, together
from tests.flows.test_direct import asked_in, comes, sees_to_all
from tests.people import AMIRA, BO, HUB, JONAS, MONITOR, SELMA, STEWARD, VOICE

STRANGER = UserId(f"@stranger:{HUB}")


def seated(desk: Desk, room: RoomId) -> set[UserId]:
    """Who sits there, voices too."""
    seats = desk.homeserver.seen(room).seats
    return {user for user, seat in seats.items() if seat.membership is Membership.JOINED}


async def test_it_sits_in_direct_rooms_and_in_no_room_of_a_case(desk: Desk) -> None:
    case, _ = await desk.seats(AMIRA, BO)
    room = await comes(desk, BO.user)

    assert seated(desk, room) == {STEWARD, MONITOR, BO.user}
    assert seated(desk, await desk.room(case)) == {STEWARD, VOICE, JONAS.user, AMIRA.user, BO.user}
    assert desk.homeserver.called("place") == [VOICE, MONITOR]


@pytest.mark.parametrize("standing", [Membership.INVITED, Membership.JOINED])
async def test_whoever_lets_it_into_a_room_of_a_case_has_it_shown_out(
    desk: Desk, standing: Membership
) -> None:
    case, _ = await desk.seats(BO)
    room = await desk.room(case)
    desk.homeserver.lets_in(room, MONITOR, standing)

    await desk.hears(room, MONITOR, standing)
    await desk.works_off()

    assert seated(desk, room) == {STEWARD, VOICE, JONAS.user, BO.user}


@pytest.mark.parametrize("other", [STRANGER, VOICE, AMIRA.user])
async def test_nobody_else_stays_beside_it_not_even_another_voice(desk: Desk, other: UserId) -> None:
    room = await comes(desk, BO.user)
    desk.homeserver.lets_in(room, other, Membership.JOINED)

    await desk.hub.direct.observe([Observation(room, other, Membership.JOINED)])
    await desk.works_off()

    assert seated(desk, room) == {STEWARD, MONITOR, BO.user}


async def test_who_leaves_their_agency_leaves_it_no_room_to_speak_in(desk: Desk) -> None:
    room = await comes(desk, BO.user)

    await desk.hub.cases.leave(BO.user, by="test")
    await desk.works_off()

    assert seated(desk, room) == {STEWARD}


async def test_a_room_of_before_is_opened_to_it_by_the_next_look_and_once(desk: Desk) -> None:
    room = await comes(desk, BO.user)
    desk.homeserver.is_of_before(room)
    desk.homeserver.leaves(room, MONITOR)

    await desk.hub.direct.see_to(BO.id, admit=False)
    by_a_removal = desk.homeserver.may_speak(room, MONITOR)
    for _ in range(2):
        await sees_to_all(desk)

    assert not by_a_removal
    assert desk.homeserver.may_speak(room, MONITOR)
    assert len(desk.homeserver.called("hush")) == 1


async def test_into_a_room_whose_walls_do_not_stand_it_does_not_come_either(desk: Desk) -> None:
    room = await comes(desk, BO.user)
    desk.homeserver.leaves(room, MONITOR)
    desk.homeserver.wall_falls(room, "m.room.join_rules")

    await sees_to_all(desk)

    assert seated(desk, room) == {STEWARD, BO.user}


async def test_that_it_comes_is_no_news_that_it_goes_or_writes_rules_is(desk: Desk) -> None:
    room = await comes(desk, BO.user)
    before = len(desk.homeserver.called("look"))
    for standing in (Membership.INVITED, Membership.JOINED):
        await desk.hub.direct.observe([Observation(room, MONITOR, standing)])
    await desk.works_off()
    by_coming = len(desk.homeserver.called("look")) - before

    await desk.hub.direct.observe([RuleChange(room, MONITOR)])
    await desk.works_off()
    by_rules = len(desk.homeserver.called("look")) - before
    desk.homeserver.leaves(room, MONITOR)
    await desk.hub.direct.observe([Observation(room, MONITOR, None)])
    await desk.works_off()
    await sees_to_all(desk)

    assert (by_coming, by_rules > 0) == (0, True)
    assert MONITOR in seated(desk, room)


async def test_whoever_is_asked_in_is_so_also_while_it_cannot_come(desk: Desk) -> None:
    desk.homeserver.refuses(MONITOR)
    room = await comes(desk, BO.user)
    without_it = seated(desk, room)
    desk.homeserver.gives_in(MONITOR)
    desk.clock.push(minutes=30)
    await desk.works_off()

    assert without_it == {STEWARD, BO.user}
    assert seated(desk, room) == {STEWARD, BO.user, MONITOR}
    assert len(desk.speaker.greetings) == 1


async def test_it_comes_first_and_who_is_asked_in_then_finds_the_guard_told(desk: Desk) -> None:
    room = await asked_in(desk, BO.user)
    verbs = [call for call in desk.homeserver.calls if call.verb in {"create_room", "place", "invite"}]

    assert [call.verb for call in verbs] == ["create_room", "place", "invite"]
    assert desk.homeserver.seen(room).seats[BO.user].membership is Membership.INVITED


# Who is only asked in.


async def test_who_is_only_asked_in_is_told_on_the_next_working_day_if_they_have_come_by_then(
    desk: Desk,
) -> None:
    desk.hub.telling.voice = desk.speaker
    case, _ = await desk.seats(AMIRA, BO)
    room = await asked_in(desk, BO.user)
    await sets(desk, case)
    await desk.works_off()
    await morning(desk, FRIDAY)
    while_asked = (said(desk), (await desk.deeds()).count("reminder.said"))

    desk.homeserver.joins(room, BO.user)
    await sees_to_all(desk)
    await looks(desk)
    the_same_day = said(desk)
    await morning(desk, NEXT_MONDAY)

    assert (while_asked, the_same_day) == (([], 0), [])
    assert said(desk) == ["30.11. Bo: F-1 r6"]


async def test_who_left_their_room_is_told_nothing(desk: Desk) -> None:
    case, _ = await together(desk, AMIRA, BO)
    (room,) = [room for room, who in (await desk.hub.direct.lists()).items() if BO.user in who]
    await sets(desk, case)
    desk.homeserver.leaves(room, BO.user)
    await sees_to_all(desk)

    await morning(desk, FRIDAY)

    assert said(desk) == []


# What ends while it is sealed.


@dataclass
class SlowPoster(Poster):
    """Takes its time to seal, for a homeserver takes its time to answer; what it sends is remembered."""

    meanwhile: Callable[[], Awaitable[object]]
    sealed: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)

    @property
    def user(self) -> UserId:
        """The account that speaks."""
        return MONITOR

    async def seal(self, room: RoomId, audience: frozenset[UserId], content: Json) -> Sealed:
        """Seal, while something happens."""
        self.sealed.append(content["body"])
        await self.meanwhile()
        return Sealed(room, {"ciphertext": content["body"]}, audience)

    async def send(self, sealed: Sealed, *, audience: frozenset[UserId], transaction: str) -> EventId:
        """Send, at once."""
        self.sent.append(sealed.content["ciphertext"])
        return EventId("$said")

    async def said_as(self, sealed: Sealed) -> EventId | None:
        """What was sent stands there."""
        return EventId("$said") if sealed.content["ciphertext"] in self.sent else None


async def nothing() -> None:
    """Nothing happens."""


def raised(desk: Desk, monitor: Poster) -> Voices:
    others = SlowPoster(nothing)

    async def language_of(_case: CaseId) -> str:
        return ""

    return Voices(
        desk.hub.database, others, others, monitor, "de", desk.hub.listeners_in, desk.clock.now, language_of
    )


@pytest.mark.parametrize("ends", ["", "consent", "task", "seat"])
async def test_what_ends_while_it_is_sealed_is_not_sent(desk: Desk, ends: str) -> None:
    case, (_, his) = await together(desk, AMIRA, BO)
    (room,) = [room for room, who in (await desk.hub.direct.lists()).items() if BO.user in who]
    task = await sets(desk, case)
    await desk.works_off()
    goes_to(desk, FRIDAY)

    async def meanwhile() -> None:
        match ends:
            case "consent":
                await desk.withdraws(his)
            case "task":
                await desk.hub.plans.tick_off(case, task.id, who=BO.user)
            case "seat":
                desk.homeserver.leaves(room, BO.user)
                await desk.hub.direct.see_to(BO.id)

    poster = SlowPoster(meanwhile)
    courier = desk.hub.courier("other", raised(desk, poster), desk.bell)
    await desk.hub.planner.owe_digests()
    await courier.work_off()
    desk.clock.push(minutes=30)
    await courier.work_off()

    assert len(poster.sealed) == 1
    assert poster.sent == ([] if ends else poster.sealed)
    assert ((await desk.deeds()).count("reminder.said") == 1) is (not ends)


async def test_what_is_left_when_something_ended_is_sealed_anew_and_sent(desk: Desk) -> None:
    case, _ = await together(desk, AMIRA, BO)
    tasks = [await sets(desk, case) for _ in range(2)]
    await desk.works_off()
    goes_to(desk, FRIDAY)

    async def meanwhile() -> None:
        await desk.hub.plans.tick_off(case, tasks[0].id, who=BO.user)

    poster = SlowPoster(meanwhile)
    courier = desk.hub.courier("other", raised(desk, poster), desk.bell)
    await desk.hub.planner.owe_digests()
    await courier.work_off()
    poster.meanwhile = nothing
    desk.clock.push(minutes=30)
    await courier.work_off()

    (told,) = poster.sent
    assert "1️⃣" in told
    assert "2️⃣" not in told


async def test_what_was_thrown_away_is_never_sent_though_it_could_not_be_sealed_anew_at_once(
    desk: Desk,
) -> None:
    case, (_, his) = await together(desk, AMIRA, BO)
    other, _ = await desk.seats(AMIRA, BO, client=SELMA)
    for one in (case, other):
        await sets(desk, one)
    await desk.works_off()
    goes_to(desk, FRIDAY)

    async def withdraws() -> None:
        await desk.withdraws(his)

    async def fails() -> None:
        raise HomeserverUnavailable("no answer")

    poster = SlowPoster(withdraws)
    courier = desk.hub.courier("other", raised(desk, poster), desk.bell)
    await desk.hub.planner.owe_digests()
    for meanwhile in (withdraws, fails, nothing):
        poster.meanwhile = meanwhile
        await courier.work_off()
        desk.clock.push(minutes=30)

    planned, *_ = poster.sealed
    (told,) = [said for said in poster.sent if "F-1" in said or "F-2" in said]
    assert ("F-1" in planned, "F-1" in told, "F-2" in told) == (True, False, True)
