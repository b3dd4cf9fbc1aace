"""Templates: what comes with the hub, and what agencies lay down for themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

from hub import journal
from hub.canonical import sha256_of
from hub.cases import directory
from hub.chance import Chance
from hub.conference import rules, shelf, template
from hub.conference.model import Template, TemplateId
from hub.db import Database
from hub.errors import Refused
from hub.identifiers import AgencyId


@dataclass(frozen=True, slots=True)
class TemplateService:
    """The doors' way to templates."""

    database: Database
    chance: Chance

    async def add(self, text: str, agency: AgencyId, *, by: str) -> Template | Refused:
        """Lay down an agency's own template; once it stands, its version never changes."""
        read = template.read(text, agency=agency)
        if isinstance(read, Refused):
            return read
        now = self.chance.now()
        async with self.database.writing() as connection:
            if await directory.find_agency(connection, agency) is None:
                return Refused("unknown-agency", {"agency": agency})
            if not await shelf.lay_down(connection, read.id, text, now):
                return Refused("template-exists", {"template": str(read.id)})
            await journal.append(connection, rules.template_laid_down(read.id, sha256_of(text), by, now))
        return read

    async def all(self) -> Sequence[Template]:
        """Every template there is."""
        async with self.database.reading() as connection:
            return await shelf.everything(connection)

    async def called(self, id_: TemplateId) -> Template | Refused:
        """The template of that name."""
        async with self.database.reading() as connection:
            found = await shelf.find(connection, id_)
        return found or Refused("unknown-template", {"template": str(id_)})
