"""What each deployed function may do on AWS, read from the code, and from its policy.

    python -m infra.tools.policies          print both and how they differ

A right is a pair (action, thing), such as ("dynamodb:Query", "core/index/*"). The rights that a
function needs follow from the code that its entry point reaches: the keys a store reads, the
records a use case writes, the calls of other AWS clients. A test holds the policies to them.
"""

import ast
import json
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import Any

from botocore import xform_name
from botocore.session import get_session

from infra.tools.files import ROOT
from infra.tools.reach import Node, node, nodes_of, reached

Right = tuple[str, str]

APP = "streams-manager"
HTTP = "api_handler"
STAGES = ("dev", "prod")

_DYNAMO = "chalicelib.adapters.dynamo"
_KEYS = frozenset(
    f"{_DYNAMO}.{name}"
    for name in ("keys", "limit_keys", "money_keys", "people_keys", "stream_keys")
)
_PLACES = f"{_DYNAMO}.places"
_RECORDS = "chalicelib.kernel.records"
# Where every record is written is in one file for all; which ones a function writes is not.
_WALLS = frozenset({_PLACES})
_READS = {"get": "GetItem", "get_many": "BatchGetItem", "page": "Query", "whole": "Query"}
# The permission of a call has another name than the call itself.
_ALIASES = {
    "sqs:SendMessageBatch": "sqs:SendMessage",
    "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
}
_THINGS = {"sqs": "queue", "ssm": "master-key"}
_ALWAYS = {("logs:CreateLogStream", "log"), ("logs:PutLogEvents", "log")}
# Lambda takes messages from the queue under the function's own rights.
_QUEUE_SOURCE = {
    (f"sqs:{action}", "queue")
    for action in ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")
}


def functions() -> list[str]:
    """Return the names of all deployed functions, as `.chalice/config.json` knows them."""
    sources = import_module("app").app.event_sources
    return [HTTP, *(source.name for source in sources)]


@cache
def needed(function: str) -> frozenset[Right]:
    """Return the rights that the function's code can use."""
    found = reached(_roots(function), walls=_WALLS)
    rights = _ALWAYS | (_QUEUE_SOURCE if _is_fed_by_queue(function) else set())
    for each in found:
        if each.module.startswith("chalicelib.adapters"):
            rights |= _reads(each) | _other_calls(each)
        else:
            rights |= _writes(each)
    return frozenset(rights)


def granted(function: str, *, stage: str) -> set[Right]:
    """Return the rights that the function's policy gives; raises ValueError on strange names."""
    rights = set()
    for statement in policy(function, stage=stage)["Statement"]:
        if statement["Effect"] == "Allow":
            for resource in _listed(statement["Resource"]):
                thing = _thing(resource, function=function, stage=stage)
                rights |= {(action, thing) for action in _listed(statement["Action"])}
    return rights


def forbidden_keys(function: str, *, stage: str) -> set[str]:
    """Return the partitions of the core table that the policy closes, as patterns."""
    return {
        pattern
        for statement in policy(function, stage=stage)["Statement"]
        if statement["Effect"] == "Deny"
        for pattern in statement["Condition"]["ForAnyValue:StringLike"]["dynamodb:LeadingKeys"]
    }


def read_keys(function: str) -> set[str]:
    """Return the names in keys.py and money_keys.py that the function's reads can reach."""
    found = reached(_roots(function), walls=_WALLS)
    return {each.name for each in found if each.module in _KEYS}


def policy(function: str, *, stage: str) -> dict[str, Any]:
    """Return the function's policy document."""
    config = json.loads((ROOT / ".chalice" / "config.json").read_text(encoding="utf-8"))
    chosen = config["stages"][stage]["lambda_functions"][function]["iam_policy_file"]
    document: dict[str, Any] = json.loads((ROOT / ".chalice" / chosen).read_text())
    return document


def _roots(function: str) -> list[Node]:
    entry = "chalicelib.entrypoints"
    if function == HTTP:
        late = ("jobs", "money_jobs", "schedules", "timetable", "worker")
        jobs_and_schedules = {f"{entry}.{name}" for name in late}
        return [each for each in nodes_of(entry) if each.module not in jobs_and_schedules]
    if _is_fed_by_queue(function):
        # It is registered in worker.py, which loads its work by name.
        return _nodes(f"{entry}.jobs.run_nudged", f"{entry}.jobs.look_at")
    # A schedule's function goes by name through the table of all schedules: start behind it.
    work = import_module(f"{entry}.schedules").SCHEDULES[function].work
    return _nodes(
        f"{work.__module__}.{work.__qualname__}",
        "chalicelib.jobs.schedule.run_under_lease",
        "chalicelib.wiring.jobs_deps",
    )


def _nodes(*names: str) -> list[Node]:
    found = [node(name) for name in names]
    return [each for each in found if each]


def _is_fed_by_queue(function: str) -> bool:
    sources = {source.name: source for source in import_module("app").app.event_sources}
    return hasattr(sources.get(function), "queue")


# --- Reads and calls: adapters -------------------------------------------------------------------


def _reads(adapter: Node) -> set[Right]:
    rights = set()
    for method in _methods(adapter.body):
        verbs = _verbs(method)
        for key in _keys_of(Node(adapter.module, adapter.name, method)):
            rights |= {right for verb in verbs for right in _rights_at(key, verb)}
    return rights


def _rights_at(key: Node, verb: str) -> Iterator[Right]:
    """Yield the rights for one verb at the rows or the index that a function of keys.py names."""
    for call in ast.walk(key.body):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            continue
        is_span = call.func.id == "Span"
        if call.func.id not in {"Key", "Span"} or is_span != (verb == "Query"):
            continue
        table = ast.unparse(call.args[0]).rpartition(".")[2].lower()
        has_index = any(argument.arg == "index" for argument in call.keywords)
        yield f"dynamodb:{verb}", f"{table}/index/*" if has_index else table


def _keys_of(method: Node) -> list[Node]:
    """Return the functions of keys.py that a method uses, itself or through its module."""
    around = reached([method], walls=_WALLS)
    own = {method.module, *_KEYS}
    direct = {(each.module, each.name) for each in around if each.module in own}
    return [each for each in around if each.module in _KEYS and (each.module, each.name) in direct]


def _verbs(method: ast.stmt) -> set[str]:
    found = set()
    for call in ast.walk(method):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            if call.func.attr in _READS and ast.unparse(call.func.value).endswith("_rows"):
                found.add(_READS[call.func.attr])
            if call.func.attr == "call" and isinstance(call.args[0], ast.Constant):
                found.add(str(call.args[0].value))
    return found


def _other_calls(adapter: Node) -> set[Right]:
    services = [
        str(call.args[0].value)
        for call in ast.walk(adapter.body)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in {"create_client", "client"}
        and call.args
        and isinstance(call.args[0], ast.Constant)
    ]
    called = {part.attr for part in ast.walk(adapter.body) if isinstance(part, ast.Attribute)}
    rights = set()
    for service in services:
        for operation in get_session().get_service_model(service).operation_names:
            if xform_name(operation) in called:
                action = f"{service}:{operation}"
                rights.add((_ALIASES.get(action, action), _THINGS[service]))
    return rights


def _methods(body: ast.stmt) -> list[ast.stmt]:
    if isinstance(body, ast.ClassDef):
        return [each for each in body.body if isinstance(each, ast.FunctionDef)]
    return [body]


# --- Writes: use cases ---------------------------------------------------------------------------


def _writes(use_case: Node) -> set[Right]:
    """Return the rights to write; a module that writes may write what its parts name."""
    verbs = {name.rpartition(".")[2] for name in use_case.uses() if name.startswith(_RECORDS)}
    # What is added to lies in one table.
    rights = {("dynamodb:UpdateItem", "activity")} if "Add" in verbs else set()
    if not verbs & {"Insert", "Update", "Delete"}:
        return rights
    rights |= {("dynamodb:PutItem", table) for table in _tables_named(use_case)}
    if "Delete" in verbs:
        rights |= {("dynamodb:DeleteItem", "core")}
    return rights


def _tables_named(use_case: Node) -> set[str]:
    """Return the tables of the records that a use case names, makes, or gets from a port."""
    words = set(re.findall(r"[A-Za-z_]\w*", ast.unparse(use_case.body)))
    words |= {"AuditEntry"} if "note" in words else set()
    words |= {word for name in words for word in _answers().get(name, ())}
    return {table for kind, table in _homes().items() if kind in words}


@cache
def _answers() -> dict[str, set[str]]:
    """Return the words in the return types of all methods of ports, by the method's name."""
    found: dict[str, set[str]] = {}
    for each in nodes_of("chalicelib"):
        if each.module.endswith(".ports") and isinstance(each.body, ast.ClassDef):
            for method in each.body.body:
                if isinstance(method, ast.FunctionDef) and method.returns:
                    words = re.findall(r"\w+", ast.unparse(method.returns))
                    found.setdefault(method.name, set()).update(words)
    return found


@cache
def _homes() -> dict[str, str]:
    """Return the table of each type of record."""
    table = node(f"{_PLACES}._PLACES")
    found = [part for part in ast.walk(table.body) if isinstance(part, ast.Dict)] if table else []
    if not found:
        raise ValueError(f"{_PLACES} has no table of places")
    pairs = zip(found[0].keys, found[0].values, strict=True)
    return {kind.id: _home(maker) for kind, maker in pairs if isinstance(kind, ast.Name)}


def _home(maker: ast.expr) -> str:
    """Return the table of the keys that a record's maker in places.py names."""
    named = node(f"{_PLACES}.{maker.id}") if isinstance(maker, ast.Name) else None
    for module, name in re.findall(
        r"(\w*keys)\.(\w+)", ast.unparse(named.body if named else maker)
    ):
        key = node(f"{_DYNAMO}.{module}.{name}")
        table = re.search(r"Table\.(\w+)", ast.unparse(key.body)) if key else None
        if table:
            return table[1].lower()
    raise ValueError(f"{ast.unparse(maker)} leads to no table")


# --- Policies ------------------------------------------------------------------------------------


def _thing(resource: str, *, function: str, stage: str) -> str:
    name = APP if function == HTTP else ""
    suffix = "" if function == HTTP else f"-{function}"
    known = {
        f"arn:aws:sqs:*:*:{APP}-{stage}-jobs": "queue",
        f"arn:aws:ssm:*:*:parameter/{APP}/{stage}/master-key": "master-key",
        f"arn:aws:logs:*:*:log-group:/aws/lambda/{APP}-{stage}{suffix}:*": "log",
    }
    table = re.fullmatch(
        rf"arn:aws:dynamodb:\*:\*:table/{APP}-{stage}-(\w+(/index/\*)?)", resource
    )
    if table:
        return table[1]
    if resource not in known:
        raise ValueError(f"{resource} is not a thing of {name or function} in {stage}")
    return known[resource]


def _listed(value: object) -> Iterable[str]:
    return [value] if isinstance(value, str) else list(value)  # type: ignore[call-overload]


def main() -> int:
    """Print what each function needs and how its policies differ."""
    status = 0
    for function in functions():
        print(function)
        wanted = needed(function)
        for action, thing in sorted(wanted):
            print(f"   {action:28} {thing}")
        for stage in STAGES:
            given = granted(function, stage=stage)
            for word, rights in (("lacks", wanted - given), ("need not have", given - wanted)):
                for action, thing in sorted(rights):
                    status = 1
                    print(f"   {stage} {word} {action} on {thing}")
    return status


if __name__ == "__main__":
    sys.exit(main())
