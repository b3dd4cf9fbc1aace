"""A sheet on paper: PDF/UA-1, so that a screen reader reads it as well as an eye does."""

import json
from dataclasses import asdict
from pathlib import Path

from hub.errors import Refused
from hub.paper.sheet import Sheet

_TEMPLATE = Path(__file__).with_name("paper.typ")


def printed(sheet: Sheet) -> bytes | Refused:
    """The PDF of a sheet. What people entered goes in as text, never as something to be carried out."""
    # Here, because of all who open a hub only few print.
    import typst

    values = {name: value for name, value in asdict(sheet).items() if name != "made_at"}
    try:
        pdf: bytes = typst.compile(
            _TEMPLATE,
            format="pdf",
            pdf_standards=["ua-1"],
            sys_inputs={"sheet": json.dumps(values)},
            # The same sheet is the same file; a PDF knows whole seconds only.
            timestamp=sheet.made_at.replace(microsecond=0),
        )
    except typst.TypstError as error:
        # A character that no font here has would be a blank to the eye and nothing to the ear.
        if "could not be displayed" not in str(error):
            raise
        return Refused("paper-not-printable")
    return pdf
