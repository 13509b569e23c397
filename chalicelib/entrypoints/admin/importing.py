"""Who is on the media servers, and taking them over."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib import wiring
from chalicelib.access.importing import read as import_read
from chalicelib.access.importing import run as import_run
from chalicelib.access.importing.choices import Outcome, Step
from chalicelib.access.importing.crowd import Found, Reading
from chalicelib.access.importing.run import Outlook
from chalicelib.entrypoints.admin import present
from chalicelib.entrypoints.admin.shapes import Key, PersonShape
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.ids import ServerId

registry = Registry()

PersonKey = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Fingerprint = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class SeenShareShape(Model):
    """What somebody has on a server, as the server tells it; `is_new` when it is not known yet."""

    server_id: str
    server_name: str
    libraries: list[str]
    is_accepted: bool
    is_new: bool
    invited_at: datetime | None
    accepted_at: datetime | None


class SeenPersonShape(Model):
    """Somebody on the servers, and what becomes of them.

    `user` is who they are here, `candidates` who they may be. `ends_at` is the end of a newcomer's
    time, null without one; `loses` are libraries that the plan does not have. `choice` is what was
    chosen for them: ``ignore``, ``new``, a user's id, or nothing.
    """

    key: str
    label: str
    username: str
    email: str
    outcome: Outcome
    why: str
    user: PersonShape | None
    candidates: list[PersonShape]
    shares: list[SeenShareShape]
    ends_at: datetime | None
    loses: list[str]
    choice: str


class SeenServerShape(Model):
    """A server as it was read; its people come in by themselves once they were confirmed."""

    id: str
    name: str
    platform: str
    people: int
    problem: str
    confirmed_at: datetime | None


class ImportPreview(Model):
    """What an import would do now; nothing was done.

    Newcomers get `plan_name`, or with `is_permanent` access without an end. `blocked` says why
    nobody can come in. Send the `fingerprint` to confirm exactly this.
    """

    at: datetime
    fingerprint: str
    blocked: str
    plan_name: str
    is_permanent: bool
    shares_follow: bool
    servers: list[SeenServerShape]
    people: list[SeenPersonShape]


class ImportProblem(Model):
    """What was wrong with a server."""

    server_id: str
    server_name: str
    problem: str


class ImportRunShape(Model):
    """The last import, or the one at work; `done` of `total` people were dealt with."""

    actor: str
    began_at: datetime | None
    finished_at: datetime | None
    is_at_work: bool
    total: int
    done: int
    counts: dict[str, int]
    problems: list[ImportProblem]
    waiting: str
    error: str


class ImportShape(Model):
    """Where imports stand."""

    is_on: bool
    run: ImportRunShape


class Confirmation(Model):
    """The servers whose people come in, as the preview with this fingerprint showed them."""

    fingerprint: Fingerprint
    server_ids: Annotated[list[Key], Field(min_length=1, max_length=1000)]


class ImportChoice(Model):
    """What to do about somebody: ``ignore``, ``new`` or the id of the user they are.

    An empty choice forgets what was chosen before.
    """

    key: PersonKey
    choice: Annotated[str, StringConstraints(max_length=120)] = ""


@registry.add("GET", "/import", summary="The last import", returns=ImportShape)
def read_import(_call: Call[NoInput, NoInput]) -> ImportShape:
    """Return what came of the last import, or how far the present one is."""
    return _state()


@registry.add(
    "GET", "/import/preview", summary="What an import would do now", returns=ImportPreview
)
def preview_import(_call: Call[NoInput, NoInput]) -> ImportPreview:
    """Read all servers and tell what becomes of everybody; nothing is written."""
    return _preview(import_run.preview(wiring.access_deps()))


@registry.add(
    "POST",
    "/import",
    summary="Let the people of servers in, as the preview showed them",
    body=Confirmation,
    returns=ImportShape,
    status=202,
)
def confirm_import(call: Call[Confirmation, NoInput]) -> ImportShape:
    """Order the import that was confirmed; it begins within a minute."""
    import_run.confirm(
        wiring.access_deps(),
        fingerprint=call.body.fingerprint,
        server_ids=tuple(ServerId(each) for each in call.body.server_ids),
        actor=call.actor,
    )
    return _state()


@registry.add("POST", "/import/sync", summary="Import now", returns=ImportShape, status=202)
def sync_import(call: Call[NoInput, NoInput]) -> ImportShape:
    """Order an import as the hourly one; it begins within a minute."""
    import_run.sync_now(wiring.access_deps(), actor=call.actor)
    return _state()


@registry.add(
    "PUT",
    "/import/choices",
    summary="Choose what to do about somebody on a server",
    body=ImportChoice,
    returns=ImportChoice,
)
def choose_import(call: Call[ImportChoice, NoInput]) -> ImportChoice:
    """Remember what to do about somebody; the next import acts on it."""
    body = call.body
    import_run.choose(wiring.access_deps(), key=body.key, choice=body.choice, actor=call.actor)
    return body


def _state() -> ImportShape:
    deps = wiring.access_deps()
    run, names = deps.store.import_run(), present.server_names()
    return ImportShape(
        is_on=deps.settings.media().sync_from_remote,
        run=ImportRunShape(
            actor=run.actor,
            began_at=run.began_at,
            finished_at=run.finished_at,
            is_at_work=run.is_at_work(now=deps.clock.now()),
            total=run.total,
            done=run.done,
            counts=dict(run.counts),
            problems=[
                ImportProblem(server_id=each, server_name=names.get(each, ""), problem=problem)
                for each, problem in sorted(run.problems.items())
            ],
            waiting=run.waiting,
            error=run.error,
        ),
    )


def _preview(seen: Outlook) -> ImportPreview:
    deps = wiring.access_deps()
    confirmed = deps.store.import_choices().confirmed
    plan = import_read.plan_of(seen.terms)
    users = [each.user.id for each in seen.steps if each.user]
    asked = (*users, *(one for each in seen.steps for one in each.candidates))
    labels = present.labels(asked)
    servers = {each.server.id: each for each in seen.readings}
    titles = {(it.server_id, it.share_id): it.title for it in seen.terms.libraries}
    return ImportPreview(
        at=seen.at,
        fingerprint=seen.fingerprint,
        blocked=seen.blocked,
        plan_name=plan.name if plan else "",
        is_permanent=seen.terms.is_permanent,
        shares_follow=seen.terms.shares_follow,
        servers=[_server(each, seen, confirmed) for each in seen.readings],
        people=[_person(each, seen, servers, titles, labels) for each in seen.steps],
    )


def _server(reading: Reading, seen: Outlook, confirmed: Mapping[str, datetime]) -> SeenServerShape:
    server = reading.server
    people = sum(server.id in each.person.server_ids for each in seen.steps)
    return SeenServerShape(
        id=server.id,
        name=server.name,
        platform=server.platform,
        people=people,
        problem=reading.problem,
        confirmed_at=confirmed.get(server.id),
    )


def _person(
    step: Step,
    seen: Outlook,
    servers: Mapping[ServerId, Reading],
    titles: Mapping[tuple[ServerId, str], str],
    labels: Mapping[str, str],
) -> SeenPersonShape:
    person = step.person
    user = PersonShape(id=step.user.id, label=labels.get(step.user.id, "")) if step.user else None
    return SeenPersonShape(
        key=person.key,
        label=person.label,
        username=person.username,
        email=person.email,
        outcome=step.outcome,
        why=step.why,
        user=user,
        candidates=[PersonShape(id=it, label=labels.get(it, "")) for it in step.candidates],
        shares=[_share(each, step, servers, titles) for each in person.shares],
        ends_at=step.ends_at,
        loses=list(step.loses),
        choice=seen.terms.choices.get(person.key, ""),
    )


def _share(
    found: Found,
    step: Step,
    servers: Mapping[ServerId, Reading],
    titles: Mapping[tuple[ServerId, str], str],
) -> SeenShareShape:
    remote = found.remote
    named = (titles.get((found.server_id, each), "") for each in remote.library_share_ids)
    return SeenShareShape(
        server_id=found.server_id,
        server_name=servers[found.server_id].server.name,
        libraries=sorted(filter(None, named)),
        is_accepted=remote.is_accepted,
        is_new=found in step.gains,
        invited_at=remote.invited_at,
        accepted_at=remote.accepted_at,
    )
