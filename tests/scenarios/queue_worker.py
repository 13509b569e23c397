"""The queue's function, taking its messages as on AWS, for stories that are about seconds."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from chalicelib import config
from infra.local.consumer import Consumer
from infra.local.functions import Busy
from infra.local.worker import load_app


@contextmanager
def a_worker() -> Iterator[None]:
    """Take messages from the site's queue for as long as the block runs, two at a time."""
    queue = config.config().jobs_queue
    stopping, busy = threading.Event(), Busy()
    consumers = [
        Consumer(load_app(), function="jobs", queue=queue, batch_size=10) for _ in range(2)
    ]
    threads = [threading.Thread(target=each.poll, args=(busy, stopping)) for each in consumers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stopping.set()
        for thread in threads:
            thread.join(30)
        if not busy.wait_idle(10):
            raise RuntimeError("the worker does not end")
