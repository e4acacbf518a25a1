from pathlib import Path

import pytest

from ingest.errors import SettingError
from ingest.model import Precision
from search_api.settings import Settings


def test_nothing_set_gives_the_defaults() -> None:
    settings = Settings.from_env({"PATH": "/bin", "MINUTEBOOK_MODEL": ""})

    assert settings.archive == Path("archive")
    assert settings.model == "all-MiniLM-L6-v2"
    assert settings.max_file_mb == 100
    assert settings.precision is Precision.FLOAT32


def test_every_setting_is_read() -> None:
    settings = Settings.from_env(
        {
            "MINUTEBOOK_ARCHIVE": "/data/minutes",
            "MINUTEBOOK_MODEL": "/models/e5",
            "MINUTEBOOK_CACHE": "/var/cache/minutebook",
            "MINUTEBOOK_MAX_FILE_MB": "5",
            "MINUTEBOOK_PRECISION": "int8",
        }
    )

    assert settings == Settings(Path("/data/minutes"), "/models/e5", Path("/var/cache/minutebook"), 5, Precision.INT8)


def test_an_unknown_name_stops_the_start_and_names_the_nearest() -> None:
    with pytest.raises(SettingError, match=r"^MINUTEBOOK_ARCHIV is no setting: did you mean MINUTEBOOK_ARCHIVE\?$"):
        Settings.from_env({"MINUTEBOOK_ARCHIV": "x"})


@pytest.mark.parametrize("value", ["0", "2001", "-1", "many", "1.5", "²"])
def test_a_bad_size_names_key_and_value(value: str) -> None:
    with pytest.raises(SettingError, match=r"MINUTEBOOK_MAX_FILE_MB='.+' must be a whole number"):
        Settings.from_env({"MINUTEBOOK_MAX_FILE_MB": value})


@pytest.mark.parametrize("value", ["int4", "INT8", "8", "float"])
def test_an_unknown_precision_names_key_value_and_what_is_expected(value: str) -> None:
    with pytest.raises(SettingError, match=rf"^MINUTEBOOK_PRECISION='{value}' must be float32 or int8$"):
        Settings.from_env({"MINUTEBOOK_PRECISION": value})
