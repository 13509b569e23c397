"""The guard sees what must not be committed, and lets test values pass."""

from pathlib import Path

import pytest

from infra.tools import guard

# Put together here, so that the guard does not stumble over its own test.
LIVE = ["sk" + "_live_" + "a1B2" * 6, "AKIA" + "ABCDEFGH12345678", "whsec" + "_" + "Zz9y" * 8]


@pytest.mark.parametrize("value", LIVE)
def test_a_live_credential_is_found_on_its_line(value: str):
    assert [line for line, _ in guard.find_secrets(f"one\nkey = '{value}'\n")] == [2]


@pytest.mark.parametrize("value", ["sk_test_" + "a1B2" * 6, "whsec_sandbox" + "0a1b" * 8])
def test_values_of_tests_and_stand_ins_pass(value: str):
    assert list(guard.find_secrets(value)) == []


def test_a_complaint_never_repeats_the_secret(tmp_path: Path):
    leak = tmp_path / "settings.py"
    leak.write_text(f"KEY = '{LIVE[0]}'\n")
    complaints = list(guard.check_secrets([leak]))
    assert len(complaints) == 1
    assert LIVE[0] not in complaints[0]


def test_a_big_file_is_named_with_its_size(tmp_path: Path):
    big = tmp_path / "film.bin"
    big.write_bytes(b"\0" * (guard.BIG_FILE_BYTES + 1))
    assert guard.main(["--big-files", str(big)]) == 1
