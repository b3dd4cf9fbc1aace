"""Before the hub listens in a room, somebody was told: the real voices, on a poster that seals nothing."""

from dataclasses import dataclass, replace

from bots.poster import Sealed
from bots.voices import Voices
from hub.catalogue import say
from hub.errors import Refused
from hub.identifiers import CaseId, RoomId, UserId
from hub.matrix.wire import Json
from tests.desk import Desk
from tests.flows.test_monitor import SlowPoster, nothing
from tests.people import AMIRA, BO, STEWARD


@dataclass
class InARoomOf(SlowPoster):
    """Finds exactly these people in every room."""

    people: frozenset[UserId] = frozenset()

    @property
    def user(self) -> UserId:
        """The account that speaks."""
        return STEWARD

    async def seal(self, room: RoomId, audience: frozenset[UserId], content: Json) -> Sealed:
        """Seal for whoever is there."""
        return replace(await super().seal(room, audience, content), audience=self.people)


async def listens(desk: Desk, case: CaseId) -> list[bool]:
    shown = await desk.hub.listening.shown(case, who=AMIRA.user)
    assert not isinstance(shown, Refused)
    return [one.is_listening for one in shown]


def told(poster: SlowPoster) -> int:
    """How often it was said that the hub listens."""
    return sum(say("de", "listening-begun") in words for words in poster.sent)


async def test_where_nobody_has_come_yet_nobody_is_told_and_the_hub_does_not_listen(desk: Desk) -> None:
    async def language_of(_case: CaseId) -> str:
        return ""

    case, _ = await desk.seats(AMIRA, BO)
    await desk.works_off()
    poster = InARoomOf(nothing, people=frozenset({STEWARD}))
    hub, now = desk.hub, desk.clock.now
    voices = Voices(hub.database, poster, poster, poster, "de", hub.listeners_in, now, language_of)
    courier = hub.courier("other", voices, desk.bell)
    await hub.listening.begin(case, who=AMIRA.user, by="test")

    await courier.work_off()
    before = (told(poster), await listens(desk, case))
    poster.people = frozenset({STEWARD, AMIRA.user})
    desk.clock.push(minutes=30)
    await courier.work_off()

    assert before == (0, [False])
    assert (told(poster), await listens(desk, case)) == (1, [True])
