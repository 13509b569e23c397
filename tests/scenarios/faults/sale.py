"""One whole sale, as a story of moments in which the product works, and how life goes on after."""

from collections.abc import Callable, Iterator
from functools import partial

from tests.scenarios.faults.stage import Stage
from tests.scenarios.faults.verdict import EMAIL, PERSON, failings
from tests.scenarios.world import hidden_fields

Moment = tuple[str, Callable[[Stage], object]]

# After a lease, after the longest first back-offs, after the leases of all schedules.
_PAUSES_MINUTES = (2.5, 5, 16, 30, 60)


def fill_in(stage: Stage) -> None:
    """Go through the checkout's pages up to the button that leads to Stripe."""
    plan_id = stage.ids["Standard"]
    shown = hidden_fields(stage.visitor.get(f"/checkout/{plan_id}").text)
    fields = {**shown, "email": EMAIL, "media_name": PERSON}
    summary = stage.post_form(f"/checkout/{plan_id}", fields)
    stage.memo["summary"] = hidden_fields(summary.text)


def press_pay(stage: Stage) -> None:
    """Send the summary; whatever comes back, only an address of Stripe's leads on."""
    answer = stage.post_form(f"/checkout/{stage.ids['Standard']}/pay", stage.memo["summary"])
    assert answer.status_code < 500 or answer.status_code == 503, answer.text
    if answer.status_code == 303:
        stage.memo["pay_url"] = answer.headers["location"]
    stage.memo["told"] = answer.text


def pay(stage: Stage) -> None:
    """Pay on Stripe's page and remember where it sends the browser back to."""
    back = stage.pay_page(stage.memo["pay_url"])
    stage.memo["order"] = back.split("?")[0]
    stage.memo["back"] = back


def come_back(stage: Stage) -> None:
    """Load the page that Stripe sends the browser to."""
    stage.visitor.get(stage.memo["back"])


def accept(stage: Stage) -> None:
    """Accept the invite, once the mail about it has come."""
    is_told = "invite_sent" in stage.occasions(EMAIL)
    if is_told and any(share["state"] == "pending" for share in stage.shares_of(PERSON)):
        stage.act("accept_invite", person=PERSON)


def by_webhook(stage: Stage) -> Iterator[Moment]:
    """Yield the moments of a whole sale in which the product works; others act in between."""
    yield "the customer presses Pay", press_pay
    pay(stage)
    for event in stage.events():
        yield f"Stripe tells of {event['type']}", partial(Stage.deliver_event, event=event)
    yield "the customer comes back", come_back
    yield from _messages(stage)
    accept(stage)
    stage.advance(seconds=40)
    yield "the minute's run", partial(Stage.run, schedule="job_sweep")
    yield from _messages(stage)
    yield "the hour's run", partial(Stage.run, schedule="hourly")
    yield from _messages(stage)


def by_return_page(stage: Stage) -> Iterator[Moment]:
    """Yield the moment in which the return page settles, because no webhook has come."""
    _paid(stage)
    yield "the customer comes back first", come_back


def by_sync(stage: Stage) -> Iterator[Moment]:
    """Yield the moment in which the hourly run settles, because nothing else did."""
    _paid(stage)
    yield "the hour's run finds the payment", partial(Stage.run, schedule="hourly")


def _paid(stage: Stage) -> None:
    stage.start()
    press_pay(stage)
    stage.end()
    pay(stage)


def _messages(stage: Stage) -> Iterator[Moment]:
    while record := stage.next_message():
        yield "the queue wakes a worker", partial(Stage.hand_over, record=record)


def live_on(stage: Stage) -> list[str]:
    """Let happen what happens by itself, for as long as needed; return what is wrong at the end.

    The customer sends the form again or reloads, Stripe repeats what was not acknowledged, the
    queue repeats its messages, schedules run, the invite is accepted, and time goes by.
    """
    wrong = ["nothing happened yet"]
    if "back" in stage.memo:
        come_back(stage)
    for minutes in (0, *_PAUSES_MINUTES):
        stage.advance(minutes=minutes)
        _customer(stage)
        _vendors(stage)
        stage.run("job_sweep")
        stage.work()
        accept(stage)
        if minutes > 5:
            stage.run("hourly")
            stage.work()
        wrong = failings(stage) if minutes else wrong
        if not wrong:
            break
    return wrong


def _customer(stage: Stage) -> None:
    """Send the form again, start anew when told so, pay unless it is paid, and look."""
    if "pay_url" not in stage.memo:
        press_pay(stage)
        if "pay_url" not in stage.memo and "again" in stage.memo["told"]:
            fill_in(stage)
            press_pay(stage)
    if "pay_url" in stage.memo and not _is_paid(stage):
        pay(stage)
        come_back(stage)


def _is_paid(stage: Stage) -> bool:
    sessions = stage.standins.store.list("stripe.session")
    return any(each["payment_status"] == "paid" for each in sessions)


def _vendors(stage: Stage) -> None:
    for event in stage.events():
        stage.deliver_event(event)
    stage.work()


def repeat(stage: Stage) -> list[str]:
    """Have queue and gateway repeat themselves; return what is wrong then."""
    for record in stage.memo.get("messages", []):
        stage.hand_over(record)
    for event in stage.standins.store.list("stripe.event")[::-1]:
        stage.deliver_event(event)
    stage.work()
    return failings(stage)
