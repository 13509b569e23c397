"""Two systems side by side, because the machine has two cores: a case runs on either."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from tests.scenarios.faults import sale
from tests.scenarios.faults.chapters import Recorded
from tests.scenarios.faults.stage import Stage, staged

_STAGES = 2
_STORIES = (sale.by_webhook, sale.by_return_page, sale.by_sync)


@pytest.fixture(scope="session")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Recorded]]:
    """Systems on which every story was played once and can be played again from any moment."""
    folder = tmp_path_factory.mktemp("stages")
    with ExitStack() as stack, ThreadPoolExecutor(_STAGES) as pool:
        bring_up = [staged(folder / str(number)) for number in range(_STAGES)]
        made = list(pool.map(_recorded, [stack.enter_context(each) for each in bring_up]))
        assert all(each.steps() == made[0].steps() for each in made), "stages differ"
        yield made


def _recorded(stage: Stage) -> Recorded:
    stage.start()
    sale.fill_in(stage)
    stage.end()
    return Recorded(stage, _STORIES)
