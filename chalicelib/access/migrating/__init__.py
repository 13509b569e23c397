"""Moving many people from one server to another."""
