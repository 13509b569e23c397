"""The same tests over the fake and over DynamoDB, so that the fake can be trusted."""

import pytest
from pynamodb.connection.base import Connection

from chalicelib.adapters.dynamo.rows import Rows, connect
from tests.contract.stores.worlds import World, fresh_rows, in_dynamo, in_memory
from tests.embedded_aws import aws_endpoint, aws_environment

__all__ = ["aws_endpoint", "aws_environment"]


@pytest.fixture(scope="module")
def connection(aws_environment: str) -> Connection:
    return connect()


@pytest.fixture
def rows(connection: Connection) -> Rows:
    return fresh_rows(connection)


@pytest.fixture(params=["memory", "dynamo"])
def world(request: pytest.FixtureRequest) -> World:
    if request.param == "memory":
        return in_memory()
    return in_dynamo(request.getfixturevalue("rows"))
