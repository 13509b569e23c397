"""What the person sees once everything answers."""

from infra.local.settings import Settings


def write(chosen: Settings, *, seconds: float, setup_link: str | None) -> str:
    """Return the summary: where everything is, and how to get in."""
    site = chosen.site_url
    places = [
        ("Site", f"{site}/"),
        ("Dashboard", f"{site}/admin/"),
        ("API", f"{site}/api/v1/docs"),
    ]
    if chosen.sandbox:
        places.append(("Sandbox", f"{site}/sandbox/"))
    places.append(("Data", f"{chosen.data_dir}"))
    lines = ["", f"Streams Manager is ready after {seconds:.1f} s. Ctrl-C ends it.", ""]
    lines += [f"  {name:<11}{place}" for name, place in places]
    login = chosen.data_dir / "admin.txt"
    if setup_link:
        lines += ["", f"  Set up the first administrator: {setup_link}"]
    elif login.exists():
        lines += ["", f"  Administrator (kept in {login}):"]
        lines += [f"    {line}" for line in login.read_text().splitlines()]
    return "\n".join([*lines, ""])
