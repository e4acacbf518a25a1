"""What the tests share: one exported model for the whole session."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from platformdirs import user_cache_path

from index.backend import Index
from index.embedded import EmbeddedIndex
from ingest.encode import SentenceEncoder
from ingest.model import DEFAULT_MODEL
from tests.index_fixtures import embedded, memory

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def model_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of exported models: the one set, the user's where there is one, else one for this session."""
    usual = user_cache_path("minutebook")
    stated = os.environ.get("MINUTEBOOK_CACHE")
    cache = Path(stated) if stated else usual if usual.is_dir() else tmp_path_factory.mktemp("models")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MINUTEBOOK_CACHE", str(cache))
        yield cache


@pytest.fixture(scope="session")
def encoder(model_cache: Path) -> SentenceEncoder:
    """The default model, exported once."""
    return SentenceEncoder(DEFAULT_MODEL, model_cache)


@pytest.fixture(params=[embedded, memory])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Index]:
    """Each index in turn, empty."""
    made = request.param(tmp_path)
    yield made
    if isinstance(made, EmbeddedIndex):
        made.close()
