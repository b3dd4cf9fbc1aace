"""What things are called: identifiers are parsed once, at the border, and are typed from then on."""

import re
from typing import NewType

from hub.errors import Refused

CaseId = NewType("CaseId", str)
ConsentId = NewType("ConsentId", str)
ConferenceId = NewType("ConferenceId", str)
ProfessionalId = NewType("ProfessionalId", str)
AgencyId = NewType("AgencyId", str)
DebtId = NewType("DebtId", str)
ReceiptId = NewType("ReceiptId", str)
RoomId = NewType("RoomId", str)
UserId = NewType("UserId", str)

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


def server_of(user: UserId) -> str:
    """The homeserver a user id belongs to."""
    return user.partition(":")[2]
