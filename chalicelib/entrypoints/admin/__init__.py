"""The administrators' API: every call of it, in one list."""

from collections.abc import Mapping

from chalice.app import Request, Response

from chalicelib.entrypoints import operations
from chalicelib.entrypoints.admin import (
    activity,
    agreements,
    community,
    community_settings,
    devices,
    discounts,
    downloads,
    dry_runs,
    groups,
    health,
    held_runs,
    importing,
    invitations,
    keyed_servers,
    libraries,
    limit_settings,
    linked_users,
    media_changes,
    media_hooks,
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
    playing,
    plex_accounts,
    plisio_settings,
    receipt_settings,
    referral_settings,
    referrals,
    renewal_changes,
    rules,
    safety_settings,
    server_detail,
    servers,
    session,
    settings,
    shares,
    trial_settings,
    usage,
    user_ledger,
    users,
    violations,
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
        violations,
        health,
        held_runs,
        outages,
        dry_runs,
        users,
        community,
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
        media_hooks,
        migrations,
        shares,
        devices,
        downloads,
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
        limit_settings,
        community_settings,
        rules,
        playing,
        activity,
        usage,
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
