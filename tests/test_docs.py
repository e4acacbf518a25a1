"""What the README says must hold: every command and setting is in it, and what it names is there."""

import re
from dataclasses import fields
from pathlib import Path

from search_api.cli import app
from search_api.settings import PREFIX, Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_is_documented_and_has_an_example() -> None:
    for command in app.registered_commands:
        assert command.callback is not None
        name = command.callback.__name__
        assert f"minutebook {name}" in README, f"the README does not show {name}"
        assert command.epilog is not None
        assert command.epilog.startswith(f"Example: minutebook {name}")


def test_every_setting_is_documented() -> None:
    for field in fields(Settings):
        assert f"`{PREFIX}{field.name.upper()}`" in README


def test_every_file_and_folder_that_the_readme_names_is_there() -> None:
    named = set(re.findall(r"`((?:ingest|index|search_api|tests|corpus)/[\w./]*)`", README))

    assert len(named) > 10
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_every_make_target_that_the_readme_names_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    for target in re.findall(r"(?:`|^)make ([a-z]+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"there is no make {target}"


def test_the_changelog_has_this_version() -> None:
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)

    assert version is not None
    assert f"## {version[1]}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
