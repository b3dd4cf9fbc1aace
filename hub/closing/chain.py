"""The deeds at the end of a case held against the audit chain: what it does not tell alike is not proven."""

from collections.abc import Iterable
from dataclasses import replace

from hub.audit import Act
from hub.closing.model import Signed
from hub.closing.rules import told


def held(one: Signed, sha256: str, acts: Iterable[Act]) -> Signed:
    """A deed, unproven unless the chain tells of it, and by the same hash."""
    return replace(one, proven=one.proven and told(one, sha256) in acts)
