"""The administrators' API: every call of it, in one list."""

from collections.abc import Mapping

from chalice.app import Request, Response

from chalicelib.entrypoints import operations
from chalicelib.entrypoints.admin import (
    agreements,
    discounts,
    dry_runs,
    groups,
    health,
    held_runs,
    importing,
    invitations,
    keyed_servers,
    libraries,
    linked_users,
    media_changes,
    media_settings,
    merging,
    migrations,
    outages,
    payment_decisions,
    payment_evidence,
    payment_reports,
    payment_settings,
    payment_story,
    payments,
    paypal_settings,
    plans,
    plex_accounts,
    plisio_settings,
    receipt_settings,
    referral_settings,
    referrals,
    renewal_changes,
    safety_settings,
    server_detail,
    servers,
    session,
    settings,
    shares,
    trial_settings,
    user_ledger,
    users,
    waitlist,
    waitlist_settings,
    why,
    work,
)
from chalicelib.entrypoints.operations import Operation

OPERATIONS: list[Operation] = [
    operation
    for resource in (
        session,
        work,
        health,
        held_runs,
        outages,
        dry_runs,
        users,
        user_ledger,
        linked_users,
        invitations,
        media_changes,
        merging,
        importing,
        payments,
        agreements,
        renewal_changes,
        payment_decisions,
        payment_story,
        payment_evidence,
        payment_reports,
        plans,
        discounts,
        referrals,
        waitlist,
        groups,
        libraries,
        plex_accounts,
        servers,
        keyed_servers,
        server_detail,
        migrations,
        shares,
        why,
        settings,
        payment_settings,
        paypal_settings,
        plisio_settings,
        receipt_settings,
        waitlist_settings,
        referral_settings,
        trial_settings,
        media_settings,
        safety_settings,
    )
    for operation in resource.registry.operations
]

# Calls that work without being signed in, and what describes the API.
PUBLIC_OPERATIONS = {
    ("POST", "/session"),
    ("GET", "/setup"),
    ("POST", "/setup"),
    ("POST", "/waitlist"),
    ("GET", "/openapi.json"),
    ("GET", "/docs"),
}

_BY_ROUTE = {(operation.method, operation.path): operation for operation in OPERATIONS}


def run(route: tuple[str, str], request: Request, path: Mapping[str, str]) -> Response:
    """Run the call of a route, given as method and path below the prefix; never raises."""
    return operations.run(_BY_ROUTE[route], request, path)
