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


MODEL = {"MINUTEBOOK_LLM_URL": "http://localhost:11434/v1/", "MINUTEBOOK_LLM_MODEL": "ashby-7b"}


def test_a_language_model_is_off_unless_it_is_named() -> None:
    off, on = Settings.from_env({}), Settings.from_env(MODEL)

    assert (off.llm_url, off.llm_model, off.llm_key, off.llm_seconds) == (None, None, None, 20)
    assert (on.llm_url, on.llm_model, on.llm_key) == ("http://localhost:11434/v1", "ashby-7b", None)
    keyed = Settings.from_env({**MODEL, "MINUTEBOOK_LLM_KEY": "sk-1", "MINUTEBOOK_LLM_SECONDS": "5"})
    assert (keyed.llm_key, keyed.llm_seconds) == ("sk-1", 5)
    assert "sk-1" not in repr(keyed)


@pytest.mark.parametrize(("lacks", "has"), [("MODEL", "URL"), ("URL", "MODEL")])
def test_an_address_and_a_model_go_together(lacks: str, has: str) -> None:
    stated = {key: value for key, value in MODEL.items() if not key.endswith(lacks)}
    with pytest.raises(SettingError, match=f"^MINUTEBOOK_LLM_{has} is set without MINUTEBOOK_LLM_{lacks}: set both"):
        Settings.from_env(stated)


def test_a_key_alone_is_refused() -> None:
    with pytest.raises(SettingError, match=r"^MINUTEBOOK_LLM_KEY is set without MINUTEBOOK_LLM_URL: set both"):
        Settings.from_env({"MINUTEBOOK_LLM_KEY": "sk-1"})


@pytest.mark.parametrize(
    "url",
    [
        "localhost:11434",
        "ftp://localhost/v1",
        "file:///etc/passwd",
        "http://",
        "http://[::1/v1",
        "http://localhost:99999/v1",
        "http://local host/v1",
        "http://localhost/v1\n",
        "http:///v1",
    ],
)
def test_an_address_that_cannot_be_asked_names_key_and_value(url: str) -> None:
    with pytest.raises(SettingError, match=r"^MINUTEBOOK_LLM_URL='.+' must be an address such as http") as error:
        Settings.from_env({**MODEL, "MINUTEBOOK_LLM_URL": url})
    assert repr(url) in str(error.value)


@pytest.mark.parametrize(
    "url", ["https://me:sk-1@llm.example/v1", "https://llm.example/v1?key=sk-1", "https://llm.example/v1#sk-1"]
)
def test_an_address_that_may_hold_a_key_is_refused_without_being_shown(url: str) -> None:
    with pytest.raises(SettingError, match=r"^MINUTEBOOK_LLM_URL must end before any \? or # and hold no @") as error:
        Settings.from_env({**MODEL, "MINUTEBOOK_LLM_URL": url})
    assert "sk-1" not in str(error.value)


@pytest.mark.parametrize("key", ["sk-1\n", "sk 1", "sk-1é", "sk-1\r\nX: y"])
def test_a_key_that_no_header_can_carry_is_refused_without_being_shown(key: str) -> None:
    with pytest.raises(
        SettingError, match=r"^MINUTEBOOK_LLM_KEY holds a space or a character that no key has"
    ) as error:
        Settings.from_env({**MODEL, "MINUTEBOOK_LLM_KEY": key})
    assert "sk" not in str(error.value)


@pytest.mark.parametrize("value", ["0", "601", "-1", "1.5", "soon"])
def test_bad_seconds_name_key_and_value(value: str) -> None:
    with pytest.raises(SettingError, match=rf"^MINUTEBOOK_LLM_SECONDS='{value}' must be a whole number of seconds"):
        Settings.from_env({**MODEL, "MINUTEBOOK_LLM_SECONDS": value})
