"""Make one user of two."""

from chalicelib import wiring
from chalicelib.entrypoints.admin import present
from chalicelib.entrypoints.admin.shapes import Key
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.ids import UserId
from chalicelib.membership import merge, merge_check

registry = Registry()


class MergeInput(Model):
    """The double that goes, and whether its media account is the one that stays."""

    gone_id: Key
    takes_media: bool


class MergePreview(Model):
    """What the merge would come to; nothing was done."""

    gone_label: str
    kept_media: str
    gone_media: str
    payments: int
    warnings: list[str]


class MergeOrder(Model):
    """The job that merges the two."""

    job_id: str


@registry.add(
    "POST",
    "/users/{user_id}/merge/preview",
    summary="What merging another user into this one would come to",
    body=MergeInput,
    returns=MergePreview,
)
def preview_merge(call: Call[MergeInput, NoInput]) -> MergePreview:
    """Return what a person should know, and refuse what merging would refuse."""
    deps = wiring.membership_deps()
    pair = merge.looked_at(
        deps,
        kept_id=UserId(call.path["user_id"]),
        gone_id=UserId(call.body.gone_id),
        takes_media=call.body.takes_media,
    )
    return MergePreview(
        gone_label=present.label(pair.gone.user),
        kept_media=pair.kept.user.media.handle,
        gone_media=pair.gone.user.media.handle,
        payments=len(merge_check.payments_of(deps, pair.gone.user.id)),
        warnings=list(merge_check.warnings(pair)),
    )


@registry.add(
    "POST",
    "/users/{user_id}/merge",
    summary="Merge another user into this one",
    body=MergeInput,
    returns=MergeOrder,
    status=202,
)
def merge_user(call: Call[MergeInput, NoInput]) -> MergeOrder:
    """Give all that the double has to this user; the double is gone afterwards."""
    job = merge.order(
        wiring.membership_deps(),
        kept_id=UserId(call.path["user_id"]),
        gone_id=UserId(call.body.gone_id),
        takes_media=call.body.takes_media,
        actor=call.actor,
    )
    return MergeOrder(job_id=job.id)
