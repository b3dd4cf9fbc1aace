"""The norms this hub knows, from the files beside this one: `<code>-<version>.toml`.

A published version never changes; newer law is another version, and ends the one before it by beginning.
"""

from functools import cache
from pathlib import Path

from hub.law import rules
from hub.law.model import Law

_FOLDER = Path(__file__).parent


@cache
def known_law() -> Law:
    """Every norm in every version. A file that is not as it must be is an assertion."""
    files = sorted(_FOLDER.glob("*.toml"))
    return rules.law(rules.norm(file.name, file.read_text(encoding="utf-8")) for file in files)
