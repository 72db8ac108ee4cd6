"""Imports go one way: corpus <- rag <- ui, evals, training, and through the stages of rag; none goes in a circle.

Commands start without the heavy libraries.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
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
STAGES = {
    "config": set(),
    "values": set(),
    "text": {"values"},
    "models": {"config", "values", "text"},
    "index": {"config", "values", "text", "models"},
    "asked": {"values", "text"},
    "find": {"values", "text", "models", "index", "asked"},
    "choose": {"values", "text", "models", "index", "asked", "find"},
    "verify": {"values", "text", "models", "index", "asked", "find", "choose"},
    "write": {"values", "text", "models", "index", "asked", "find", "choose", "verify"},
    "llama": {"values", "models"},
}
"""What each stage of rag may import of the others, in the order in which a question passes them."""
OURS = {*MAY_IMPORT, "tests", "benchmarks"}
HEAVY = ("torch", "sentence_transformers", "transformers", "chromadb", "gradio", "llama_index")


def imported(source: str) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of each absolute import in `source`, inside functions too, and of `import_module`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = getattr(node.func, "attr", getattr(node.func, "id", None))
            if name in {"import_module", "__import__"}:
                yield node.lineno, str(node.args[0].value)


def modules(package: str) -> dict[str, Path]:
    """Dotted name -> file of each module of a package of ours; a folder has the name of its `__init__.py`."""
    files = sorted((ROOT / package).rglob("*.py"))
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in files}


def imports_of(path: Path) -> list[tuple[int, str]]:
    return list(imported(path.read_text(encoding="utf-8")))


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
    assert {name for _, name in imported(source)} == {
        *("rag.index.vector_index", "os", "corpus.article.Article", "ui.cli", "evals.metrics", "tests")
    }


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_imports_only_what_lies_upstream(package):
    forbidden = OURS - MAY_IMPORT[package] - {package}
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in modules(package).values()
        for line, name in imports_of(path)
        if name.split(".")[0] in forbidden
    ]
    assert not wrong


def test_every_folder_and_file_of_rag_has_its_place():
    assert {name.split(".")[1] for name in modules("rag") if "." in name} == {*STAGES, "newsroom"}


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_imports_only_what_an_item_has_passed_before(stage):
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for module, path in modules("rag").items()
        if module.split(".")[1:2] == [stage]
        for line, name in imports_of(path)
        if name.split(".")[0] == "rag" and name.split(".")[1:2] not in [[one] for one in (stage, *STAGES[stage])]
    ]
    assert not wrong


@pytest.mark.parametrize("stage", [stage for stage in STAGES if stage != "config"])
def test_a_stage_says_what_comes_in_and_what_goes_out(stage):
    said = ast.get_docstring(ast.parse((ROOT / "rag" / stage / "__init__.py").read_text(encoding="utf-8")))
    assert re.fullmatch(r"[^\n]+\n\nIn: .+ Out: .+", said or "", re.DOTALL)


def test_no_two_modules_of_rag_share_a_name():
    names = Counter(name.split(".")[-1] for name in modules("rag"))
    assert [name for name, count in names.items() if count > 1] == []


def test_no_import_goes_in_a_circle():
    """Imports for type checking alone count, and those inside functions."""
    files = {name: path for package in MAY_IMPORT for name, path in modules(package).items()}
    needs: dict[str, set[str]] = {}
    for module, path in files.items():
        named = {name if name in files else name.rpartition(".")[0] for _, name in imports_of(path)}
        needs[module] = {name for name in named if name in files} - {module}
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


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
