"""`python -m tests.month.hundred`: the bots are killed at a hundred random moments of a month.

They are two processes that share the work on PostgreSQL. What everybody has read at the month's end is
the same as if they had lived: nothing is missing, nothing stands there twice. With `--kills 0 --print`
it shows what is said in a month.
"""

import argparse
import asyncio
import difflib
import secrets
import sys
import tempfile
from pathlib import Path

from tests.federated import Federated, federated_homeservers
from tests.month.bots import Fate
from tests.month.script import BEGINS_AT, Month
from tests.month.transcript import transcript
from tests.month.world import world
from tests.postgres import Cluster, running_cluster

EXPECTED = Path(__file__).with_name("transcript.txt")


async def played(both: Federated, cluster: Cluster, folder: Path, fate: Fate) -> str:
    """What everybody has read at the end of the month."""
    async with cluster.fresh() as database, world(both, database, folder, BEGINS_AT, fate) as found:
        await Month(found).play()
        return await transcript(found)


def main() -> None:
    """Play it, and end with 1 if anything is otherwise than expected."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", default=secrets.token_hex(4))
    parser.add_argument("--print", action="store_true")
    chosen = parser.parse_args()
    print(f"seed {chosen.seed}", file=sys.stderr)
    fate = Fate(chosen.kills, chosen.seed)
    with tempfile.TemporaryDirectory(prefix="fallraum-month-") as name:
        month, servers = Path(name) / "month", Path(name) / "servers"
        month.mkdir()
        servers.mkdir()
        with federated_homeservers(servers) as both, running_cluster() as cluster:
            said = asyncio.run(played(both, cluster, month, fate))
    if chosen.print:
        print(said, end="")
        return
    otherwise = list(difflib.unified_diff(EXPECTED.read_text().splitlines(), said.splitlines(), lineterm=""))
    print(*otherwise, f"killed {chosen.kills - fate.left} times, {len(otherwise)} lines differ", sep="\n")
    sys.exit(1 if otherwise or fate.left > 0 else 0)


if __name__ == "__main__":
    main()
