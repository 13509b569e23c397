"""How pages for people are made."""

from collections.abc import Mapping
from typing import Any, Protocol


class PageRenderer(Protocol):
    """Turns a named template and its values into HTML."""

    def render(self, template: str, values: Mapping[str, Any]) -> str:
        """Return the page; every value is escaped."""
        ...
