"""The process that reads one calendar: it comes in by standard input, and its times go out.

`python -m hub.appointments BEGINS ENDS`, two instants. It can do nothing but compute, and not for long: it
writes no file, starts nothing, and has so much memory and time. Whatever goes wrong, it just ends.
"""

import json
import os
import resource
import sys
from datetime import datetime

MEGABYTE = 1024 * 1024
MEMORY = 512 * MEGABYTE
CPU_SECONDS = 8
# Time zones are files.
OPEN_FILES = 32
# Nobody's calendar is so ragged; what comes later is read again long before it counts.
MOST_PERIODS = 300


def main() -> None:
    """Read one calendar."""
    bind()
    # Loaded under these bounds, too, and by nobody but this process.
    from hub.appointments.busy import busy  # noqa: PLC0415

    begins_at, ends_at = map(datetime.fromisoformat, sys.argv[1:3])
    found = busy(sys.stdin.buffer.read(), begins_at, ends_at)[:MOST_PERIODS]
    json.dump([[one.begins.isoformat(), one.ends.isoformat()] for one in found], sys.stdout)


def bind() -> None:
    """Take from this process, for good, whatever it does not need to read a calendar."""
    # Others go first.
    os.nice(10)
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        # No process beside it; threads are counted, too.
        (resource.RLIMIT_NPROC, 0),
    ):
        _, hardest = resource.getrlimit(what)
        least = most if hardest == resource.RLIM_INFINITY else min(most, hardest)
        resource.setrlimit(what, (least, least))


if __name__ == "__main__":
    main()
