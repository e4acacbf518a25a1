"""Connectors: each yields the documents of one place as `Raw`."""
