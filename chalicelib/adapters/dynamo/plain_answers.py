"""Read DynamoDB's answers as the plain JSON that they are.

botocore walks every answer along the service's model, to turn texts into instants and bytes where
the model says so. We store neither (see codec.py), so that the walk changes nothing and costs most
of the time that a read of a hundred rows takes.
"""

from typing import Any

from botocore.parsers import JSONParser, ResponseParserFactory


class PlainAnswers(ResponseParserFactory):
    """Makes parsers that leave the values of a JSON answer as they are."""

    def create_parser(self, protocol_name: str) -> Any:
        """Return the parser for a protocol; other ones than JSON are read as botocore does."""
        return _PlainParser() if protocol_name == "json" else super().create_parser(protocol_name)


class _PlainParser(JSONParser):
    def _parse_shape(self, _shape: Any, node: Any) -> Any:
        return node
