"""Routes of the administrators' API."""

from chalice import Blueprint

from chalicelib.entrypoints.admin import OPERATIONS
from chalicelib.entrypoints.operations import register

blueprint = Blueprint(__name__)
register(blueprint, OPERATIONS)
