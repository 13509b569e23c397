"""The NVP interface of the PayPal stand-in: search, details, and failures with HTTP 200."""

from datetime import timedelta

import pytest

from infra.sandbox.kit import World
from infra.sandbox.paypal_wire import later, now
from tests.contract.paypal_standin.client import Api, act, nvp


@pytest.fixture
def start(fresh: World) -> str:
    """An instant after everything that happened before this test."""
    return later(now(fresh), -timedelta(hours=1))


def _ids(answer: dict[str, str]) -> list[str]:
    rows = sum(name.startswith("L_TRANSACTIONID") for name in answer)
    return [answer[f"L_TRANSACTIONID{place}"] for place in range(rows)]


def test_a_payment_shows_at_once_with_its_amounts(world: World, start: str) -> None:
    act(world, "receive", email="friend@example.test", amount="10.00", name="Fran Doe")

    answer = nvp(world, "TransactionSearch", STARTDATE=start)

    assert (answer["ACK"], answer["L_EMAIL0"], answer["L_NAME0"]) == (
        "Success",
        "friend@example.test",
        "Fran Doe",
    )
    amounts = [answer[f"L_{name}0"] for name in ("AMT", "FEEAMT", "NETAMT", "CURRENCYCODE")]
    assert amounts == ["10.00", "-0.84", "9.16", "USD"]
    assert (answer["L_STATUS0"], answer["L_TIMEZONE0"]) == ("Completed", "GMT")


def test_nothing_found_is_a_success_without_rows(world: World, start: str) -> None:
    answer = nvp(world, "TransactionSearch", STARTDATE=start, EMAIL="nobody@example.test")

    assert (answer["ACK"], _ids(answer)) == ("Success", [])


def test_more_than_a_hundred_rows_are_cut_off_with_a_warning(world: World, start: str) -> None:
    made = act(world, "receive", email="a@example.test", amount="1.00", count=130, over="30m")
    newest_first = made["transactions"]

    first = nvp(world, "TransactionSearch", STARTDATE=start)

    assert (first["ACK"], first["L_ERRORCODE0"]) == ("SuccessWithWarning", "11002")
    assert first["L_SEVERITYCODE0"] == "Warning"
    assert _ids(first) == newest_first[:100]
    rest = nvp(world, "TransactionSearch", STARTDATE=start, ENDDATE=first["L_TIMESTAMP99"])
    assert rest["ACK"] == "Success"
    assert set(_ids(first)) | set(_ids(rest)) == set(newest_first)


def test_exactly_a_hundred_rows_are_no_warning(world: World, start: str) -> None:
    act(world, "receive", email="a@example.test", amount="1.00", count=100, over="30m")

    answer = nvp(world, "TransactionSearch", STARTDATE=start)

    assert (answer["ACK"], len(_ids(answer))) == ("Success", 100)


def test_a_search_is_narrowed_by_address_status_and_class(world: World, start: str) -> None:
    api = Api(world)
    capture = api.paid(email="Ann@Example.test")
    act(world, "receive", email="b@example.test", amount="1.00", pending=True)
    act(world, "refund", transaction=capture["id"], amount="1.00")

    by_address = nvp(world, "TransactionSearch", STARTDATE=start, EMAIL="ann@example.test")
    assert [by_address[f"L_TYPE{n}"] for n in range(2)] == ["Refund", "Payment"]
    assert by_address["L_STATUS1"] == "Partially Refunded"
    pending = nvp(world, "TransactionSearch", STARTDATE=start, STATUS="Pending")
    assert [pending["L_EMAIL0"], len(_ids(pending))] == ["b@example.test", 1]
    received = nvp(world, "TransactionSearch", STARTDATE=start, TRANSACTIONCLASS="Received")
    assert len(_ids(received)) == 2
    refunds = nvp(world, "TransactionSearch", STARTDATE=start, TRANSACTIONCLASS="Refund")
    assert refunds["L_AMT0"] == "-1.00"


def test_a_subscription_shows_as_a_profile_besides_its_payments(world: World, start: str) -> None:
    api = Api(world)
    id = api.subscribed()
    payment = api.transactions_of(id)[0]["id"]

    found = _ids(nvp(world, "TransactionSearch", STARTDATE=start))

    assert sorted(found) == sorted([id, payment])
    details = nvp(world, "GetTransactionDetails", TRANSACTIONID=payment)
    assert (details["SUBSCRIPTIONID"], details["CUSTOM"]) == (id, "chk_2")
    assert details["TRANSACTIONTYPE"] == "subscrpayment"


def test_rows_of_a_dispute_name_no_payer(world: World, start: str) -> None:
    capture = Api(world).paid()
    act(world, "open_dispute", transaction=capture["id"])

    answer = nvp(world, "TransactionSearch", STARTDATE=start)

    held = next(n for n in range(2) if answer[f"L_TYPE{n}"] == "Temporary Hold")
    assert f"L_EMAIL{held}" not in answer


def test_details_tell_all_about_a_payment_and_its_refund(world: World, start: str) -> None:
    capture = Api(world).paid(custom_id="chk_3", invoice_id="inv_nvp")
    refund = act(world, "refund", transaction=capture["id"])["refund"]["id"]

    paid = nvp(world, "GetTransactionDetails", TRANSACTIONID=capture["id"])
    back = nvp(world, "GetTransactionDetails", TRANSACTIONID=refund)

    assert (paid["AMT"], paid["FEEAMT"], paid["CURRENCYCODE"]) == ("10.00", "0.84", "USD")
    assert (paid["CUSTOM"], paid["INVNUM"]) == ("chk_3", "inv_nvp")
    assert (paid["PAYMENTSTATUS"], paid["PENDINGREASON"]) == ("Refunded", "None")
    assert paid["EMAIL"] == "ann@example.test"
    assert (back["PARENTTRANSACTIONID"], back["AMT"]) == (capture["id"], "-10.00")
    assert (back["REASONCODE"], back["ORDERTIME"][:10]) == ("refund", now(world)[:10])


@pytest.mark.parametrize(
    ("method", "values", "code"),
    [
        ("TransactionSearch", {"PWD": "wrong", "STARTDATE": "2026-01-01T00:00:00Z"}, "10002"),
        ("TransactionSearch", {}, "10004"),
        ("TransactionSearch", {"STARTDATE": "yesterday"}, "10004"),
        ("TransactionSearch", {"STARTDATE": "2026-01-01T00:00:00Z", "STATUS": "Odd"}, "10004"),
        ("GetTransactionDetails", {"TRANSACTIONID": "NOSUCHTRANSACTION"}, "10004"),
        ("GetEverything", {}, "81002"),
    ],
)
def test_a_refusal_carries_its_number(
    world: World, method: str, values: dict[str, str], code: str
) -> None:
    answer = nvp(world, method, **values)

    assert (answer["ACK"], answer["L_ERRORCODE0"]) == ("Failure", code)
    assert answer["L_LONGMESSAGE0"]
    assert answer["CORRELATIONID"]


def test_another_accounts_transaction_is_not_shown(world: World, start: str) -> None:
    made = act(world, "receive", account="secondary", email="a@example.test", amount="1.00")

    answer = nvp(world, "GetTransactionDetails", TRANSACTIONID=made["transactions"][0])

    assert (answer["ACK"], answer["L_ERRORCODE0"]) == ("Failure", "10007")
