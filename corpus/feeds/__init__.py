"""Feeds: read, followed, refreshed; `parse`, `store` and `refresh` are the ways in."""
