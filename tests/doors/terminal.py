"""A terminal in this process: commands are typed into it, and what they say is read."""

import sys
from collections.abc import Mapping
from functools import cache

from typer.main import get_command
from typer.testing import CliRunner, Result

from hub.terminal.app import app

# Typer builds all commands anew for each call, which takes longer than most of them run.
_fallraum = cache(lambda: get_command(app))


class Terminal(CliRunner):
    """Where the settings say what `environment` does; an error that no command expects is raised."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        super().__init__(env=dict(environment))

    def types(self, *words: str, says: str | bytes = "") -> Result:
        """One command, and what is said when it asks."""
        status = 0
        with self.isolation(input=says) as (out, error, both):
            try:
                _fallraum().main(args=list(words), prog_name="fallraum")
            except SystemExit as ended:
                status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
            said, complained, all_said = out.getvalue(), error.getvalue(), both.getvalue()
        return Result(self, said, complained, all_said, return_value=None, exit_code=status, exception=None)
