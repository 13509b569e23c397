"""The dashboard's files in the bucket behind the content network."""

import mimetypes
import uuid
from pathlib import Path

from infra.aws.place import DeployError, Place

_FOREVER = "public, max-age=31536000, immutable"  # names carry a hash of the content
_ASK_FIRST = "no-cache"
_FOLDER = "admin"
_MOST_AT_ONCE = 1000


def built_files(place: Place) -> dict[str, Path]:
    """Return the built dashboard by key; raises DeployError when it is not built."""
    folder = place.root / "static_site" / "dist"
    files = {
        f"{_FOLDER}/{path.relative_to(folder).as_posix()}": path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    if f"{_FOLDER}/index.html" not in files:
        raise DeployError("The dashboard is not built.", 'Run "make dashboard", then this again.')
    return files


def upload(place: Place, *, bucket: str, distribution: str) -> tuple[int, int]:
    """Bring the bucket to the built dashboard; return how many files came and went.

    The first page is last, so that it never names a file that is not there yet; former files go
    after it.
    """
    client = place.clients("s3")
    files = built_files(place)
    former = _keys(place, bucket, prefix=f"{_FOLDER}/")
    for key, path in sorted(files.items(), key=lambda pair: pair[0] == f"{_FOLDER}/index.html"):
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        is_text = kind.startswith("text/") or kind == "application/json"
        client.put_object(
            Bucket=bucket,
            Key=key,
            Body=path.read_bytes(),
            ContentType=f"{kind}; charset=utf-8" if is_text else kind,
            CacheControl=_FOREVER if key.startswith(f"{_FOLDER}/assets/") else _ASK_FIRST,
        )
    gone = former - set(files)
    _delete(place, bucket, gone)
    place.clients("cloudfront").create_invalidation(
        DistributionId=distribution,
        InvalidationBatch={
            "Paths": {"Quantity": 1, "Items": [f"/{_FOLDER}*"]},
            "CallerReference": uuid.uuid4().hex,
        },
    )
    return len(files), len(gone)


def empty(place: Place, *, bucket: str) -> None:
    """Delete every file, so that the bucket can go."""
    _delete(place, bucket, _keys(place, bucket, prefix=""))


def _keys(place: Place, bucket: str, *, prefix: str) -> set[str]:
    pages = place.clients("s3").get_paginator("list_objects_v2")
    listed = pages.paginate(Bucket=bucket, Prefix=prefix)
    return {each["Key"] for page in listed for each in page.get("Contents", [])}


def _delete(place: Place, bucket: str, keys: set[str]) -> None:
    ordered = sorted(keys)
    for start in range(0, len(ordered), _MOST_AT_ONCE):
        batch = [{"Key": key} for key in ordered[start : start + _MOST_AT_ONCE]]
        place.clients("s3").delete_objects(Bucket=bucket, Delete={"Objects": batch, "Quiet": True})
