"""Store documents and find their passages; never parse, never encode text."""
