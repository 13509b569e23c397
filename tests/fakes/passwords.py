"""A password hasher that is fast and hides nothing from a failing test."""


class FakePasswordHasher:
    """Hashes reversibly; `checked` counts checks, also those against no hash at all."""

    def __init__(self) -> None:
        self.checked = 0

    def hash(self, password: str) -> str:
        return f"hash-of-{password}"

    def matches(self, password_hash: str, password: str) -> bool:
        self.checked += 1
        return password_hash == f"hash-of-{password}"
