"""What all systems of one test process share: making it anew for each takes longer than a story.

Clients of the embedded AWS are the app's own, kept by the address that they speak to; passwords
are hashed as always, only with the least work that argon2 allows.
"""

import functools
import os
from typing import Any

import pytest
from argon2 import PasswordHasher
from botocore.config import Config
from pynamodb.connection.base import Connection

from chalicelib import tool_wiring
from chalicelib.adapters import aws
from chalicelib.adapters.dynamo import rows
from chalicelib.adapters.dynamo.plain_answers import PlainAnswers
from chalicelib.adapters.passwords import ArgonPasswords

_connect, _make_client = rows.connect, aws.client


def share(patch: pytest.MonkeyPatch) -> None:
    """Let the app of this process take what others have made already."""
    patch.setattr(rows.Rows.__init__, "__kwdefaults__", {"connect": _connection})
    patch.setattr(aws, "client", _client)
    patch.setattr(tool_wiring, "passwords", _passwords)


def aws_client(service: str) -> Any:
    """Return the tests' own client of the embedded AWS; it checks nothing and reads plain JSON."""
    return _own_client(service, _address())


def _connection() -> Connection:
    return _connection_to(_address())


def _client(service: str, *, config: Any) -> Any:
    return _client_of(service, config, _address())


def _address() -> str:
    return os.environ["AWS_ENDPOINT_URL"]


@functools.cache
def _connection_to(_address: str) -> Connection:
    return _connect()


@functools.cache
def _client_of(service: str, config: Any, _address: str) -> Any:
    return _make_client(service, config=config)


@functools.cache
def _own_client(service: str, _address: str) -> Any:
    session = aws.session()
    session.register_component("response_parser_factory", PlainAnswers())
    return session.create_client(service, config=Config(parameter_validation=False))


@functools.cache
def _passwords() -> ArgonPasswords:
    return ArgonPasswords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
