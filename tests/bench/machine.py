"""What figures were taken on; it imports nothing that it names, so that a small process stays small."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version

PACKAGES = ("bm25s", "faiss-cpu", "onnxruntime", "sentence-transformers", "torch")


def machine() -> dict[str, str]:
    """What the figures were taken on."""
    return {
        "cores": str(os.cpu_count()),
        "platform": platform.platform(),
        "python": platform.python_version(),
        **{package: version(package) for package in PACKAGES},
    }
