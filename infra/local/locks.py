"""Exclusive locks on files: one holder a path, released by the system when the holder dies."""

import fcntl
import os
from pathlib import Path


class HeldElsewhereError(RuntimeError):
    """Another process holds the lock; `owner` is its process id where it is known."""

    def __init__(self, path: Path, owner: str) -> None:
        super().__init__(f"{path} is held by process {owner or 'unknown'}")
        self.path = path
        self.owner = owner


def hold(path: Path) -> int:
    """Take the lock at `path` for the life of this process; return the descriptor to keep open.

    Raises `HeldElsewhereError` at once when another process has it.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        owner = os.read(descriptor, 32).decode("ascii", "replace").strip()
        os.close(descriptor)
        raise HeldElsewhereError(path, owner) from error
    os.ftruncate(descriptor, 0)
    os.write(descriptor, f"{os.getpid()}\n".encode())
    return descriptor
