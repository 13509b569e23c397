"""Webhook addresses of media servers in DynamoDB."""

from chalicelib.adapters.dynamo import limit_keys
from chalicelib.adapters.dynamo.rows import Rows
from chalicelib.catalog.media_hook import MediaHook
from chalicelib.kernel.ids import ServerId


class DynamoHookStore:
    """See enforcement.hook_ports.HookStore."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def hook(self, server_id: ServerId) -> MediaHook | None:
        """Return the server's hook as last committed, None if it never had one."""
        return self._rows.get(MediaHook, limit_keys.media_hook(server_id))
