"""What two professionals sign when they vouch for a guardian."""

from collections.abc import Mapping
from typing import Any

from hub.canonical import canonical_json, instant, is_by_two
from hub.parties.model import Guardianship

# Signed with every statement, so that no signature under anything else can be passed off as one.
PREAMBLE = b"Fallraum guardianship, version 1\n"


def statement(described: Guardianship) -> bytes:
    """The very bytes under which both signatures stand; with the key that the guardian signs with."""
    return PREAMBLE + canonical_json(_document(described))


def is_vouched(described: Guardianship, signatures: Mapping[str, str], keys: Mapping[str, str]) -> bool:
    """Whether two professionals stand for it; `signatures` and `keys` are theirs."""
    recorded, confirmed = described.recorded_by, described.confirmed_by
    one = [(recorded, signatures.get(recorded, ""))]
    other = [(confirmed, signatures.get(confirmed, ""))]
    return is_by_two(statement(described), one, other, keys)


def _document(described: Guardianship) -> dict[str, Any]:
    return {
        "id": described.id,
        "case": described.case,
        "subject": described.subject,
        "guardian": described.guardian,
        "custody": described.custody.value,
        "until": instant(described.until),
        "public_key": described.public_key,
        "evidence": described.evidence,
    }
