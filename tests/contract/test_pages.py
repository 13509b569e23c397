"""The pages' own words: every word of the audit log about a person has one that people read."""

import re

from chalicelib.access.model import ShareState
from chalicelib.adapters import pages
from infra.tools.files import ROOT

# Written about logins, plans and the like, never with a `user_id`.
_NOT_ABOUT_PEOPLE = {"job.retry", "checkout.", "payment.unmatched"}


def test_whatever_is_noted_about_a_person_reads_well_on_their_page():
    noted: set[str] = {f"share.{state}" for state in ShareState}
    for path in (ROOT / "chalicelib").rglob("*.py"):
        calls = re.findall(r"note\(((?:[^()]|\([^()]*\))*)\)", path.read_text())
        for call in calls:
            if "user_id=" in call:
                noted |= set(re.findall(r'"((?:access|order|payment|stream|user)\.\w+)"', call))
    assert noted - set(pages._EVENTS) - _NOT_ABOUT_PEOPLE == set()
