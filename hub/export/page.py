"""A client's own view as a page that any browser shows and any screen reader reads, without a network.

No script, nothing from outside; whatever people entered is escaped.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape

from hub.catalogue import last_moment, moment, say
from hub.export.model import Agreement, Person, Place, Stay, View
from hub.receipts.sheet import sections

_STYLE = """
body { font: 1.125rem/1.5 sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
caption { text-align: left; font-weight: bold; padding: .5rem 0 }
th, td { border: 1px solid; padding: .4rem .6rem; text-align: left; vertical-align: top }
blockquote { margin: 0; padding: 0 1rem; border-left: .3rem solid; white-space: pre-line }
"""


def page(seen: View, language: str) -> str:
    """The page of a view."""
    title = say(language, "export-title", label=seen.label)
    body = "\n".join(
        (
            f"<h1>{escape(title)}</h1>",
            *(_paragraph(sentence) for sentence in _introduction(seen, language)),
            _headed(2, say(language, "export-heading-places")),
            _places(seen.places, language),
            _headed(2, say(language, "export-heading-stays")),
            _stays(seen.stays, language),
            _headed(2, say(language, "export-heading-consents")),
            *(line for one in seen.agreements for line in _agreement(one, language)),
            "" if seen.agreements else _paragraph(say(language, "export-no-consents")),
            _headed(2, say(language, "export-heading-elsewhere")),
            _paragraph(say(language, "export-elsewhere")),
        )
    )
    return _document(title, body, language)


def _document(title: str, body: str, language: str) -> str:
    return f"""<!doctype html>
<html lang="{escape(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escape(title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


def _introduction(seen: View, language: str) -> Iterable[str]:
    yield say(language, "export-introduction", at=moment(seen.at))
    yield say(language, "export-pseudonym", label=seen.label)
    yield say(language, "export-opened", at=moment(seen.opened_at))
    if seen.closed_at is not None:
        yield say(language, "export-closed", at=moment(seen.closed_at))
    yield say(language, "export-files")


def _places(places: Sequence[Place], language: str) -> str:
    columns = [say(language, f"export-column-{name}") for name in ("who", "room", "since", "why", "now")]
    rows = [
        (
            _who(place.person, language),
            place.room,
            moment(place.since),
            _why(place, language),
            say(language, f"export-seat-{place.seat.value if place.seat else 'none'}"),
        )
        for place in places
    ]
    return _table(say(language, "export-caption-places"), columns, rows)


def _stays(stays: Sequence[Stay], language: str) -> str:
    if not stays:
        return _paragraph(say(language, "export-no-stays"))
    names = ("who", "offered", "taken", "ended", "consent")
    columns = [say(language, f"export-column-{name}") for name in names]
    rows = [
        (
            _who(stay.person, language),
            _at(stay.offered_at),
            _at(stay.taken_at),
            _ended(stay, language),
            stay.consent[:8] if stay.consent else "–",
        )
        for stay in stays
    ]
    return _table(say(language, "export-caption-stays"), columns, rows)


def _agreement(one: Agreement, language: str) -> Iterable[str]:
    record = one.record
    number = one.consent[:8]
    if record is None:
        yield _headed(3, say(language, "export-consent", consent=number))
        yield _paragraph(say(language, "export-not-proven"))
        return
    name = say(language, "receipt-title", stand=record["stand"])
    yield _headed(3, say(language, "export-consent-titled", consent=number, title=name))
    for section in sections(record, language):
        yield _headed(4, section.heading)
        yield from (_paragraph(sentence) for sentence in section.lines)
    if one.notice_text:
        yield _headed(4, say(language, "export-heading-notice"))
        spoken = escape(record["notice"]["language"])
        yield f'<blockquote lang="{spoken}">{escape(one.notice_text)}</blockquote>'


def _who(person: Person, language: str) -> str:
    if not person.name:
        return say(language, f"export-part-{person.part.value}")
    part = say(language, f"export-part-{person.part.value}")
    return f"{person.name} ({part}), {person.agency}, {person.function}"


def _why(place: Place, language: str) -> str:
    if place.consent is None or place.until is None:
        return say(language, "export-own-case" if place.may_sit else "export-no-right")
    return say(language, "export-by-consent", consent=place.consent[:8], until=last_moment(place.until))


def _ended(stay: Stay, language: str) -> str:
    if stay.ended_at is None:
        return say(language, "export-still")
    return say(language, "export-left" if stay.left else "export-ended", at=moment(stay.ended_at))


def _at(instant: datetime | None) -> str:
    return "–" if instant is None else moment(instant)


def _headed(level: int, heading: str) -> str:
    return f"<h{level}>{escape(heading)}</h{level}>"


def _paragraph(sentence: str) -> str:
    return f"<p>{escape(sentence)}</p>"


def _table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "\n".join(_row(row) for row in rows)
    return (
        f"<table>\n<caption>{escape(caption)}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{body}\n</tbody>\n</table>"
    )


def _row(cells: Sequence[str]) -> str:
    first, *others = cells
    rest = "".join(f"<td>{escape(cell)}</td>" for cell in others)
    return f'<tr><th scope="row">{escape(first)}</th>{rest}</tr>'
