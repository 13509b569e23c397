"""Notice edits of the code and templates that the app's process runs."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from watchfiles import Change, DefaultFilter, awatch

_FOLDERS = ("chalicelib", ".chalice", "infra/local")
_OF_THE_WORKER = ("worker", "functions", "consumer", "control", "schedules")
_TOGETHER_MILLISECONDS = 200


class _AppFiles(DefaultFilter):
    """Lets through what a restart of the app makes visible."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self._root = root

    def __call__(self, change: Change, path: str) -> bool:
        place = Path(path).relative_to(self._root)
        if place.parts[0] == "infra":
            return place.suffix == ".py" and place.stem in _OF_THE_WORKER
        return (len(place.parts) > 1 or place.name == "app.py") and super().__call__(change, path)


async def watch_edits(root: Path) -> AsyncIterator[None]:
    """Yield once for each burst of edits below the project's folder."""
    noticed = asyncio.Event()

    async def watch(*paths: Path, recursive: bool) -> None:
        async for _ in awatch(
            *paths,
            watch_filter=_AppFiles(root),
            debounce=_TOGETHER_MILLISECONDS,
            recursive=recursive,
        ):
            noticed.set()

    folders = [root / folder for folder in _FOLDERS if (root / folder).is_dir()]
    # The project's folder itself, not `app.py`: editors replace files instead of writing them.
    tasks = [asyncio.create_task(watch(root, recursive=False))]
    if folders:
        tasks.append(asyncio.create_task(watch(*folders, recursive=True)))
    try:
        while True:
            await noticed.wait()
            noticed.clear()
            yield
    finally:
        for task in tasks:
            task.cancel()
