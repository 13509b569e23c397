"""What the local run takes from the environment, and what it gives to its children."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
INTERNAL_PORTS = ("aws", "sandbox", "smtp", "worker", "control")


class SettingError(ValueError):
    """A variable of the environment cannot be used; the text names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One run: its public port, its data, its project and whether the stand-ins belong to it."""

    port: int
    data_dir: Path
    sandbox: bool
    root: Path
    aws_python: Path

    @property
    def site_url(self) -> str:
        """The origin that people and gateways use, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"


def read(environment: Mapping[str, str], *, root: Path = HOUSE) -> Settings:
    """Read PORT, DATA_DIR, SANDBOX and AWS_PYTHON. Raises `SettingError`."""
    port = environment.get("PORT") or "8080"
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise SettingError(f"PORT must be a number from 1 to 65535, not {port!r}.")
    sandbox = environment.get("SANDBOX") or "1"
    if sandbox not in {"0", "1"}:
        raise SettingError(f"SANDBOX must be 1 or 0, not {sandbox!r}.")
    aws_python = Path(environment.get("AWS_PYTHON") or HOUSE / ".venv-aws" / "bin" / "python")
    if not aws_python.exists():
        raise SettingError(f"The embedded AWS is not installed: {aws_python} is missing.")
    return Settings(
        port=int(port),
        data_dir=Path(environment.get("DATA_DIR") or ".local").absolute(),
        sandbox=sandbox == "1",
        root=root.resolve(),
        aws_python=aws_python.absolute(),
    )


def child_environment(
    settings: Settings, ports: Mapping[str, int], *, base: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Build the environment that all children share.

    Nothing of the person's own AWS set-up reaches them. Vendor addresses that the person has set
    win over the stand-ins.
    """
    base = os.environ if base is None else base
    inherited = {name: value for name, value in base.items() if not name.startswith("AWS_")}
    return (
        _vendors(settings, ports)
        | inherited
        | _aws(ports)
        | _places(settings, ports)
        | {
            "PYTHONPATH": os.pathsep.join(dict.fromkeys([str(settings.root), str(HOUSE)])),
            "PYTHONSAFEPATH": "1",
            "PYTHONUNBUFFERED": "1",
            "NO_PROXY": ",".join(filter(None, ["127.0.0.1,localhost", base.get("NO_PROXY")])),
            "no_proxy": ",".join(filter(None, ["127.0.0.1,localhost", base.get("no_proxy")])),
        }
    )


def _aws(ports: Mapping[str, int]) -> dict[str, str]:
    return {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{ports['aws']}",
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "CORE_TABLE": "sm-core",
        "JOBS_TABLE": "sm-jobs",
        "ACTIVITY_TABLE": "sm-activity",
        "AUDIT_TABLE": "sm-audit",
        "JOBS_QUEUE": "sm-jobs",
    }


def _places(settings: Settings, ports: Mapping[str, int]) -> dict[str, str]:
    local = {
        "STAGE": "local",
        "SITE_URL": settings.site_url,
        "PORT": str(settings.port),
        "DATA_DIR": str(settings.data_dir),
        "MASTER_KEY_FILE": str(settings.data_dir / "master.key"),
        "CLOCK_FILE": str(settings.data_dir / "clock.json"),
        "PROJECT_ROOT": str(settings.root),
        "SANDBOX": "1" if settings.sandbox else "0",
        "WORKER_PORT": str(ports["worker"]),
        "WORKER_URL": f"http://127.0.0.1:{ports['worker']}",
        "CONTROL_PORT": str(ports["control"]),
        "CONTROL_URL": f"http://127.0.0.1:{ports['control']}",
    }
    if settings.sandbox:
        local |= {
            "SANDBOX_PORT": str(ports["sandbox"]),
            "SANDBOX_URL": f"http://127.0.0.1:{ports['sandbox']}",
            "SANDBOX_SMTP_PORT": str(ports["smtp"]),
        }
    return local


def _vendors(settings: Settings, ports: Mapping[str, int]) -> dict[str, str]:
    if not settings.sandbox:
        return {}
    sandbox = f"http://127.0.0.1:{ports['sandbox']}"
    return {
        "STRIPE_API_BASE": f"{sandbox}/stripe",
        "PAYPAL_API_BASE": f"{sandbox}/paypal",
        "PAYPAL_NVP_BASE": f"{sandbox}/paypal-nvp",
        "PLISIO_API_BASE": f"{sandbox}/plisio",
        "DISCORD_API_BASE": f"{sandbox}/discord/api/v10",
        "PLEX_TV_BASE": f"{sandbox}/plextv",
        "PLEX_AUTH_URL": f"{sandbox}/plextv/auth",
        "PLEX_APP_URL": f"{settings.site_url}/sandbox/",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(ports["smtp"]),
    }
