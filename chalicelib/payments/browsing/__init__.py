"""Finding payments again."""
