"""An AWS of one's own to deploy to, and a copy of the project to deploy."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.aws.place import Place
from tests.deploy import ground


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run an embedded AWS that enforces policies, and point the SDKs at it."""
    with ground.running_aws(tmp_path_factory.mktemp("scratch")) as endpoint:
        yield endpoint


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy what gets deployed."""
    root = tmp_path_factory.mktemp("project")
    ground.copy_project(root)
    return root


@pytest.fixture(scope="module")
def place(aws: str, project: Path) -> Place:
    """Return where the tests deploy to; what is said is kept in a list."""
    said: list[str] = []
    return ground.place_in(project, said.append)
