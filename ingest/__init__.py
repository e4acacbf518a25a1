"""Turn a file into passages with vectors; know nothing of storage."""
