"""What decides is covered to the last branch by its own tests, by examples one can read."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
DECIDING = (
    "hub/closing/chain.py",
    "hub/closing/form.py",
    "hub/closing/proof.py",
    "hub/closing/sight.py",
    "hub/*/model.py",
    "hub/*/rules.py",
    "hub/cases/chain.py",
    "hub/charter/chain.py",
    "hub/charter/signed.py",
    "hub/conference/answering.py",
    "hub/conference/dates.py",
    "hub/conference/polling.py",
    "hub/conference/precheck.py",
    "hub/conference/raising.py",
    "hub/conference/running.py",
    "hub/conference/template.py",
    "hub/conference/told.py",
    "hub/conference/unsaid.py",
    "hub/consent/terms.py",
    "hub/consult/chain.py",
    "hub/consult/proof.py",
    "hub/consult/pseudonym.py",
    "hub/export/form.py",
    "hub/export/planned.py",
    "hub/export/sight.py",
    "hub/listening/chain.py",
    "hub/minutes/chain.py",
    "hub/minutes/form.py",
    "hub/minutes/noting.py",
    "hub/minutes/sealed.py",
    "hub/monitoring/kind.py",
    "hub/monitoring/reactions.py",
    "hub/outside/address.py",
    "hub/own/chain.py",
    "hub/plan/progress.py",
    "hub/presence/hours.py",
    "hub/presence/instants.py",
    "hub/presence/overview.py",
    "hub/presence/reactions.py",
    "hub/rooms/attached.py",
    "hub/rooms/chain.py",
    "hub/rooms/drift.py",
    "hub/rooms/leave.py",
    "hub/rooms/naming.py",
    "hub/rooms/noting.py",
    "hub/rooms/preview.py",
    "hub/addresses.py",
    "hub/audit.py",
    "hub/calendar.py",
    "hub/effects.py",
    "hub/federation.py",
    "hub/identifiers.py",
    "hub/pace.py",
    "hub/remains.py",
    "hub/workdays.py",
    "guard/fallraum_guard/lists.py",
    "guard/fallraum_guard/rules.py",
)


def test_every_branch_of_every_rule_is_taken_by_the_tests_of_rules_alone(tmp_path: Path) -> None:
    # Without Hypothesis' examples: what was covered by chance is not covered.
    # Whether the tests pass is for the tests to say; here it only counts what they reach.
    measure = ["run", "--branch", "--source=hub,fallraum_guard"]
    run = [*measure, "-m", "pytest", "tests/rules", "-q", "-m", "not hypothesis"]
    coverage(*run, "--noconftest", "-p", "no:cacheprovider", kept_in=tmp_path)

    report = coverage(
        "report",
        f"--include={','.join(DECIDING)}",
        "--show-missing",
        "--skip-covered",
        "--precision=2",
        "--fail-under=100",
        kept_in=tmp_path,
    )

    assert report.returncode == 0, report.stdout + report.stderr


def test_each_of_those_files_was_looked_for_where_one_is() -> None:
    assert all(list(ROOT.glob(pattern)) for pattern in DECIDING)


def coverage(*arguments: str, kept_in: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "coverage", *arguments],
        cwd=ROOT,
        env=os.environ | {"COVERAGE_FILE": str(kept_in / "coverage")},
        capture_output=True,
        text=True,
        check=False,
    )
