"""Plisio's callbacks: both forms, however they are written, and what proves nothing."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from chalicelib.kernel.errors import ActionRequiredError
from chalicelib.payments.ports import RefusedWebhookError
from infra.sandbox.kit import World
from tests.contract.plisio_world import PlisioWorld, opened
from tests.contract.serving import serving


@pytest.fixture(scope="module")
def served() -> Iterator[World]:
    with serving() as world:
        yield world


@pytest.fixture
def world(served: World) -> PlisioWorld:
    return PlisioWorld(served)


def test_both_forms_of_a_callback_point_at_the_invoice(world: PlisioWorld):
    txn_id = opened(world)
    world.pay(txn_id, email="")
    for is_json in (True, False):
        body, headers = world.callback(world.fields(txn_id), is_json=is_json)

        hint = world.gateway.verify_webhook(body=body, headers=headers, now=world.now())

        assert (hint.external_id, hint.checkout_id) == (txn_id, txn_id)
        assert hint.kind == "invoice.completed"


@pytest.mark.parametrize("is_ascii", [True, False])
@pytest.mark.parametrize("slash", ["/", "\\/"])
def test_a_callback_counts_however_its_letters_slashes_and_numbers_are_written(
    world: PlisioWorld, *, is_ascii: bool, slash: str
):
    txn_id = opened(world)
    fields = world.fields(txn_id) | {"order_name": "Größe", "nested": [{"a/b": None}, True]}
    text = json.dumps(fields, separators=(",", ":"), ensure_ascii=is_ascii).replace("/", slash)
    text = f'{text[:-1]},"rate":0.10,"whole":1e2}}'

    hint = world.gateway.verify_webhook(
        body=world.signed_text(text), headers={}, now=world.now() + timedelta(days=9)
    )

    assert hint.external_id == txn_id


@pytest.mark.behaviour("X047")
@pytest.mark.parametrize("is_json", [True, False])
@pytest.mark.parametrize("signature", ["missing", "wrong"])
def test_a_callback_without_the_right_hash_is_refused(
    world: PlisioWorld, *, is_json: bool, signature: str
):
    fields = world.fields(opened(world))
    body, headers = world.callback(fields, is_json=is_json, signature=signature)

    with pytest.raises(RefusedWebhookError):
        world.gateway.verify_webhook(body=body, headers=headers, now=world.now())


@pytest.mark.behaviour("X047")
@pytest.mark.parametrize("is_json", [True, False])
def test_a_callback_that_was_changed_is_refused(world: PlisioWorld, *, is_json: bool):
    fields = world.fields(opened(world))
    body, headers = world.callback(fields, is_json=is_json)
    changed = body.replace(b"new", b"completed", 1)
    assert changed != body

    with pytest.raises(RefusedWebhookError):
        world.gateway.verify_webhook(body=changed, headers=headers, now=world.now())


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{}",
        b"[]",
        b"null",
        b"{" * 5000,
        b'{"verify_hash":1}',
        b'{"verify_hash":"\xc3\xbc"}',
        b'{"verify_hash":null}',
        b'{"a":NaN,"verify_hash":"x"}',
        b"\xff\xfe",
        b"verify_hash=x",
        b"a&b",
        b"&" * 5000,
    ],
)
def test_junk_is_refused(world: PlisioWorld, body: bytes):
    with pytest.raises(RefusedWebhookError):
        world.gateway.verify_webhook(body=body, headers={}, now=world.now())


def test_without_a_key_no_callback_counts_and_nothing_can_be_asked(served: World):
    world = PlisioWorld(served, key="")
    body, headers = world.callback({"txn_id": "1", "ipn_type": "invoice"})

    with pytest.raises(RefusedWebhookError):
        world.gateway.verify_webhook(body=body, headers=headers, now=world.now())
    with pytest.raises(ActionRequiredError):
        world.gateway.read_payment("1")
    assert not world.gateway.test().works
