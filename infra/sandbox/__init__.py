"""Stand-ins of the vendors: real HTTP servers with state, driven by a console."""
