"""What things are called: identifiers are parsed once, at the border, and are typed from then on."""

import re
from typing import NewType

from hub.errors import Refused

CaseId = NewType("CaseId", str)
ConsentId = NewType("ConsentId", str)
ConferenceId = NewType("ConferenceId", str)
EntryId = NewType("EntryId", str)
MinutesId = NewType("MinutesId", str)
ObjectionId = NewType("ObjectionId", str)
DisclosureId = NewType("DisclosureId", str)
QuestionId = NewType("QuestionId", str)
ProfessionalId = NewType("ProfessionalId", str)
PartyId = NewType("PartyId", str)
GuardianshipId = NewType("GuardianshipId", str)
AgencyId = NewType("AgencyId", str)
HandOverId = NewType("HandOverId", str)
AcknowledgementId = NewType("AcknowledgementId", str)
DebtId = NewType("DebtId", str)
ReceiptId = NewType("ReceiptId", str)
ExtractId = NewType("ExtractId", str)
ClosingId = NewType("ClosingId", str)
TaskId = NewType("TaskId", str)
GoalId = NewType("GoalId", str)
GapId = NewType("GapId", str)
SupportId = NewType("SupportId", str)
ReportId = NewType("ReportId", str)
ReminderId = NewType("ReminderId", str)
SwitchId = NewType("SwitchId", str)
CommandId = NewType("CommandId", str)
RoomId = NewType("RoomId", str)
EventId = NewType("EventId", str)
CircleId = NewType("CircleId", str)
UserId = NewType("UserId", str)

CLIENT = PartyId("client")
"""How records call the client of their case; their name stands nowhere near it."""

PARTY_PREFIX = "party:"

COMMON = CircleId("")
"""The circle of those who may hear what concerns everybody, with the client."""

TEAM = CircleId("team")
"""Those of them who may talk about it among themselves, without the client."""

OWN = CircleId("own")
"""The client alone, with whom the hub speaks there."""

SIDE_PREFIX = "side-"
"""How the circles of two begin: the client and one other."""

CONSULT_PREFIX = "consult-"
"""How the circles of a question begin: who asks it, and the specialist.

All further circles are a theme's each.
"""

# Matrix specification, appendix "User identifiers": historical identifiers are wider, but no
# agency hands them out any more. 255 bytes are the specification's limit for the whole.
_USER_ID = re.compile(r"@[a-z0-9._=/+-]+:([A-Za-z0-9.\-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?")
_AGENCY_ID = re.compile(r"[a-z][a-z0-9-]{1,39}")


def parse_user_id(text: str) -> UserId | Refused:
    """Read a Matrix user id such as `@amira:hub.example`."""
    if len(text) > 255 or not _USER_ID.fullmatch(text):
        return Refused("malformed-user-id", {"given": text[:60]})
    return UserId(text)


def parse_agency_id(text: str) -> AgencyId | Refused:
    """Read the short name of an agency such as `jugendamt` or `bruecke-ev`."""
    if not _AGENCY_ID.fullmatch(text):
        return Refused("malformed-agency-id", {"given": text[:60]})
    return AgencyId(text)


def is_party(actor: str) -> bool:
    """Whether an actor stands on the client's side: the client, a parent, a child."""
    return actor == CLIENT or actor.startswith(PARTY_PREFIX)


def server_of(user: UserId) -> str:
    """The homeserver a user id belongs to."""
    return user.partition(":")[2]
