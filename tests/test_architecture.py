"""The shape of the house, checked over its own source: imports go one way, and modules and functions stay small."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.encode import SentenceEncoder

ROOT = Path(__file__).parents[1]
PACKAGES = ("ingest", "index", "search_api")
MODULES = {
    str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8"))
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
}
MAY_IMPORT = {
    "ingest": {"ingest"},
    "index": {"index", "ingest"},
    "search_api": {"search_api", "index", "ingest", "corpus"},
}
OURS = {*PACKAGES, "corpus", "tests"}
MAX_LINES = 250
MAX_FUNCTION_LINES = 40


def imports(tree: ast.AST) -> Iterator[str]:
    """Every module that is imported, wherever in the file; one imported with `from a import b` as "a"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports name the whole module"
            yield node.module or ""


def top(module: str) -> str:
    return module.split(".", maxsplit=1)[0]


def test_there_are_modules_to_check() -> None:
    assert {"ingest/chunk.py", "ingest/readers/pdf.py", "index/store.py", "search_api/cli.py"} <= set(MODULES)


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_one_way(module: str) -> None:
    ours = {top(name) for name in imports(MODULES[module])} & OURS
    assert ours <= MAY_IMPORT[module.split("/", maxsplit=1)[0]]


@pytest.mark.parametrize("module", [module for module in MODULES if module.startswith("index/")])
def test_the_index_knows_only_the_types_and_the_errors(module: str) -> None:
    assert {name for name in imports(MODULES[module]) if top(name) == "ingest"} <= {"ingest.minutes", "ingest.errors"}


def test_torch_is_imported_in_one_place() -> None:
    heavy = {"torch", "sentence_transformers", "transformers"}
    assert {module for module, tree in MODULES.items() if heavy & set(map(top, imports(tree)))} == {"ingest/export.py"}


def test_the_environment_is_read_in_one_place() -> None:
    def reads(tree: ast.AST) -> bool:
        return any(
            (isinstance(node, ast.Attribute) and node.attr in {"environ", "environb", "getenv", "putenv"})
            or (isinstance(node, ast.ImportFrom) and node.module == "os" and any("env" in n.name for n in node.names))
            for node in ast.walk(tree)
        )

    assert {module for module, tree in MODULES.items() if reads(tree)} <= {
        "search_api/settings.py",
        "search_api/console.py",
    }


@pytest.mark.parametrize("module", sorted(MODULES))
def test_modules_and_functions_are_small(module: str) -> None:
    lines = len((ROOT / module).read_text(encoding="utf-8").splitlines())
    assert lines <= MAX_LINES, f"{module} has {lines} lines: split it"
    long = [
        f"{node.name} ({node.end_lineno - node.lineno + 1})"
        for node in ast.walk(MODULES[module])
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= MAX_FUNCTION_LINES
    ]
    assert long == []


def loaded_after(code: str) -> set[str]:
    """The packages that a fresh Python has loaded after running some code."""
    code += "; import sys; print('\\nLOADED', *{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env=dict(os.environ)
    )
    return set(done.stdout.rpartition("LOADED")[2].split())


def test_the_command_line_loads_nothing_heavy() -> None:
    assert not {"torch", "sentence_transformers", "transformers", "faiss", "onnxruntime", "fastapi"} & loaded_after(
        "import search_api.cli"
    )


def test_a_search_does_not_load_torch(encoder: SentenceEncoder, tmp_path: Path) -> None:
    assert encoder.name  # it is exported: the first run of all has to load torch
    (tmp_path / "lamps.txt").write_text("The Harbour Master said that four lamps were out.")
    command = "from typer.testing import CliRunner; from search_api.cli import app; run = CliRunner().invoke; "
    archive = str(tmp_path / "archive")
    ingest = ["ingest", str(tmp_path / "lamps.txt"), "--archive", archive]
    search = ["search", "lamps", "--archive", archive]
    code = f"a = run(app, {ingest!r}); b = run(app, {search!r}); assert 'four lamps' in b.stdout, (a.output, b.output)"
    loaded = loaded_after(command + code)
    assert {"onnxruntime", "faiss"} <= loaded
    assert not {"torch", "sentence_transformers", "transformers"} & loaded
