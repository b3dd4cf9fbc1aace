"""What was measured: two rows of times from one run, and how one stands to the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from rich.table import Table


@dataclass(frozen=True, slots=True)
class Times:
    """How long the same thing took, each time, in seconds."""

    name: str
    seconds: Sequence[float]

    @property
    def median(self) -> float:
        """The one in the middle."""
        return median(self.seconds)

    def quantile(self, hundredths: int) -> float:
        """What so many in a hundred did not exceed."""
        return sorted(self.seconds)[max(0, -(-len(self.seconds) * hundredths // 100) - 1)]

    @property
    def rate(self) -> float:
        """How many a second, one after the other."""
        return len(self.seconds) / sum(self.seconds)


@dataclass(frozen=True, slots=True)
class Duration:
    """What the hub takes beside what the bare calls take, or another engine: at most `aim` times as long."""

    hub: Times
    bare: Times
    aim: float | None = None

    @property
    def ratio(self) -> float:
        """Of the medians."""
        return self.hub.median / self.bare.median

    @property
    def verdict(self) -> str:
        """The aim and whether it was met."""
        return _verdict("≤", self.aim, self.aim is not None and self.ratio <= self.aim)


@dataclass(frozen=True, slots=True)
class Rate:
    """How many a second the hub does of those the bare calls would do: at least `aim`."""

    hub: Times
    bare: Times
    aim: float | None = None

    @property
    def ratio(self) -> float:
        """Of the rates over the whole run: one slow post in a hundred counts as well."""
        return self.hub.rate / self.bare.rate

    @property
    def verdict(self) -> str:
        """The aim and whether it was met."""
        return _verdict("≥", self.aim, self.aim is not None and self.ratio >= self.aim)


@dataclass(frozen=True, slots=True)
class Size:
    """What something of the hub's holds of memory, in bytes, beside what the bare thing does."""

    name: str
    of_hub: float
    bare: str
    of_bare: float


Comparison = Duration | Rate | Size


def table(comparisons: Sequence[Comparison]) -> Table:
    """Everything that was measured, in milliseconds."""
    shown = Table("what", "n", "median", "p90", "p99", "min", "max", "per s", "ratio", "aim")
    for compared in comparisons:
        if isinstance(compared, Size):
            _sizes(shown, compared)
            continue
        _row(shown, compared.hub, f"{compared.ratio:.2f}", compared.verdict)
        _row(shown, compared.bare, "1", "")
        shown.add_section()
    for column in shown.columns[1:]:
        column.justify = "right"
    return shown


def _sizes(shown: Table, compared: Size) -> None:
    for name, size, ratio in (
        (compared.name, compared.of_hub, f"{compared.of_hub / max(compared.of_bare, 1):.2f}"),
        (compared.bare, compared.of_bare, "1"),
    ):
        shown.add_row(name, "", f"{size / 1024:.0f} KiB", *[""] * 5, ratio, "")
    shown.add_section()


def _row(shown: Table, times: Times, *rest: str) -> None:
    shortest, longest = min(times.seconds), max(times.seconds)
    values = (times.median, times.quantile(90), times.quantile(99), shortest, longest)
    spread = (_milliseconds(value) for value in values)
    shown.add_row(times.name, str(len(times.seconds)), *spread, f"{times.rate:.1f}", *rest)


def _milliseconds(seconds: float) -> str:
    # A decision takes some microseconds, a call some milliseconds.
    digits = 5 if seconds < 0.0001 else 1
    return f"{1000 * seconds:.{digits}f}"


def _verdict(sign: str, aim: float | None, met: bool) -> str:
    return "" if aim is None else f"{sign} {aim:g} {'met' if met else 'not met'}"
