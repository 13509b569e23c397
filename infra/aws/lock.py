"""Two deployments of one stage never run at the same time."""

import getpass
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from botocore.exceptions import ClientError

from infra.aws.faults import code_of
from infra.aws.place import DeployError, Place


@contextmanager
def held(place: Place, *, take_over: bool) -> Iterator[None]:
    """Hold the lock; raises DeployError when somebody else does, unless it is taken over."""
    ssm = place.clients("ssm")
    at = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    owner = f"{getpass.getuser()} on {socket.gethostname()} since {at}"
    try:
        ssm.put_parameter(
            Name=place.lock_parameter, Value=owner, Type="String", Overwrite=take_over
        )
    except ClientError as error:
        if code_of(error) != "ParameterAlreadyExists":
            raise
        other = ssm.get_parameter(Name=place.lock_parameter)["Parameter"]["Value"]
        raise DeployError(
            f"Another deployment of {place.stage} is under way: {other}.",
            f"Wait for its end. If it died, run: make deploy STAGE={place.stage} TAKE_OVER=1",
        ) from error
    try:
        yield
    finally:
        ssm.delete_parameter(Name=place.lock_parameter)
