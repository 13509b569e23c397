"""The one process of all stand-ins: their apps, the console, the mail server."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from infra.sandbox import (
    console,
    discord,
    emby,
    jellyfin,
    media_webhooks,
    ombi,
    overseerr,
    paypal,
    petio,
    plex,
    plisio,
    stripe,
)
from infra.sandbox.kit import CLOSE_EXTENSION, World
from infra.sandbox.mail import MailServer


class ClosableProtocol(H11Protocol):
    """uvicorn's HTTP protocol, with a way for faults to close the connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Give each request's scope the function that closes this connection."""
        super().connection_made(transport)
        inner: Any = self.app

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            scope.setdefault("extensions", {})[CLOSE_EXTENSION] = transport.close
            await inner(scope, receive, send)

        self.app = app


def build_app(world: World, mail: MailServer | None = None) -> ASGIApp:
    """Return the whole sandbox; background work runs for the app's lifespan.

    Serve it with `http=ClosableProtocol`, or faults cannot close connections.
    """

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        if mail is not None:
            await mail.start()
        vendors = (stripe, paypal, plisio, media_webhooks)
        tasks = [asyncio.create_task(vendor.background(world)) for vendor in vendors]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            for task in tasks:
                with contextlib.suppress(asyncio.CancelledError):
                    await task
            if mail is not None:
                await mail.stop()

    async def home(_request: Request) -> Response:
        return RedirectResponse("/sandbox/")

    return Starlette(
        routes=[
            Route("/", home),
            Mount("/stripe", stripe.build(world)),
            Mount("/paypal-nvp", paypal.build_nvp(world)),
            Mount("/paypal", paypal.build(world)),
            Mount("/plisio", plisio.build(world)),
            Mount("/plextv", plex.build_plextv(world)),
            Mount("/pms", plex.build_pms(world)),
            Mount("/emby", emby.build_emby(world)),
            Mount("/jellyfin", jellyfin.build_jellyfin(world)),
            Mount("/discord", discord.build(world)),
            Mount("/overseerr", overseerr.build(world)),
            Mount("/ombi", ombi.build(world)),
            Mount("/petio", petio.build(world)),
            *console.routes(
                world,
                [
                    *stripe.ACTIONS,
                    *paypal.ACTIONS,
                    *plisio.ACTIONS,
                    *plex.ACTIONS,
                    *emby.ACTIONS,
                    *jellyfin.ACTIONS,
                    *discord.ACTIONS,
                    *overseerr.ACTIONS,
                    *ombi.ACTIONS,
                    *petio.ACTIONS,
                ],
                mail,
            ),
        ],
        lifespan=lifespan,
    )
