"""What is checked before anything enters the catalogue (pure, except for reads)."""

from urllib.parse import urlsplit

from chalicelib.kernel.errors import ConflictError, InvalidError, Problem

LONGEST_NAME = 80
LONGEST_TEXT = 500
LONGEST_URL = 300


def checked_name(field: str, text: str) -> str:
    """Return the name without outer spaces; raises InvalidError unless 1 to 80 characters."""
    name = " ".join(text.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise InvalidError.of(
            field, f"The name has {len(name)} characters.", f"Use 1 to {LONGEST_NAME}."
        )
    return name


def checked_url(field: str, text: str) -> str:
    """Return an address of a server without a trailing slash; raises InvalidError."""
    url = text.strip().rstrip("/")
    remedy = "Write it like https://media.example.com:32400, without name, password or query."
    try:
        parts = urlsplit(url)
        is_plain = not (parts.username or parts.password or parts.query or parts.fragment)
        # Reading the port finds one that is no number.
        is_whole = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        raise InvalidError.of(field, "This is no address.", remedy) from None
    if parts.scheme not in {"http", "https"} or not is_whole or not is_plain:
        raise InvalidError.of(field, "This is no address of a server.", remedy)
    if len(url) > LONGEST_URL:
        raise InvalidError.of(field, "The address is too long.", remedy)
    return url


def refuse(problems: list[Problem]) -> None:
    """Raise InvalidError with all problems, if there are any."""
    if problems:
        raise InvalidError(
            problems[0].message, remedy=problems[0].remedy, problems=tuple(problems)
        )


def refuse_taken(names: dict[str, str], name: str, *, own_id: str = "") -> None:
    """Raise ConflictError when another id has that name; `names` maps ids to names."""
    for each_id, each in names.items():
        if each_id != own_id and each.casefold() == name.casefold():
            raise ConflictError(
                f"There is already one called {each}.",
                remedy="Choose another name.",
                code="name_taken",
            )
