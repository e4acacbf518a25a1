"""Readers: the bytes of one format become blocks in reading order."""
