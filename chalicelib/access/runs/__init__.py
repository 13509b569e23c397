"""Who has to be looked at, each hour and each night, and when a run is held."""
