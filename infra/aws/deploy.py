"""`make deploy`: each step can be repeated, so that a run goes on where the last one stopped."""

import os
import subprocess
import sys
from collections.abc import Mapping

from infra.aws import (
    answers,
    chalice_config,
    checks,
    functions,
    key,
    lock,
    record,
    site,
    smoke,
    stack,
)
from infra.aws.place import DeployError, Place

_PLAN = """\
Deploying {stage} to account {account}, {region}.
It makes or updates: 4 tables, 2 queues, a bucket with a content network, 6 functions with their
roles and schedules, an API, 3 alarms, a dashboard, a master key. All names start with {stack}.
At list prices it costs a little over one USD a month, less within the free allotments of an
account; docs/operations.md, Costs, tells more. Every step can be repeated: after a failure run the
same command again.
"""
_STEPS = 11


def run(place: Place, options: Mapping[str, str], *, take_over: bool = False) -> str:
    """Bring a stage to this code; return the site's address. Raises DeployError.

    `options` are the stack's parameters DomainName, CertificateArn and AlarmEmail, where given.
    """
    account = checks.everything(place)
    place.say(
        _PLAN.format(stage=place.stage, account=account, region=place.region, stack=place.stack)
    )
    with lock.held(place, take_over=take_over):
        return _run(place, options)


def _run(place: Place, options: Mapping[str, str]) -> str:
    _step(place, 1, "package the functions")
    _tell(place, f"{functions.package(place).stat().st_size / 1e6:.1f} MB")
    _step(place, 2, "stack: tables, queues, site, alarms")
    _tell(place, "changed" if stack.apply(place, options) else "nothing to change")
    made = stack.outputs(place)
    _step(place, 3, "master key")
    _tell(place, "made" if key.make_once(place) else "already there")
    _step(place, 4, "names into .chalice/config.json")
    for note in chalice_config.complete(place, site_url=made["SiteUrl"]) or ["nothing to change"]:
        _tell(place, note)
    _step(place, 5, "functions, schedules and API")
    _tell(place, record.make_true(place))
    api_id = functions.deploy(place)
    _step(place, 6, "queue mapping: failed messages one by one")
    functions.report_failed_messages_one_by_one(place)
    _step(place, 7, "the API's own answers, in our words")
    _tell(place, "changed" if answers.put(place, api_id=api_id) else "nothing to change")
    _step(place, 8, "one address for site, dashboard, API and webhooks")
    is_changed = stack.apply(place, {"ApiDomain": place.api_domain(api_id)})
    _tell(place, "changed; new networks take some minutes" if is_changed else "nothing to change")
    _step(place, 9, "dashboard")
    came, gone = site.upload(place, bucket=made["SiteBucket"], distribution=made["DistributionId"])
    _tell(place, f"{came} files uploaded, {gone} former ones deleted")
    _step(place, 10, "does it answer?")
    smoke.run(place, api_id=api_id, site_url=made["SiteUrl"])
    _tell(place, "yes")
    _step(place, 11, "first administrator")
    link = setup_link(place)
    place.say(_summary(made, link))
    return made["SiteUrl"]


def setup_link(place: Place) -> str:
    """Return a fresh one-time link for the first administrator, empty when there is one."""
    run = subprocess.run(
        [sys.executable, "-c", "from chalicelib import wiring; print(wiring.setup_link() or '')"],
        cwd=place.root,
        env={**os.environ, **chalice_config.environment(place), "PYTHONPATH": str(place.root)},
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise DeployError(
            f"The set-up link could not be made:\n{run.stderr.strip()[-500:]}",
            "Everything else is deployed and runs. Run the same command again.",
        )
    return run.stdout.strip()


def _summary(made: Mapping[str, str], link: str) -> str:
    site_url = made["SiteUrl"]
    lines = [
        "",
        f"Site        {site_url}/",
        f"Dashboard   {site_url}/admin/",
        f"API         {site_url}/api/v1/docs",
        f"Webhooks    {site_url}/webhooks/stripe",
    ]
    if made["DistributionDomain"] not in site_url:
        lines.append(f"Point your domain (CNAME or alias) at {made['DistributionDomain']}")
    if link:
        lines += ["", "Make the first administrator with this link. It works once:", link]
    return "\n".join(lines)


def _step(place: Place, number: int, what: str) -> None:
    place.say(f"{number:2}/{_STEPS} {what}")


def _tell(place: Place, text: str) -> None:
    place.say(f"      {text}")
