"""The clock and the environment are each read in one place."""

from tests.architecture.source import complaints_of_uses

CLOCK_READERS = {
    "datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today",
    "datetime.date.today", "time.time", "time.time_ns", "time.gmtime", "time.localtime",
}  # fmt: skip
ENVIRONMENT_READERS = {"os.environ", "os.environb", "os.getenv", "os.getenvb"}
CHANCE = {"uuid.uuid1", "uuid.uuid4", "uuid.uuid7"}
UNGUARDED_REQUESTS = {
    f"requests.{verb}"
    for verb in ("get", "post", "put", "patch", "delete", "head", "request", "Session", "session")
}


def test_only_the_clock_reads_the_clock():
    allowed = {"chalicelib/kernel/clock.py"}
    assert complaints_of_uses(CLOCK_READERS, allowed=allowed, folders=("chalicelib",)) == []


def test_only_config_reads_the_environment():
    allowed = {"chalicelib/config.py"}
    assert complaints_of_uses(ENVIRONMENT_READERS, allowed=allowed, folders=("chalicelib",)) == []


def test_only_the_kernel_makes_ids():
    allowed = {"chalicelib/kernel/ids.py"}
    assert complaints_of_uses(CHANCE, allowed=allowed, folders=("chalicelib",)) == []


def test_every_request_to_the_outside_takes_the_guarded_session():
    allowed = {"chalicelib/adapters/http.py"}
    assert complaints_of_uses(UNGUARDED_REQUESTS, allowed=allowed, folders=("chalicelib",)) == []
