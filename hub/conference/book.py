"""The templates that come with the hub, from the files beside this one: `templates/<code>-<version>.toml`.

A published version never changes; what is better is another version.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from hub.conference import template
from hub.conference.model import Template, TemplateId
from hub.errors import Refused

_FOLDER = Path(__file__).parent / "templates"


@cache
def shipped() -> Mapping[TemplateId, Template]:
    """Every template. A file that is not as it must be is an assertion."""
    known: dict[TemplateId, Template] = {}
    for file in sorted(_FOLDER.glob("*.toml")):
        read = template.read(file.read_text(encoding="utf-8"))
        assert not isinstance(read, Refused), f"{file.name}: {read}"
        assert file.name == f"{read.id}.toml", f"{file.name}: holds {read.id}"
        known[read.id] = read
    return known
