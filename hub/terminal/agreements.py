"""How consents are shown at a terminal."""

from collections.abc import Callable
from datetime import datetime
from operator import itemgetter

from hub.catalogue import last_moment, moment
from hub.consent.model import Record
from hub.consent.rules import in_force, standing
from hub.terminal import speech
from hub.terminal.speech import text


def row_of(record: Record, now: datetime) -> dict[str, object]:
    """What is shown of a consent."""
    one = record.consent
    return {
        "consent": one.id,
        "kind": one.kind.value,
        "agency": one.recipient.agency,
        "function": one.recipient.function,
        "purpose": record.purpose,
        "themes": {theme: answer.value for theme, answer in record.themes.items()},
        "valid_from": one.valid_from,
        "valid_until": one.valid_until,
        "form": one.form.value,
        "state": standing(one, now).value,
        "subject": one.subject,
        "given_by": [giver.party for giver in one.given_by],
        "predecessor": one.predecessor,
        "given_at": one.given_at,
        "ended_at": one.ended_at,
        "proven": one.proven,
        "contradicted": one.contradicted,
        "in_force": in_force(one, now),
    }


def _where(row: speech.Row) -> str:
    return f"{row['agency']} / {row['function']}"


def _answers(row: speech.Row) -> str:
    themes = row["themes"]
    assert isinstance(themes, dict)
    return ", ".join(text("theme-answered", theme=text(f"theme-{t}"), answer=a) for t, a in themes.items())


def _state(row: speech.Row) -> str:
    said = text(f"state-{row['state']}", at=_at(row, "ended_at", moment))
    if row["contradicted"]:
        return text("state-contradicted")
    if row["given_at"] is not None and not row["proven"]:
        return text("state-not-proven")
    return said if row["in_force"] or row["state"] != "given" else text("state-not-in-force")


def _period(row: speech.Row) -> str:
    return f"{_at(row, 'valid_from', moment)} – {_at(row, 'valid_until', last_moment)}"


def _at(row: speech.Row, key: str, say: Callable[[datetime], str]) -> str:
    value = row[key]
    return say(value) if isinstance(value, datetime) else ""


COLUMNS: speech.Columns = {
    "consent": lambda row: str(row["consent"])[:8],
    "recipient": _where,
    "purpose": itemgetter("purpose"),
    "disclosed-themes": _answers,
    "period": _period,
    "state": _state,
}
