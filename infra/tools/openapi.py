"""Write our OpenAPI document to a file: `python -m infra.tools.openapi build/openapi.json`."""

import json
import sys
from pathlib import Path

from chalicelib.entrypoints import admin, openapi

# The site that `make run` serves; clients replace it.
SITE_URL = "http://127.0.0.1:8080"


def main(arguments: list[str]) -> int:
    """Write the document to the path named first."""
    target = Path(arguments[0])
    document = openapi.document(admin.OPERATIONS, site_url=SITE_URL)
    text = json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False)
    target.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
