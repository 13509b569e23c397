"""What media servers have to see, in memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.catalog.model import Library
from chalicelib.catalog.ports import ServerAccess
from chalicelib.kernel.errors import AppError


@dataclass
class FakeItemCounter:
    """A library has as many items as `sizes` says by title; `failure` is raised instead."""

    sizes: dict[str, int] = field(default_factory=dict)
    failure: AppError | None = None

    def items(self, access: ServerAccess, libraries: tuple[Library, ...]) -> Mapping[str, int]:
        if self.failure is not None:
            raise self.failure
        counts: dict[str, int] = {}
        for library in libraries:
            counts[library.kind] = counts.get(library.kind, 0) + self.sizes.get(library.title, 0)
        return counts
