"""Which files lie on the homeserver for a case's rooms: by the chain's word, so that all go with it."""

from collections.abc import Iterable
from datetime import datetime

from hub.audit import Act
from hub.identifiers import CaseId

SEALED = "file.sealed"


def sealed(case: CaseId, medium: str, now: datetime) -> Act:
    """The audit entry of a file that was encrypted for a room; `medium` is where it comes to lie."""
    return Act(at=now, actor="hub", deed=SEALED, case=case, target=medium)


def files_of(acts: Iterable[Act]) -> tuple[str, ...]:
    """Where the files of a case lie, or were to."""
    return tuple(act.target for act in acts if act.deed == SEALED)
