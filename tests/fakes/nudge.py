"""A nudge that remembers instead of waking anybody."""

from chalicelib.kernel.ids import JobId


class FakeNudge:
    """Keeps the ids it was given, in order, in `sent`."""

    def __init__(self) -> None:
        self.sent: list[JobId] = []

    def send(self, *job_ids: JobId) -> None:
        self.sent.extend(job_ids)
