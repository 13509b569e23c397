"""What the clients of AWS in one process share."""

import functools
from typing import Any

from botocore.loaders import Loader, create_loader
from botocore.session import Session, get_session


@functools.cache
def descriptions() -> Loader:
    """Return what reads the SDK's descriptions of AWS and keeps them: to parse one takes long."""
    return create_loader()


def session() -> Session:
    """Return a session; region, credentials and endpoint come from the environment."""
    made = get_session()
    made.register_component("data_loader", descriptions())
    return made


def client(service: str, *, config: Any) -> Any:
    """Return a client of an AWS service."""
    return session().create_client(service, config=config)
