"""What is printed: headings, sentences and tables, each in its order."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under the names of their columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, a sentence or a name each; behind them a table, if there is one."""

    heading: str
    lines: tuple[str, ...]
    table: Table | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is printed; `level` is how plainly it is written."""

    title: str
    language: str
    level: str = "standard"
    made_at: datetime
    sections: tuple[Section, ...]
