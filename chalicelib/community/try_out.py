"""Try the settings of Discord and of request systems; nothing is changed anywhere."""

from chalicelib.community import reach
from chalicelib.community.ports import Checked, CommunityDeps
from chalicelib.kernel.errors import ActionRequiredError
from chalicelib.settings.community_model import RequestSystemName


def discord(deps: CommunityDeps) -> Checked:
    """Tell whether the bot can give all the roles that are set."""
    settings = deps.settings.discord()
    try:
        access = reach.guild_access(deps, settings)
    except ActionRequiredError as error:
        return Checked(works=False, lines=(error.message, error.remedy))
    named = (settings.subscriber_role, settings.trial_role, *settings.plan_roles.values())
    return deps.guild.test(access, role_names=tuple(dict.fromkeys(filter(None, named))))


def request_system(deps: CommunityDeps, *, name: RequestSystemName) -> Checked:
    """Tell whether accounts of a request system could be dealt with."""
    try:
        access = reach.system_access(deps, deps.settings.request_system(name))
    except ActionRequiredError as error:
        return Checked(works=False, lines=(error.message, error.remedy))
    return deps.systems[name].test(access)
