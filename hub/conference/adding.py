"""Topics without words, named by a reaction to the agenda and taken back by removing it."""

from dataclasses import dataclass

from hub import journal
from hub.conference import rules, store, unsaid
from hub.conference.model import Topic
from hub.conference.service import ConferenceService
from hub.errors import Refused
from hub.identifiers import EventId, RoomId, UserId


@dataclass(frozen=True, slots=True)
class AddingService:
    """The doors' way to topics without words."""

    conferences: ConferenceService

    async def react(
        self, room: RoomId, about: EventId, key: str, *, who: UserId, reaction: EventId
    ) -> Topic | Refused | None:
        """Name a topic without words by a reaction to the newest agenda; None if it says nothing new."""
        if not unsaid.is_meant(key):
            return None
        here = self.conferences
        async with here.database.reading() as connection:
            posted = await store.posted_as(connection, about)
        if posted is None:
            return None
        async with here.database.writing() as connection:
            found = await here.sitting(connection, posted, room, who)
            if isinstance(found, Refused):
                return found
            one, author, there = found
            sealing = await here.vault.key_of(connection, one.case)
            topic = unsaid.named(
                one,
                author=author,
                known=await store.lay_out(connection, one, sealing),
                file=there.file,
                now=here.chance.now(),
                moderates=there.may_moderate(one, author),
            )
            if isinstance(topic, Topic):
                await store.add_topic(connection, topic, sealing, reaction)
                await journal.append(connection, rules.topic_named(topic, one.case))
        return topic

    async def take_back(self, room: RoomId, reaction: EventId, *, who: UserId) -> Topic | Refused | None:
        """Take back the topic that was named by a reaction; None if none was."""
        here = self.conferences
        async with here.database.reading() as connection:
            named = await store.named_by(connection, reaction)
        if named is None:
            return None
        conference, number = named
        async with here.database.writing() as connection:
            found = await here.sitting(connection, conference, room, who)
            return found if isinstance(found, Refused) else await here.withdraw_in(connection, found, number)
