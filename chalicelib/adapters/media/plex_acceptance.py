"""Accept invites at plex.tv with the token of the person who was invited."""

import json
import logging
from collections.abc import Iterator

from chalicelib.adapters.media.plex_session import PlexSession, improper_answer, refusal
from chalicelib.kernel.secret import Secret

log = logging.getLogger(__name__)

_RECEIVED = "/api/v2/shared_servers/invites/received/pending"
_ACCEPT = "/api/v2/shared_servers/{share_id}/accept"
# Accepted elsewhere, or withdrawn, in this very moment.
_GONE = frozenset({404, 410})


class PlexInviteAcceptor:
    """See checkout.ports.InviteAcceptor."""

    def __init__(self, session: PlexSession) -> None:
        self._session = session

    def accept_invites(self, token: Secret, *, machine_ids: frozenset[str]) -> frozenset[str]:
        """Accept the person's open invites to these servers; return those that were accepted."""
        return frozenset(
            machine_id
            for share_id, machine_id in self._received(token)
            if machine_id in machine_ids and self._accept(token, share_id)
        )

    def _received(self, token: Secret) -> Iterator[tuple[str, str]]:
        """Yield the id and the machine of each share that was offered."""
        answer = self._session.plex_tv("GET", _RECEIVED, token=token, as_json=True)
        if answer.status >= 400:
            raise refusal(answer, where="https://plex.tv")
        try:
            told = json.loads(answer.text)
            invites = told["invites"] if isinstance(told, dict) else told
            for invite in invites:
                for share in invite["sharedServers"]:
                    yield str(share["id"]), str(share["machineIdentifier"])
        except (ValueError, TypeError, KeyError) as error:
            raise improper_answer("plex.tv") from error

    def _accept(self, token: Secret, share_id: str) -> bool:
        path = _ACCEPT.format(share_id=share_id)
        answer = self._session.plex_tv("POST", path, token=token, as_json=True)
        if answer.status in _GONE:
            return False
        if answer.status >= 400:
            raise refusal(answer, where="https://plex.tv")
        return True
