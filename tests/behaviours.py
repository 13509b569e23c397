"""A pytest plugin: which numbered behaviour is proven by which test.

A test names what it proves with `@pytest.mark.behaviour("B034")`. After a run the results lie in
`build/behaviours.json`: {"B034": [{"test": node id, "sentence": …, "outcome": "passed"}]}.
Results of tests that a run left out are kept, so that running one test does not forget the others;
they are dropped when their file has been edited since, or is gone.
"""

import json
import re

import pytest

_NUMBER = re.compile(r"[BX]\d{3}")
_PROPERTY = "behaviour"
_WORST_FIRST = ("failed", "skipped", "passed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--behaviours-report",
        default="build/behaviours.json",
        help="where to write which behaviour is proven by which test",
    )


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # with several processes, only the first one reports
        config.pluginmanager.register(Recorder(config), "behaviours-recorder")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for mark in item.iter_markers("behaviour"):
            for number in mark.args:
                if not _NUMBER.fullmatch(str(number)):
                    raise pytest.UsageError(f"{item.nodeid}: {number!r} is not like B001 or X001")
                item.user_properties.append((_PROPERTY, number))


class Recorder:
    """Gathers outcomes during a run and writes the report at its end."""

    def __init__(self, config: pytest.Config) -> None:
        self._root = config.rootpath
        self._report = config.rootpath / config.getoption("--behaviours-report")
        self._numbers: dict[str, list[str]] = {}
        self._outcomes: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        numbers = [str(value) for name, value in report.user_properties if name == _PROPERTY]
        if not numbers:
            return
        self._numbers[report.nodeid] = numbers
        known = self._outcomes.get(report.nodeid, "passed")
        self._outcomes[report.nodeid] = min(known, report.outcome, key=_WORST_FIRST.index)

    def pytest_sessionfinish(self) -> None:
        if self._outcomes:
            self._report.parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps(self._merged(), indent=2, ensure_ascii=False)
            self._report.write_text(text + "\n", encoding="utf-8")

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self._outcomes:
            passed = {n for test, ns in self._numbers.items() for n in ns if self._passed(test)}
            failed = {
                n for test, ns in self._numbers.items() for n in ns if not self._passed(test)
            }
            terminalreporter.write_line(
                f"behaviours: {len(passed - failed)} proven, {len(failed)} not "
                "(make behaviours lists them)"
            )

    def _passed(self, test: str) -> bool:
        return self._outcomes[test] == "passed"

    def _merged(self) -> dict[str, list[dict[str, str]]]:
        merged = self._kept()
        for test, numbers in self._numbers.items():
            proof = {"test": test, "sentence": _sentence(test), "outcome": self._outcomes[test]}
            for number in numbers:
                merged.setdefault(number, []).append(proof)
        return {
            number: sorted(proofs, key=lambda proof: proof["test"])
            for number, proofs in sorted(merged.items())
        }

    def _kept(self) -> dict[str, list[dict[str, str]]]:
        if not self._report.exists():
            return {}
        written_at = self._report.stat().st_mtime
        kept = {}
        for number, proofs in json.loads(self._report.read_text(encoding="utf-8")).items():
            still = [proof for proof in proofs if self._holds(proof["test"], written_at)]
            if still:
                kept[number] = still
        return kept

    def _holds(self, test: str, written_at: float) -> bool:
        file = self._root / test.partition("::")[0]
        return test not in self._outcomes and file.exists() and file.stat().st_mtime <= written_at


def _sentence(test: str) -> str:
    """Return the test's name as words: the parameters stay, the folder does not."""
    name, bracket, parameters = test.partition("[")
    words = name.rpartition("::")[2].removeprefix("test_").replace("_", " ")
    return f"{words} {bracket}{parameters}".strip()
