"""Make a package start sooner: with compiled code, and without the AWS services nobody calls.

Chalice leaves compiled code out, and Lambda cannot keep what it compiles: each cold start would
compile again. The SDK describes every service of AWS; those that we do not call are the weight
that the compiled code gets. Chalice finds the result in its cache and uploads it as it is.
"""

import importlib.util
import marshal
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path

# What our code calls, and what the SDK itself may need to get credentials.
SERVICES = frozenset({"dynamodb", "kms", "ses", "sesv2", "sqs", "ssm", "sso", "sso-oidc", "sts"})

_MARK = b"compact 1"
_DATA = "botocore/data/"
# The first bit says that it goes by a hash, the second that nobody compares the hash.
_UNCHECKED = (0b01).to_bytes(4, "little")
_NO_HASH = bytes(8)


def compact(package: Path) -> bool:
    """Rewrite the package in place; return False when that was done before."""
    with zipfile.ZipFile(package) as former:
        if former.comment == _MARK:
            return False
        draft = package.with_suffix(".draft")
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as fresh:
            fresh.comment = _MARK
            for entry in former.infolist():
                if _is_wanted(entry.filename):
                    content = former.read(entry)
                    fresh.writestr(entry, content)
                    for name, compiled in _compiled(entry.filename, content):
                        fresh.writestr(name, compiled)
    draft.replace(package)
    return True


def _is_wanted(name: str) -> bool:
    if "__pycache__/" in name:
        return False  # goes by the time of a file that has another one on Lambda
    service, slash, _ = name.removeprefix(_DATA).partition("/")
    return not (name.startswith(_DATA) and slash) or service in SERVICES


def _compiled(name: str, source: bytes) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    """Yield the compiled module, nothing when it is none or not for this Python."""
    if not name.endswith(".py"):
        return
    try:
        with warnings.catch_warnings(action="ignore"):
            code = compile(source, f"/var/task/{name}", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return  # a template, or code for another Python
    head = importlib.util.MAGIC_NUMBER + _UNCHECKED + _NO_HASH
    entry = zipfile.ZipInfo(importlib.util.cache_from_source(name))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    yield entry, head + marshal.dumps(code)
