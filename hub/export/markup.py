"""How a page is written by hand: every text passes one `escape`."""

from collections.abc import Iterable, Sequence
from html import escape

_STYLE = """
body { font: 1.125rem/1.5 sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
caption { text-align: left; font-weight: bold; padding: .5rem 0 }
th, td { border: 1px solid; padding: .4rem .6rem; text-align: left; vertical-align: top }
blockquote { margin: 0; padding: 0 1rem; border-left: .3rem solid; white-space: pre-line }
"""


def document(title: str, body: Iterable[str], language: str) -> str:
    """A whole page, without a script and with nothing from outside."""
    lines = "\n".join((f"<h1>{escape(title)}</h1>", *body))
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
{lines}
</main>
</body>
</html>
"""


def headed(level: int, heading: str) -> str:
    """A heading of that level."""
    return f"<h{level}>{escape(heading)}</h{level}>"


def paragraph(sentence: str) -> str:
    """A paragraph of text."""
    return f"<p>{escape(sentence)}</p>"


def quotation(text: str, language: str) -> str:
    """A text to the letter, in the language it was written in."""
    return f'<blockquote lang="{escape(language)}">{escape(text)}</blockquote>'


def table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose rows begin with what they are about."""
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
