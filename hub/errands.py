"""What a courier does for each effect: asks whether it is still worth it, does it, settles the debt."""

from dataclasses import dataclass
from typing import assert_never

import structlog

from hub import outbox
from hub.charter.service import CharterService
from hub.conference.preparation import PreparationService
from hub.consent.service import ConsentService
from hub.consult.service import ConsultService
from hub.db import Database
from hub.direct.service import DirectService
from hub.disclosure.service import DisclosureService
from hub.effects import (
    AnnounceChange,
    AnnounceClosing,
    AnnounceDeparture,
    AnnounceLead,
    AnnounceListening,
    AnnounceRoster,
    AnswerCommand,
    ApplyCharter,
    AttachAgenda,
    AttachDate,
    AttachMinutes,
    CloseObjections,
    ConfirmLeave,
    DraftMinutes,
    EndListener,
    EndWriting,
    GreetDirectly,
    Monitor,
    PostAgenda,
    PostAnswer,
    PostDigest,
    PostMinutes,
    PostPoll,
    PreCheck,
    Reconcile,
    RemindClient,
    ReviewWarning,
    SayItem,
    SeeToDirect,
    Urgency,
    WarnOfTime,
)
from hub.identifiers import AgencyId
from hub.listening.service import ListeningService
from hub.minutes.service import MinutesService
from hub.monitoring.planner import Planner
from hub.outbox import Claim
from hub.remains import EraseAccount, EraseFile, EraseRoom
from hub.rooms.service import RoomService
from hub.rooms.witness import Witness
from hub.saying import Saying

log = structlog.get_logger()


@dataclass(slots=True, kw_only=True)
class Errands:
    """Every effect, done."""

    database: Database
    rooms: RoomService
    witness: Witness
    consents: ConsentService
    consults: ConsultService
    preparation: PreparationService
    minutes: MinutesService
    disclosures: DisclosureService
    charters: CharterService
    direct: DirectService
    planner: Planner
    listening: ListeningService
    saying: Saying

    async def perform(self, claim: Claim) -> None:
        """Do what an effect intends, and settle its debt; raises what keeps it undone."""
        match claim.effect:
            case Reconcile(case):
                # Keys of a case that is closed, or of a room that nobody wants, wait for no homeserver.
                await self.listening.end_over(case)
                # Whoever must leave waits for nobody's slow server: inviting is another look's work.
                await self.rooms.reconcile(case, admit=claim.urgency is not Urgency.REMOVAL)
                await outbox.settle_alone(self.database, claim)
            case (
                PostAgenda()
                | AnnounceChange()
                | EndWriting()
                | PostPoll()
                | SayItem()
                | WarnOfTime()
                | PostAnswer()
                | PostMinutes()
                | PostDigest()
                | RemindClient()
            ) as post:
                await self.saying.post(claim, post)
            case (
                AnnounceDeparture()
                | AnnounceRoster()
                | AnnounceLead()
                | AnnounceClosing()
                | AnnounceListening()
                | AnswerCommand()
                | GreetDirectly() as announce
            ):
                await self.saying.announce(claim, announce)
                await outbox.settle_alone(self.database, claim)
            case AttachAgenda() | AttachDate() | AttachMinutes() as attach:
                await self.saying.attach(claim, attach)
            case ReviewWarning() | DraftMinutes() | CloseObjections() as due:
                await self._fall_due(claim, due)
            case EraseRoom() | EraseFile() | EraseAccount() | EndListener() as erase:
                await self._erase(erase)
                await outbox.settle_alone(self.database, claim)
            case ConfirmLeave() | PreCheck() | Monitor() as look:
                await self._look(claim, look)
            case ApplyCharter(agency):
                await self._apply(agency, admit=claim.urgency is not Urgency.REMOVAL)
                await outbox.settle_alone(self.database, claim)
            case SeeToDirect(professional):
                await self.direct.see_to(professional, admit=claim.urgency is not Urgency.REMOVAL)
                await outbox.settle_alone(self.database, claim)
            case _ as never:
                assert_never(never)

    async def _look(self, claim: Claim, look: ConfirmLeave | PreCheck | Monitor) -> None:
        match look:
            case PreCheck():
                await self.preparation.perform(look, claim)
            case Monitor():
                await self.planner.perform(look, claim)
            case ConfirmLeave():
                await self.witness.confirm(look, claim)

    async def _fall_due(self, claim: Claim, due: ReviewWarning | DraftMinutes | CloseObjections) -> None:
        match due:
            case ReviewWarning():
                if await self.disclosures.is_unreviewed(due):
                    log.error("warning-unreviewed", case=due.case, disclosure=due.disclosure)
                await self.disclosures.mark_due(due, claim)
            case DraftMinutes():
                await self.minutes.draft_owed(due, claim)
            case CloseObjections():
                await self.minutes.close_objections(due, claim)

    async def _apply(self, agency: AgencyId, *, admit: bool) -> None:
        await self.charters.apply(agency, admit=admit)
        await self.consents.look_at_sides(agency, admit=admit)
        await self.consults.look_at_questions(agency, admit=admit)

    async def _erase(self, erase: EraseRoom | EraseFile | EraseAccount | EndListener) -> None:
        match erase:
            case EraseRoom():
                await self.rooms.erase(erase.case, erase.room)
            case EraseFile():
                await self.rooms.erase_file(erase.case, erase.medium)
            case EraseAccount():
                await self.rooms.erase_account(erase.case, erase.client)
            case EndListener() if await self.listening.is_ended(erase):
                await self.rooms.end_listener(erase.case, erase.switch)
