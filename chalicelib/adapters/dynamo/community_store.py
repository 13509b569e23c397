"""Roles and accounts of people outside of the media servers, in DynamoDB."""

from collections.abc import Mapping

from chalicelib.adapters.dynamo import codec, people_keys
from chalicelib.adapters.dynamo.rows import Rows
from chalicelib.community.model import Held, Refusals, RequestAccount, RoleHolding
from chalicelib.kernel.ids import UserId
from chalicelib.settings.community_model import RequestSystemName


class DynamoCommunityStore:
    """See community.ports.CommunityStore."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def held(self, user_ids: tuple[UserId, ...]) -> Mapping[UserId, Held]:
        """Return what each person has; blank roles where there never were any."""
        roles = {each: people_keys.role_holding(each) for each in user_ids}
        accounts = {
            (each, name): people_keys.request_account(each, name)
            for each in user_ids
            for name in RequestSystemName
        }
        refusals = {each: people_keys.refusals(each) for each in user_ids}
        rows = self._rows.get_many((*roles.values(), *accounts.values(), *refusals.values()))
        return {
            each: Held(
                codec.from_attributes(RoleHolding, rows[key])
                if key in rows
                else RoleHolding(each),
                {
                    name: codec.from_attributes(RequestAccount, rows[accounts[each, name]])
                    for name in RequestSystemName
                    if accounts[each, name] in rows
                },
                codec.from_attributes(Refusals, rows[refusals[each]])
                if refusals[each] in rows
                else None,
            )
            for each, key in roles.items()
        }
