"""Transaction Search of the PayPal stand-in: windows, pages, delay and kinds of rows."""

from datetime import timedelta
from typing import Any

import pytest

from infra.sandbox import paypal_books, paypal_reporting
from infra.sandbox.kit import World
from infra.sandbox.paypal_wire import later, now, stamp
from tests.contract.paypal_standin.client import Api, act, issue_of

_DAY = timedelta(days=1)


def _window(world: World, *, days: float = 30) -> tuple[str, str]:
    at = now(world)
    return later(at, -timedelta(days=days)), at


def _ids(answer: Any) -> list[str]:
    return [row["transaction_info"]["transaction_id"] for row in answer["transaction_details"]]


def _receive(world: World, **more: Any) -> list[str]:
    body = {"email": "friend@example.test", "amount": "10.00", "ago": "4h", **more}
    ids: list[str] = act(world, "receive", **body)["transactions"]
    return ids


def test_a_friends_payment_shows_who_sent_it_and_why(fresh: World) -> None:
    api = Api(fresh)
    _receive(fresh, email="Friend@Example.test", name="Fran Doe", note="For March", code="T0011")

    body = api.search(*_window(fresh)).json()

    (row,) = body["transaction_details"]
    info, payer = row["transaction_info"], row["payer_info"]
    assert info["transaction_event_code"] == "T0011"
    assert (info["transaction_status"], info["transaction_note"]) == ("S", "For March")
    assert info["transaction_amount"] == {"currency_code": "USD", "value": "10.00"}
    assert info["fee_amount"]["value"] == "-0.84"
    assert payer["email_address"] == "Friend@Example.test"
    assert (payer["payer_name"]["given_name"], body["total_items"]) == ("Fran", 1)


def test_without_asking_for_it_there_is_no_payer(fresh: World) -> None:
    _receive(fresh)
    start, end = _window(fresh)

    answer = Api(fresh).get("/v1/reporting/transactions", start_date=start, end_date=end).json()

    assert list(answer["transaction_details"][0]) == ["transaction_info"]


def test_new_transactions_stay_unseen_for_a_while(fresh: World) -> None:
    api = Api(fresh)
    (id,) = _receive(fresh, ago="0s")
    unseen = api.search(*_window(fresh)).json()
    assert unseen["transaction_details"] == []
    assert unseen["last_refreshed_datetime"] < now(fresh)

    fresh.clock.advance(timedelta(hours=3))

    assert _ids(api.search(*_window(fresh)).json()) == [id]


def test_the_console_lets_the_search_see_everything(fresh: World) -> None:
    (id,) = _receive(fresh, ago="0s")
    act(fresh, "show_now")

    assert _ids(Api(fresh).search(*_window(fresh)).json()) == [id]


def test_both_ends_of_a_window_are_inside(fresh: World) -> None:
    api, at = Api(fresh), later(now(fresh), -_DAY)
    (id,) = _receive(fresh, ago="1d")
    at = paypal_books.find(fresh, id)["at"]  # type: ignore[index]

    assert _ids(api.search(at, later(at, _DAY)).json()) == [id]
    assert _ids(api.search(later(at, -_DAY), at).json()) == [id]
    assert _ids(api.search(later(at, timedelta(seconds=1)), later(at, _DAY)).json()) == []
    assert _ids(api.search(later(at, -_DAY), later(at, -timedelta(seconds=1))).json()) == []


def test_a_window_over_a_months_end_holds_both_months(fresh: World) -> None:
    at = fresh.clock.now()
    fresh.clock.set(at.replace(day=2, hour=12))
    api = Api(fresh)
    old, new = _receive(fresh, ago="2d"), _receive(fresh, ago="1d")

    assert _ids(api.search(*_window(fresh)).json()) == [*old, *new]


def test_pages_hold_everything_once_oldest_first(fresh: World) -> None:
    api = Api(fresh)
    ids = _receive(fresh, count=25, over="10d")
    window = _window(fresh)

    pages = [api.search(*window, page_size="10", page=str(n)).json() for n in (1, 2, 3)]

    assert [page["total_pages"] for page in pages] == [3, 3, 3]
    assert [id for page in pages for id in _ids(page)] == ids[::-1]
    assert _ids(api.search(*window, page_size="10", page="4").json()) == []


def test_a_late_row_shifts_the_pages_behind_it(fresh: World) -> None:
    api = Api(fresh)
    ids = _receive(fresh, count=10, over="5d")[::-1]
    late = paypal_books.find(fresh, ids[0])
    assert late is not None
    paypal_books.save(fresh, {**late, "visible_at": later(now(fresh), timedelta(minutes=5))})
    window = _window(fresh)
    assert _ids(api.search(*window, page_size="5").json()) == ids[1:6]

    fresh.clock.advance(timedelta(minutes=6))

    assert _ids(api.search(*window, page_size="5", page="2").json()) == ids[5:]


@pytest.mark.parametrize(
    ("start", "end", "query", "message"),
    [
        (31 * _DAY + timedelta(seconds=1), timedelta(0), {}, "greater than 31 days"),
        (timedelta(0), _DAY, {}, "before start"),
        (timedelta(hours=1), timedelta(0), {}, "not available"),
        (2000 * _DAY, 1990 * _DAY, {}, "not available"),
        (_DAY, timedelta(0), {"page_size": "501"}, "is invalid"),
        (_DAY, timedelta(0), {"page": "0"}, "is invalid"),
    ],
)
def test_a_wrong_window_or_page_is_refused(
    fresh: World, start: timedelta, end: timedelta, query: dict[str, str], message: str
) -> None:
    at = now(fresh)

    refused = Api(fresh).search(later(at, -start), later(at, -end), **query)

    assert issue_of(refused)[:2] == (400, "INVALID_REQUEST")
    assert message in refused.json()["details"][0]["description"]


def test_instants_are_taken_with_any_offset_and_nothing_else(fresh: World) -> None:
    api, start = Api(fresh), fresh.clock.now() - _DAY
    east = f"{start + timedelta(hours=2):%Y-%m-%dT%H:%M:%S}+02:00"

    assert api.search(east, now(fresh)).json()["start_date"] == stamp(start)
    wrong = api.search("yesterday-at-about-noon", now(fresh))
    assert issue_of(wrong)[2] == "INVALID_PARAMETER_SYNTAX"


def test_an_end_past_the_last_refresh_is_clamped_or_refused(fresh: World) -> None:
    api = Api(fresh)
    body = api.search(*_window(fresh)).json()
    assert body["end_date"] == body["last_refreshed_datetime"]

    act(fresh, "set_delay", strict_end=True)

    refused = api.search(*_window(fresh))
    assert issue_of(refused)[:2] == (400, "INVALID_REQUEST")
    assert body["last_refreshed_datetime"][:15] in refused.json()["details"][0]["description"]


def test_a_result_of_too_many_rows_is_refused(
    fresh: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert paypal_reporting.LARGEST_RESULT == 10_000
    monkeypatch.setattr(paypal_reporting, "LARGEST_RESULT", 20)
    _receive(fresh, count=21, over="20d")
    api, (start, end) = Api(fresh), _window(fresh)

    refused = api.search(start, end)

    assert issue_of(refused)[:2] == (400, "RESULTSET_TOO_LARGE")
    half = api.search(start, later(start, 20 * _DAY)).json()
    assert 0 < half["total_items"] < 21


def test_rows_can_be_asked_for_by_code_status_and_id(fresh: World) -> None:
    api, window = Api(fresh), _window(fresh)
    plain = _receive(fresh)
    phone = _receive(fresh, code="T0011", pending=True)

    assert _ids(api.search(*window, transaction_type="T0011").json()) == phone
    assert _ids(api.search(*window, transaction_status="S").json()) == plain
    assert _ids(api.search(*window, transaction_id=plain[0]).json()) == plain


def test_each_account_sees_its_own_rows(fresh: World) -> None:
    own = _receive(fresh, account="secondary")

    assert _ids(Api(fresh, "secondary").search(*_window(fresh)).json()) == own
    assert _ids(Api(fresh).search(*_window(fresh)).json()) == []


def test_orders_subscriptions_and_refunds_name_what_they_belong_to(fresh: World) -> None:
    api = Api(fresh)
    capture = api.paid(invoice_id="inv_search")
    id = api.subscribed()
    refund = api.post(f"/v2/payments/captures/{capture['id']}/refund").json()
    act(fresh, "show_now")

    rows = api.search(*_window(fresh)).json()["transaction_details"]

    found = {row["transaction_info"]["transaction_event_code"]: row for row in rows}
    order, renewal, back = (
        found[code]["transaction_info"] for code in ("T0006", "T0002", "T1107")
    )
    assert (order["paypal_reference_id_type"], order["custom_field"]) == ("ODR", "chk_1")
    assert order["transaction_status"] == "V"
    assert (renewal["paypal_reference_id_type"], renewal["paypal_reference_id"]) == ("SUB", id)
    assert renewal["custom_field"] == "chk_2"
    assert (back["paypal_reference_id_type"], back["paypal_reference_id"]) == (
        "TXN",
        capture["id"],
    )
    assert (back["transaction_id"], back["transaction_amount"]["value"]) == (
        refund["id"],
        "-10.00",
    )
    assert api.get("/v1/reporting/balances").status_code == 200


def test_the_original_counts_as_reversed_only_when_nothing_is_left(fresh: World) -> None:
    api = Api(fresh)
    capture = api.paid()
    act(fresh, "refund", transaction=capture["id"], amount="3.00")
    act(fresh, "show_now")
    window = _window(fresh)
    found = api.search(*window, transaction_id=capture["id"]).json()["transaction_details"][0]
    assert found["transaction_info"]["transaction_status"] == "S"

    act(fresh, "refund", transaction=capture["id"])

    found = api.search(*window, transaction_id=capture["id"]).json()["transaction_details"][0]
    assert found["transaction_info"]["transaction_status"] == "V"
    act(fresh, "refund", transaction=capture["id"], status=400)


@pytest.mark.parametrize(("outcome", "last"), [("won", "T1111"), ("lost", "T1201")])
def test_a_dispute_holds_the_money_and_ends_one_way_or_the_other(
    fresh: World, outcome: str, last: str
) -> None:
    api = Api(fresh)
    capture = api.paid()
    dispute = act(fresh, "open_dispute", transaction=capture["id"])["dispute"]["dispute_id"]
    assert api.get(f"/v1/customer/disputes/{dispute}").json()["status"] != "RESOLVED"
    part = api.post(
        f"/v2/payments/captures/{capture['id']}/refund",
        {"amount": {"currency_code": "USD", "value": "1.00"}},
    )
    assert issue_of(part)[2] == "TRANSACTION_DISPUTED"

    act(fresh, "close_dispute", dispute=dispute, outcome=outcome)

    act(fresh, "show_now")
    rows = api.search(*_window(fresh)).json()["transaction_details"]
    infos = [row["transaction_info"] for row in rows]
    codes = [info["transaction_event_code"] for info in infos]
    assert codes[:3] == ["T0006", "T1110", "T1111"]
    assert codes[-1] == last
    held, released = infos[1], infos[2]
    assert held["transaction_id"] == released["transaction_id"]
    assert infos[0]["transaction_status"] == ("S" if outcome == "won" else "V")
    listed = api.get("/v1/customer/disputes", disputed_transaction_id=capture["id"]).json()
    assert [item["status"] for item in listed["items"]] == ["RESOLVED"]
    act(fresh, "close_dispute", dispute=dispute, outcome=outcome, status=400)
