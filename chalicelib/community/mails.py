"""The mail about an account in a request system; at most one for each that is opened."""

from chalicelib.community.facts import Facts
from chalicelib.community.model import RequestAccount
from chalicelib.jobs.model import Job
from chalicelib.kernel.secret import Secret, Vault
from chalicelib.notifications.mail import secret_mail_job
from chalicelib.notifications.model import Event, Message


def account_opened(
    vault: Vault, facts: Facts, row: RequestAccount, *, url: str, password: Secret
) -> Job:
    """Return the mail that tells where, as whom and with which password to sign in (B214)."""
    told = {
        "name": facts.user.name,
        "system": row.system.title(),
        "url": url,
        "login": row.name,
    }
    message = Message(Event.REQUEST_ACCOUNT, facts.user.email, told)
    return secret_mail_job(
        vault,
        message,
        secrets={"password": password},
        cause=f"{row.user_id}_{row.system}_{row.version}",
        now=facts.now,
        user_id=row.user_id,
    )
