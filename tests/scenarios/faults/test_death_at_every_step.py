"""The process dies at each step of a sale: whatever it was doing, the sale ends right."""

import pytest

from tests.scenarios.faults.chapters import Recorded, deaths, dies, try_all

pytestmark = [pytest.mark.infra, pytest.mark.timeout(900)]


@pytest.mark.behaviour("X043", "X046", "B027", "B154")
def test_a_process_that_dies_anywhere_in_a_sale_leaves_one_payment_one_share_and_each_mail_once(
    stages: list[Recorded],
):
    steps = stages[0].steps()
    assert len(steps) > 40

    wrong = try_all(stages, dies, deaths(steps))

    assert not wrong, f"{len(wrong)} of {len(deaths(steps))} deaths:\n" + "\n".join(wrong)
