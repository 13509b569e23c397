"""Run the stand-ins: `python -m infra.sandbox --port 9100 --data DIR …`."""

import argparse
import logging
import socket
from pathlib import Path

import uvicorn

from infra.sandbox import emby, jellyfin, plex
from infra.sandbox.kit import Clock, Store, World
from infra.sandbox.mail import MailServer
from infra.sandbox.server import ClosableProtocol, build_app


def main() -> None:
    """Serve on 127.0.0.1 until SIGTERM or Ctrl-C; port 0 takes a free one."""
    options = _options()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    for chatty in ("httpx", "mail.log"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", options.port))
    data = Path(options.data)
    data.mkdir(parents=True, exist_ok=True)
    world = World(
        Store(str(data / "sandbox.sqlite")),
        clock=Clock(options.clock or str(data / "clock.json")),
        base_url=f"http://127.0.0.1:{listener.getsockname()[1]}",
        app_url=options.app_url.rstrip("/"),
        control_url=options.control_url.rstrip("/"),
    )
    for vendor in (plex, emby, jellyfin):
        vendor.seed(world)
    mail = MailServer(
        world, port=options.smtp_port, user=options.smtp_user, password=options.smtp_password
    )
    config = uvicorn.Config(
        build_app(world, mail),
        http=ClosableProtocol,
        lifespan="on",
        log_level="warning",
        timeout_graceful_shutdown=2,
    )
    logging.getLogger("infra.sandbox").info("sandbox.serving url=%s", world.base_url)
    uvicorn.Server(config).run(sockets=[listener])
    world.store.close()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="infra.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="HTTP port, 0 for a free one")
    parser.add_argument("--smtp-port", type=int, default=0, help="SMTP port, 0 for a free one")
    parser.add_argument("--smtp-user", default="", help="login that SMTP insists on, if any")
    parser.add_argument("--smtp-password", default="", help="its password")
    parser.add_argument("--data", required=True, help="folder of the stand-ins' state")
    parser.add_argument("--clock", default="", help="file of the shifted clock")
    parser.add_argument("--app-url", required=True, help="origin that webhooks go to")
    parser.add_argument("--control-url", default="", help="where schedules are run from")
    return parser.parse_args()


if __name__ == "__main__":
    main()
