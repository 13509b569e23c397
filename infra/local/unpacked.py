"""Teach the embedded AWS to unpack a package once, not once for every process that runs it.

A package of ours has thousands of files, and all functions share one. It stays in TMPDIR, which
whoever starts the embedded AWS for a deployment sets and clears.
"""

import hashlib
import tempfile
import threading
import types
import zipfile
from pathlib import Path
from typing import Any


def teach() -> None:
    """Give ministack's runtime of functions another way to unpack."""
    from ministack.core import lambda_runtime

    lambda_runtime.zipfile = types.SimpleNamespace(
        ZipFile=_UnpackedOnce,
        BadZipFile=zipfile.BadZipFile,
        LargeFileError=zipfile.LargeZipFile,
    )


class _UnpackedOnce(zipfile.ZipFile):
    """Puts a link to the one unpacked copy where its content is wanted."""

    _folder: Path | None = None
    _lock = threading.Lock()

    def extractall(self, path: Any = None, *_: Any) -> None:
        """Make `path`, an empty folder, a link to the unpacked content."""
        place = Path(path)
        place.rmdir()
        place.symlink_to(self._unpacked(), target_is_directory=True)

    def _unpacked(self) -> Path:
        with self._lock:
            if _UnpackedOnce._folder is None:
                _UnpackedOnce._folder = Path(tempfile.mkdtemp(prefix="functions-"))
            digest = hashlib.sha256(Path(str(self.filename)).read_bytes()).hexdigest()
            folder = _UnpackedOnce._folder / digest
            if not folder.exists():
                super().extractall(folder.with_suffix(".new"))
                folder.with_suffix(".new").rename(folder)
            return folder
