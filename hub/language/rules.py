"""Who may say, and who may know, in which language a client is told things."""

from collections.abc import Collection
from datetime import datetime

from hub.audit import Act
from hub.cases.model import CaseFile
from hub.catalogue import CLIENT_LANGUAGES, GERMAN
from hub.errors import Refused
from hub.identifiers import CLIENT, UserId

NOTED = "language.noted"
_NOT_FOR_YOU = Refused("language-not-for-you")


def known(typed: str) -> str | Refused:
    """A language that clients are written to in."""
    if typed in CLIENT_LANGUAGES:
        return typed
    return Refused("unknown-client-language", {"known": ", ".join(CLIENT_LANGUAGES)})


def said(kept: str | None) -> str:
    """What is kept, or German where nobody said anything."""
    return kept or GERMAN


def may_know(file: CaseFile, hears: Collection[UserId], user: UserId) -> Refused | None:
    """Whoever may hear now what concerns everybody: it hints at where somebody comes from.

    `hears` is who may (`rooms.facts`, the common circle); of anybody else not even the case's label is said.
    """
    theirs = {file.case.client, *(part.professional.user for part in file.participations)}
    return None if user in theirs and user in hears else _NOT_FOR_YOU


def may_note(file: CaseFile, hears: Collection[UserId], user: UserId) -> Refused | None:
    """Of those the client, and the lead for them. Whoever was part of the case is told that it is closed."""
    was_part = {file.case.client, *(part.professional.user for part in file.everybody)}
    if not file.case.is_open and user in was_part:
        return Refused("case-closed", {"case": file.case.label})
    if refused := may_know(file, hears, user):
        return refused
    lead = file.lead.user if file.lead else None
    return None if user in (file.case.client, lead) else Refused("language-by-lead-or-client")


def noted(file: CaseFile, actor: str, now: datetime) -> Act:
    """The audit entry: that it was said, and not which it is."""
    return Act(at=now, actor=actor, deed=NOTED, case=file.case.id, target=CLIENT)
