"""The entry point: settings first, because even the help is said in the operator's language."""

import os
import sys

from pydantic import ValidationError

from hub.settings import Settings


def main() -> None:
    """Run one command; wrong settings are one line, not a traceback."""
    # Whatever a hub writes is for its owner only, databases too.
    os.umask(0o077)
    try:
        Settings()
    except ValidationError as error:
        first = error.errors()[0]
        place = "FALLRAUM_" + "_".join(str(part) for part in first["loc"]).upper()
        sys.stderr.write(f"{place}: {first['msg']}\n")
        raise SystemExit(2) from None
    # Not before: its commands carry texts in the language that the settings name.
    from hub.terminal.app import app

    app()
