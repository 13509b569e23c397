"""Read one text out of a multipart/form-data body (RFC 7578)."""

from dataclasses import dataclass, field

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

_CHUNK_BYTES = 64 * 1024
_LONGEST_TEXT_BYTES = 1024 * 1024


@dataclass(slots=True)
class _Reader:
    """Keeps the first part that bears one of the names; all other parts pass by."""

    names: frozenset[str]
    header: bytes = b""
    value: bytes = b""
    name: str = ""
    kept: bytearray = field(default_factory=bytearray)
    is_found: bool = False

    def begin(self) -> None:
        self.name, self.header, self.value = "", b"", b""

    def on_header_name(self, data: bytes, start: int, end: int) -> None:
        self.header += data[start:end]

    def on_header_value(self, data: bytes, start: int, end: int) -> None:
        self.value += data[start:end]

    def on_header_end(self) -> None:
        if self.header.lower() == b"content-disposition":
            _, options = parse_options_header(self.value)
            self.name = options.get(b"name", b"").decode("utf-8", "replace")
        self.header, self.value = b"", b""

    def on_data(self, data: bytes, start: int, end: int) -> None:
        if self.is_wanted and len(self.kept) <= _LONGEST_TEXT_BYTES:
            self.kept += data[start:end]

    def on_part_end(self) -> None:
        self.is_found = self.is_found or self.is_wanted

    @property
    def is_wanted(self) -> bool:
        return not self.is_found and self.name in self.names


def text_of(body: bytes, *, content_type: str, names: frozenset[str]) -> str:
    """Return the first part with one of these names as text, empty if there is none to read.

    What follows it, such as a picture, is not read.
    """
    _, options = parse_options_header(content_type)
    reader = _Reader(names)
    try:
        parser = MultipartParser(
            options.get(b"boundary", b""),
            {
                "on_part_begin": reader.begin,
                "on_header_field": reader.on_header_name,
                "on_header_value": reader.on_header_value,
                "on_header_end": reader.on_header_end,
                "on_part_data": reader.on_data,
                "on_part_end": reader.on_part_end,
            },
        )
        for start in range(0, len(body), _CHUNK_BYTES):
            parser.write(body[start : start + _CHUNK_BYTES])
            if reader.is_found:
                break
    except FormParserError:
        return ""
    return reader.kept.decode("utf-8", "replace") if reader.is_found else ""
