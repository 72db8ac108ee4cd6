"""Imports go one way: corpus <- rag <- ui, evals, training. Commands start without the heavy libraries."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAY_IMPORT = {
    "corpus": set(),
    "rag": {"corpus"},
    "ui": {"corpus", "rag"},
    "evals": {"corpus", "rag"},
    "training": {"corpus", "rag"},
}
OURS = {*MAY_IMPORT, "tests", "benchmarks"}
HEAVY = ("torch", "sentence_transformers", "transformers", "chromadb", "gradio", "llama_index")


def imported_packages(source: str) -> Iterator[tuple[int, str]]:
    """(line, top-level package) of each absolute import in `source`, inside functions too, and of `import_module`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name.split(".")[0]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.lineno, node.module.split(".")[0]
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = getattr(node.func, "attr", getattr(node.func, "id", None))
            if name in {"import_module", "__import__"}:
                yield node.lineno, str(node.args[0].value).split(".")[0]


def test_the_reader_of_imports_sees_every_form():
    source = """
import rag.index.vector_index, os
from corpus.article import Article
from . import neighbour
def late():
    from ui import cli
    importlib.import_module("evals.metrics")
    __import__("tests")
"""
    assert {name for _, name in imported_packages(source)} == {"rag", "os", "corpus", "ui", "evals", "tests"}


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_imports_only_what_lies_upstream(package):
    forbidden = OURS - MAY_IMPORT[package] - {package}
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in sorted((ROOT / package).rglob("*.py"))
        for line, name in imported_packages(path.read_text(encoding="utf-8"))
        if name in forbidden
    ]
    assert not wrong


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_has_a_file_to_be_imported_by(package):
    assert (ROOT / package / "__init__.py").is_file()


@pytest.mark.parametrize("module", ["ui.cli", "rag", "corpus.catalogue", "evals.cli"])
def test_importing_loads_nothing_heavy_and_touches_no_folder(module, home):
    program = f"import {module}, sys; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []
    assert not home.exists()
