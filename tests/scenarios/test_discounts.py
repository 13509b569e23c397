"""Discount codes and credit, from the operator's form to the customer's receipt."""

from contextlib import closing

import httpx
import pytest

from chalicelib import wiring
from chalicelib.kernel.records import Update
from chalicelib.payments.ledger import CreditBalance
from tests.scenarios import steps
from tests.scenarios.world import LiveWorld, hidden_fields


def code(world: LiveWorld, text: str, **terms: object) -> None:
    """Let the operator add a code, half off unless said otherwise."""
    if "amount" not in terms:
        terms = {"percent": "50", **terms}
    world.api("POST", "/discounts", {"code": text, **terms})


def summary(world: LiveWorld, person: str, text: str, *, plan: str = "Basic") -> httpx.Response:
    """Let somebody fill in the form with a code; return the page that follows."""
    path = f"/checkout/{world.ids[plan]}"
    shown = world.visitor.get(path)
    fields = hidden_fields(shown.text) | {
        "email": steps.address(person),
        "media_name": person,
        "discount_code": text,
    }
    return world.post_form(path, fields)


def go_pay(world: LiveWorld, page: httpx.Response, *, plan: str = "Basic") -> str:
    """Press Pay on the summary; return where it leads."""
    assert page.status_code == 200, page.text
    answer = world.post_form(f"/checkout/{world.ids[plan]}/pay", hidden_fields(page.text))
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def buy(world: LiveWorld, person: str, text: str, *, plan: str = "Basic") -> None:
    """Buy with a code and let the webhook arrive."""
    world.act("change_person", person=person, auto_accept=True)
    world.pay_page(go_pay(world, summary(world, person, text, plan=plan), plan=plan))
    world.deliver()
    world.work()


def used(world: LiveWorld, text: str) -> int:
    return int(world.api("GET", f"/discounts/{text}")["used"])


@pytest.mark.behaviour("B091", "B092")
def test_a_code_exists_once_and_takes_off_either_a_share_or_an_amount(world: LiveWorld):
    code(world, "Spring")
    refused = world.api("POST", "/discounts", {"code": "SPRING", "percent": "5"}, status=409)
    assert "spring" in refused["error"]["message"]

    both = {"percent": "5", "amount": {"minor": 100, "currency": "USD"}}
    for terms in ({}, both):
        body = {"code": "other", **terms}
        answer = world.api("POST", "/discounts", body, status=422)
        assert [each["field"] for each in answer["error"]["problems"]] == ["percent"]
    assert [each["code"] for each in world.api("GET", "/discounts")["items"]] == ["spring"]


@pytest.mark.behaviour("B093", "B101")
def test_a_share_comes_off_the_total_and_counts_once_it_is_paid(world: LiveWorld):
    code(world, "spring")
    page = summary(world, "finn", " Spring ", plan="Standard")
    assert "−$5.00" in page.text
    assert "Pay $5.00" in page.text
    go_pay(world, page, plan="Standard")
    assert used(world, "spring") == 0

    buy(world, "finn", "spring", plan="Standard")

    user = steps.user_named(world, "finn")
    (payment,) = world.api("GET", f"/users/{user['id']}/payments")["items"]
    assert payment["amount"] == {"minor": 500, "currency": "USD"}
    assert steps.servers_of(world, "finn")
    assert used(world, "spring") == 1
    (use,) = world.api("GET", "/discounts/spring/uses")["items"]
    assert (use["user_id"], use["order_id"]) == (user["id"], payment["order_id"])


@pytest.mark.parametrize(
    ("terms", "person", "words"),
    [
        pytest.param(
            {"amount": {"minor": 500, "currency": "USD"}},
            "finn",
            "takes off as much",
            marks=pytest.mark.behaviour("B094"),
        ),
        pytest.param(
            {"email": "grace@demo.example"},
            "finn",
            "for somebody else",
            marks=pytest.mark.behaviour("B095"),
        ),
        pytest.param(
            {"expires_at": "2020-01-01T00:00:00Z"},
            "finn",
            "has expired",
            marks=pytest.mark.behaviour("B098"),
        ),
        ({"is_active": False}, "finn", "no such code"),
        ({"amount": {"minor": 100, "currency": "EUR"}}, "finn", "in EUR, the plan in USD"),
    ],
)
def test_a_code_that_does_not_fit_is_refused_beside_its_field(
    world: LiveWorld, terms: dict[str, object], person: str, words: str
):
    code(world, "special", **terms)

    page = summary(world, person, "special")

    assert page.status_code == 422
    assert 'id="discount_code"' in page.text
    assert 'id="discount_code-problem"' in page.text
    assert words in page.text
    assert world.calls("stripe", "POST", "checkout/sessions") == []


@pytest.mark.behaviour("B096", "B099")
def test_a_customer_uses_a_code_once_even_if_it_is_theirs_alone(world: LiveWorld):
    code(world, "mine", email="finn@demo.example", max_uses=5)
    code(world, "everybody")
    buy(world, "finn", "mine")
    buy(world, "finn", "everybody")

    for text in ("mine", "everybody"):
        page = summary(world, "finn", text)
        assert page.status_code == 422
        assert "You used this code before." in page.text


@pytest.mark.behaviour("B097", "B101", "B102")
def test_the_last_use_goes_to_whoever_is_first_at_the_payment_page(world: LiveWorld):
    code(world, "last", max_uses=1)
    first, second = summary(world, "finn", "last"), summary(world, "grace", "last")
    go_pay(world, first)

    late = world.post_form(f"/checkout/{world.ids['Basic']}/pay", hidden_fields(second.text))
    assert late.status_code == 422
    assert "used up" in late.text

    world.advance(hours=2)  # the first one never paid
    world.run_hour()
    assert used(world, "last") == 0
    buy(world, "grace", "last")
    assert used(world, "last") == 1
    assert "used up" in summary(world, "finn", "last").text


def test_a_code_for_everything_needs_no_payment_page(world: LiveWorld):
    code(world, "gift", percent="100")
    world.act("change_person", person="finn", auto_accept=True)
    page = summary(world, "finn", "gift")
    assert "Get it for nothing" in page.text

    path = go_pay(world, page)
    world.work()

    assert path.startswith("/orders/")
    assert "You are all set" in world.visitor.get(path).text
    assert world.calls("stripe", "POST", "checkout/sessions") == []
    assert used(world, "gift") == 1


def test_credit_reduces_the_next_order_unless_the_customer_keeps_it(world: LiveWorld):
    buy(world, "finn", "")
    user_id = steps.user_named(world, "finn")["id"]
    deps = wiring.payments_deps()
    deps.database.commit(Update(CreditBalance(user_id, {"USD": 200})))
    path = f"/checkout/{world.ids['Basic']}"
    with closing(steps.sign_in_customer(world, "finn")) as finn:
        assert "$2.00" in finn.get("/account").text
        fields = hidden_fields(finn.get(path).text) | {
            "email": "finn@demo.example",
            "media_name": "finn",
        }
        kept = finn.post(path, data=fields | {"keeps_credit": "yes"})
        assert "Pay $5.00" in kept.text

        summary = finn.post(path, data=fields)
        assert "Pay $3.00" in summary.text
        sent = hidden_fields(summary.text)
        answer = finn.post(f"{path}/pay", data=sent, follow_redirects=False)

    assert deps.store.credit(user_id).of("USD").minor == 0
    world.pay_page(answer.headers["location"])
    world.deliver()
    latest = world.api("GET", f"/users/{user_id}/payments")["items"][0]
    assert (latest["amount"]["minor"], latest["status"]) == (300, "settled")
