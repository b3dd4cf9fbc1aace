"""What a courier has said for an effect: whether it is still so, into which room, what is noted of it."""

from dataclasses import dataclass

from hub import outbox
from hub.commands.model import Owed
from hub.commands.service import CommandService
from hub.conference.dates import Dated
from hub.conference.model import Occasion
from hub.conference.moderation import ModerationService
from hub.conference.papers import PaperService
from hub.conference.planning import PollService
from hub.conference.service import ConferenceService
from hub.conference.told import Agenda, Told
from hub.conference.writing import WritingService
from hub.consent.service import ConsentService
from hub.consult.service import ConsultService
from hub.db import Database
from hub.direct.model import Word
from hub.direct.service import DirectService
from hub.effects import (
    AnnounceChange,
    AnnounceClosing,
    AnnounceDeparture,
    AnnounceLead,
    AnnounceListening,
    AnnounceRoster,
    AnswerCommand,
    AttachAgenda,
    AttachDate,
    AttachMinutes,
    EndWriting,
    GreetDirectly,
    PostAgenda,
    PostAnswer,
    PostDigest,
    PostMinutes,
    PostPoll,
    RemindClient,
    SayItem,
    WarnOfTime,
)
from hub.errors import WorldBroken
from hub.handover.service import HandOverService
from hub.identifiers import COMMON, OWN
from hub.listening.model import Deed
from hub.listening.service import ListeningService
from hub.minutes.model import Posting as MinutesPosting
from hub.minutes.service import MinutesService
from hub.monitoring.digests import Digests
from hub.outbox import Claim
from hub.rooms.model import Kind
from hub.rooms.service import RoomService
from hub.speaker import Speaker

OfListening = AnnounceListening | AnswerCommand
Announce = AnnounceDeparture | AnnounceRoster | AnnounceLead | AnnounceClosing | GreetDirectly | OfListening
Attach = AttachAgenda | AttachDate | AttachMinutes
Post = (
    PostAgenda
    | AnnounceChange
    | EndWriting
    | PostPoll
    | SayItem
    | WarnOfTime
    | PostAnswer
    | PostMinutes
    | PostDigest
    | RemindClient
)


@dataclass(slots=True, kw_only=True)
class Saying:
    """Every effect that takes a voice. Without a `speaker` it waits until there is one."""

    database: Database
    rooms: RoomService
    consents: ConsentService
    consults: ConsultService
    conferences: ConferenceService
    moderation: ModerationService
    writing: WritingService
    polls: PollService
    papers: PaperService
    minutes: MinutesService
    hand_overs: HandOverService
    direct: DirectService
    digests: Digests
    listening: ListeningService
    commands: CommandService
    greeting: Word
    speaker: Speaker | None

    async def announce(self, claim: Claim, announce: Announce) -> None:
        """Say it, if it is still worth saying; its debt is settled by whoever asks."""
        match announce:
            case AnnounceDeparture():
                departure = await self.rooms.departure(announce)
                if departure is not None:
                    await self._voices().announce_departure(claim, departure)
            case AnnounceRoster():
                await self._announce_roster(claim, announce)
            case AnnounceLead():
                await self._announce_lead(claim, announce)
            case AnnounceClosing():
                await self._announce_closing(claim, announce)
            case AnnounceListening():
                await self._announce_listening(claim, announce)
            case AnswerCommand():
                await self._answer_command(claim, announce)
            case GreetDirectly(professional):
                greeted = await self.direct.greeted(professional)
                if greeted is not None:
                    await self._voices().greet(claim, greeted, self.greeting)

    async def _announce_closing(self, claim: Claim, announce: AnnounceClosing) -> None:
        there = await self.rooms.circle(announce.case, announce.circle)
        if there is not None and there.file.case.is_open:
            await self._voices().announce_closing(claim, there)

    async def _announce_roster(self, claim: Claim, announce: AnnounceRoster) -> None:
        gathering = await self.rooms.gathering(announce)
        if gathering is not None and gathering.roster.kind is Kind.CONSULT:
            asked = await self.consults.asked_in(announce.case, announce.circle)
            if asked is not None:
                await self._voices().announce_question(claim, gathering, asked)
        elif gathering is not None:
            # Which theme it is takes the case's key; who is there does not.
            is_theme = gathering.roster.kind is Kind.THEME
            themes = await self.consents.themes(announce.case) if is_theme else {}
            await self._voices().announce_roster(claim, gathering, themes.get(announce.circle, ""))

    async def _announce_lead(self, claim: Claim, announce: AnnounceLead) -> None:
        news = await self.hand_overs.news(announce)
        circle = await self.rooms.circle(announce.case)
        # Without a room there is nobody to tell; the client reads it in their own view.
        if news is not None and circle is not None:
            await self._voices().announce_lead(claim, circle, news)

    async def _announce_listening(self, claim: Claim, announce: AnnounceListening) -> None:
        if not await self.listening.is_worth_telling(announce):
            return
        if announce.professional:
            await self._announce_alone(claim, announce)
            return
        begins = announce.deed == Deed.BEGUN
        if begins and not await self.rooms.is_wanted(announce.case, announce.circle):
            # Whom nobody can tell, nobody listens to.
            await self.listening.give_up(announce)
            return
        circle = await self.rooms.circle(announce.case, announce.circle)
        if circle is not None:
            await self._voices().announce_listening(claim, circle, Deed(announce.deed))
            await self.listening.mark_told(announce)
        elif begins:
            raise WorldBroken("that room is not there yet")

    async def _announce_alone(self, claim: Claim, announce: AnnounceListening) -> None:
        voices, there = self._voices(), await self.direct.seated(announce.professional)
        if there is not None:
            await voices.announce_listening(claim, there, Deed(announce.deed))
            await self.listening.mark_told(announce)
        elif announce.deed == Deed.BEGUN:
            await self.listening.give_up(announce)

    async def _answer_alone(self, claim: Claim, answer: AnswerCommand, owed: Owed) -> None:
        async def is_still_so() -> bool:
            seated = await self.direct.seated(answer.professional)
            is_theirs = seated is not None and seated.person.user == owed.to
            return is_theirs and (not answer.case or await self.commands.hears(answer.case, owed.to))

        there = await self.direct.seated(answer.professional)
        if there is not None and await is_still_so():
            await self._voices().answer_alone(claim, there, owed, is_still_so)

    async def _answer_command(self, claim: Claim, answer: AnswerCommand) -> None:
        owed = await self.commands.owed(answer)
        if owed is not None and answer.professional:
            await self._answer_alone(claim, answer, owed)
            await self.commands.mark_said(answer)
            return
        circle = await self.rooms.circle(answer.case, owed.circle) if owed else None
        if owed is not None and circle is not None and owed.to in circle.audience:
            await self._voices().answer_command(claim, circle, owed)
        await self.commands.mark_said(answer)

    async def post(self, claim: Claim, post: Post) -> None:
        """Post it, if it is still so, and settle its debt with what is noted of it."""
        match post:
            case PostAgenda():
                await self._post_agenda(claim, post)
            case AnnounceChange():
                await self._announce_change(claim, post)
            case SayItem() | WarnOfTime():
                await self._say_of_item(claim, post)
            case EndWriting():
                await self._end_writing(claim, post)
            case PostPoll():
                await self._post_poll(claim, post)
            case PostAnswer():
                await self._post_answer(claim, post)
            case PostMinutes():
                await self._post_minutes(claim, post)
            case PostDigest():
                await self._post_digest(claim, post)
            case RemindClient():
                await self._remind_client(claim, post)

    async def _post_agenda(self, claim: Claim, post: PostAgenda) -> None:
        agenda = await self.conferences.agenda(post)
        if agenda is None:
            await outbox.settle_alone(self.database, claim)
            return
        into = agenda.conference.circle
        if into != COMMON and not await self.rooms.is_wanted(post.case, into):
            # The client lets nobody talk among themselves: there is nobody to tell.
            await outbox.settle_alone(self.database, claim)
            return
        circle = await self.rooms.circle(post.case, into)
        if circle is None:
            # No consent yet, so no room: the agenda waits for somebody to read it.
            raise WorldBroken("the case has no room yet")
        if agenda.occasion is Occasion.START:
            event = await self._voices().tell_of_conference(claim, circle, agenda)
        else:
            event = await self._voices().post_agenda(claim, circle, agenda)
        await self.conferences.mark_posted(agenda, claim, event)

    async def _announce_change(self, claim: Claim, announce: AnnounceChange) -> None:
        change = await self.conferences.change(announce)
        into = change.conference.circle if change else COMMON
        circle = await self.rooms.circle(announce.case, into)
        if change is None or circle is None:
            # Without a room nobody was told of it before.
            await outbox.settle_alone(self.database, claim)
            return
        await self._voices().tell_of_conference(claim, circle, change)
        await self.conferences.mark_told(change, claim)

    async def _say_of_item(self, claim: Claim, say: SayItem | WarnOfTime) -> None:
        if isinstance(say, SayItem):
            told: Told | None = await self.moderation.turn(say)
        else:
            told = await self.moderation.warning(say)
        circle = await self.rooms.circle(say.case, told.conference.circle) if told else None
        if told is None or circle is None:
            await outbox.settle_alone(self.database, claim)
            return
        event = await self._voices().tell_of_conference(claim, circle, told)
        await self.moderation.mark_said(say, claim, event)

    async def _post_poll(self, claim: Claim, post: PostPoll) -> None:
        asked = await self.polls.asked(post)
        if asked is None or not await self.rooms.is_wanted(post.case, asked.poll.circle):
            # Nobody sits there yet, or may: a poll is read at the door as well.
            await outbox.settle_alone(self.database, claim)
            return
        circle = await self.rooms.circle(post.case, asked.poll.circle)
        if circle is None:
            raise WorldBroken("that room is not there yet")
        event = await self._voices().tell_of_conference(claim, circle, asked)
        await self.polls.mark_asked(asked, claim, event)

    async def _end_writing(self, claim: Claim, end: EndWriting) -> None:
        told = await self.writing.closed(end)
        if told is None:
            await outbox.settle_alone(self.database, claim)
            return
        circle = await self.rooms.circle(end.case, told.conference.circle)
        if circle is not None:
            await self._voices().tell_of_conference(claim, circle, told)
        # Over it is, also where nobody could be told.
        await self.writing.mark_closed(told, claim)

    async def _post_answer(self, claim: Claim, post: PostAnswer) -> None:
        posting = await self.consults.posting(post)
        into = posting.question.into.circle if posting else None
        if posting is None or into is None or not await self.rooms.is_wanted(post.case, into):
            # Nobody talks there: who asked reads it at the door.
            await outbox.settle_alone(self.database, claim)
            return
        circle = await self.rooms.circle(post.case, into)
        if circle is None:
            raise WorldBroken("that room is not there yet")
        await self._voices().post_answer(claim, circle, posting)
        await self.consults.mark_posted(posting, claim)

    async def _post_minutes(self, claim: Claim, post: PostMinutes) -> None:
        posting = await self.minutes.posting(post)
        circle = await self.rooms.circle(post.case) if posting else None
        if posting is None or (circle is None and not await self.rooms.is_wanted(post.case, COMMON)):
            # Where nobody may hear, the client reads it at the door.
            await outbox.settle_alone(self.database, claim)
            return
        if circle is None:
            raise WorldBroken("the case has no room yet")
        await self._voices().post_minutes(claim, circle, posting)
        await self.minutes.mark_posted(posting, claim)

    async def _post_digest(self, claim: Claim, post: PostDigest) -> None:
        known = await self.direct.greeted(post.professional) if claim.sealed else None
        said = await self._voices().find_said(claim, known) if known else None
        if said is not None:
            await self.digests.mark_said(post, said, claim)
            return
        there = await self.direct.seated(post.professional)
        # What was planned is sealed first: it nearly always is so still, and is asked about right before it
        # is sent. Where it was not so, it is asked about before, too.
        ask = self.digests.foreseen if claim.attempts == 1 else self.digests.digest
        digest = await ask(post) if there else None
        if digest is None or there is None:
            # What is planned for somebody who is not there is told when they are.
            await outbox.settle_alone(self.database, claim)
            return

        async def is_still_so() -> bool:
            if await self.direct.seated(post.professional) != there:
                return False
            # What has come to be due meanwhile is told another day.
            now = await self.digests.digest(post)
            return now is not None and {item.due for item in digest.items} <= {item.due for item in now.items}

        if not claim.sealed or not await self.digests.is_sealed(digest):
            # If something was sealed it is true no longer.
            claim = await self.digests.prepare(digest, claim)
        event = await self._voices().post_digest(claim, there, digest, is_still_so)
        await self.digests.mark_said(post, event, claim)

    async def _remind_client(self, claim: Claim, remind: RemindClient) -> None:
        room = await self.rooms.circle(remind.case, OWN)
        if room and claim.sealed and await self._voices().find_said(claim, room) is not None:
            await self.digests.mark_client_told(remind, claim)
            return
        # Whoever is only asked in, or left, is told nothing.
        told = await self.digests.for_client(remind) if room else None
        if told is None or room is None:
            await self.digests.leave_client(remind, claim)
            return

        async def is_still_so() -> bool:
            now = await self.digests.for_client(remind)
            return now is not None and set(told.items) <= set(now.items)

        if not claim.sealed or not await self.digests.is_sealed_for_client(told):
            claim = await self.digests.prepare_for_client(told, claim)
        await self._voices().remind_client(claim, room, told, is_still_so)
        await self.digests.mark_client_told(remind, claim)

    async def attach(self, claim: Claim, attach: Attach) -> None:
        """Give those in a room a file, if it is still owed, and settle its debt with what is noted of it."""
        attached = await self._attached(attach)
        circle = await self.rooms.circle(attach.case, attached.conference.circle) if attached else None
        if attached is None or circle is None or not await self._voices().attach(claim, circle, attached):
            # The words stand there; who wants a file gets one at the door.
            await outbox.settle_alone(self.database, claim)
        elif isinstance(attached, MinutesPosting):
            await self.minutes.mark_attached(attached, claim)
        else:
            await self.papers.mark_attached(attached, claim)

    async def _attached(self, attach: Attach) -> Agenda | Dated | MinutesPosting | None:
        match attach:
            case AttachAgenda():
                return await self.papers.agenda_owed(attach)
            case AttachDate():
                return await self.papers.date_owed(attach)
            case AttachMinutes():
                return await self.minutes.attachable(attach)

    def _voices(self) -> Speaker:
        if self.speaker is None:
            raise WorldBroken("the voices are not there yet")
        return self.speaker
