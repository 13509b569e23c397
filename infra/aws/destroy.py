"""`make destroy`: takes everything away but the data, and the data only on demand."""

from infra.aws import chalice_config, checks, data, functions, key, lock, record, site, stack
from infra.aws.place import DeployError, Place

DELETE = "delete"
_STEPS = 5


def run(place: Place, *, data_word: str = "", take_over: bool = False) -> None:
    """Remove a stage; with the data when `data_word` is "delete". Raises DeployError."""
    if data_word not in {"", DELETE}:
        raise DeployError(
            f"DATA={data_word} means nothing.",
            f"Leave it out to keep the data, or type DATA={DELETE} to delete it for ever.",
        )
    checks.python()
    account = checks.account(place)
    checks.same_region(place)
    fate = "are DELETED FOR EVER" if data_word else "stay"
    place.say(
        f"Removing {place.stack} from account {account}, {place.region}: functions, API, site, "
        f"queues, alarms. The tables and the master key {fate}."
    )
    with lock.held(place, take_over=take_over):
        _run(place, is_data_deleted=bool(data_word))


def _run(place: Place, *, is_data_deleted: bool) -> None:
    place.say(f" 1/{_STEPS} functions, schedules and API")
    place.say(f"      {record.make_true(place)}")
    functions.remove(place)
    place.say(f" 2/{_STEPS} files of the site")
    bucket = stack.outputs(place).get("SiteBucket", "")
    if bucket:
        site.empty(place, bucket=bucket)
    place.say(f" 3/{_STEPS} stack (a content network takes some minutes to go)")
    stack.remove(place)
    place.say(f" 4/{_STEPS} names in .chalice/config.json")
    chalice_config.forget(place)
    place.say(f" 5/{_STEPS} data")
    if is_data_deleted:
        gone = data.delete(place)
        key.forget(place)
        place.say(f"      deleted: {', '.join([*gone, 'master key'])}")
    else:
        kept = ", ".join(data.existing(place))
        place.say(f"      kept: {kept}, master key {place.key_parameter}")
        place.say(f"      make deploy STAGE={place.stage} brings it all back to life.")
