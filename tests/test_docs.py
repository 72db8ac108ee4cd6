"""The documentation says what the code does: settings, commands, links, targets, pins, and the README's own code."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from pydantic_core import PydanticUndefined

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "corpus/briefs/README.md"])


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


# Settings


def written_settings() -> dict[str, str]:
    """Name -> default of each row of the table in docs/settings.md."""
    rows = re.findall(r"^\| `(GROUNDWIRE_\w+)` \| (.+?) \| .+ \|$", read("docs/settings.md"), re.MULTILINE)
    assert len(rows) == len(dict(rows)), "a setting is listed twice"
    return dict(rows)


def default_in_words(field: Any) -> str | None:
    """A setting's default as the table writes it; None where it depends on the machine, which the table describes."""
    if field.default is PydanticUndefined:
        return None
    return f"`{field.default}`" if str(field.default) else "empty"


def test_every_setting_is_listed_with_its_default_and_nothing_else_is():
    from rag.config import Settings

    written = written_settings()
    real = {f"GROUNDWIRE_{name.upper()}": default_in_words(field) for name, field in Settings.model_fields.items()}
    assert written == {name: default or written.get(name) for name, default in real.items()}


# Commands


def commands() -> dict[str, Any]:
    """Name -> command of each top-level `groundwire` command."""
    from typer.main import get_command

    from ui.cli import app

    group: Any = get_command(app)
    return dict(group.commands)


def options(command: Any) -> Iterator[str]:
    """Each option of a command and of the commands below it, by its long name where it has one."""
    for parameter in command.params:
        names = [name for name in parameter.opts if name.startswith("-") and not getattr(parameter, "hidden", False)]
        if names and "--help" not in names:
            yield max(names, key=len)
    for below in getattr(command, "commands", {}).values():
        yield from options(below)


def command_sections() -> dict[str, str]:
    """Command name -> its section of docs/command-line.md; such a section is headed `## groundwire NAME`."""
    parts = re.split(r"^## groundwire (\S+).*$", read("docs/command-line.md"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_command_has_a_section_and_no_section_lacks_a_command():
    assert sorted(command_sections()) == sorted(commands())


def test_every_command_of_a_command_and_every_option_is_in_its_section():
    sections = command_sections()
    missing = []
    for name, command in commands().items():
        words = [*options(command), *(f"{name} {below}" for below in getattr(command, "commands", {}))]
        missing += [f"{name}: {word}" for word in words if word not in sections.get(name, "")]
    assert not missing


def test_the_installed_command_lists_the_same_commands():
    done = subprocess.run(
        [sys.executable, "-c", "from ui.cli import main; main()", "--help"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert [name for name in commands() if name not in done.stdout] == []


# Pages


def links(page: Path) -> Iterator[str]:
    """Targets of a page's relative links and pictures, without anchors."""
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", text):
        path = "".join(target).partition("#")[0]
        if path and not re.match(r"[a-z]+:", path):
            yield path


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_relative_link_leads_somewhere(page):
    assert [link for link in links(page) if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_make_target_that_is_named_exists(page):
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)", page.read_text(encoding="utf-8"))) <= targets


def test_the_readme_is_short():
    assert len(read("README.md").splitlines()) <= 90


def test_the_readme_code_runs_and_prints_a_cited_answer(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    (block,) = re.findall(r"^```python\n(.*?)^```", read("README.md"), re.MULTILINE | re.DOTALL)
    exec(compile(block, "README.md", "exec"), {"__name__": "readme"})
    printed = capsys.readouterr().out
    assert "[1]" in printed
    assert "Groundwire briefs" in printed


def test_the_readme_code_runs_on_an_article_without_a_date(capsys, monkeypatch, tmp_path):
    import rag
    from tests.fakes import HashEmbedder

    (tmp_path / "corpus" / "briefs").mkdir(parents=True)
    text = "Judge Alsup ruled that to keep pirated books was no fair use."
    (tmp_path / "corpus" / "briefs" / "undated.txt").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(rag, "open_newsroom", partial(rag.open_newsroom, embedder=HashEmbedder()))
    (block,) = re.findall(r"^```python\n(.*?)^```", read("README.md"), re.MULTILINE | re.DOTALL)
    exec(compile(block.replace(', since="2025-06-01"', ""), "README.md", "exec"), {"__name__": "readme"})
    assert f"[1] undated.txt, undated: {text}" in capsys.readouterr().out


# Pins


def test_every_dependency_is_pinned_to_one_version_that_it_allows():
    lines = [line for line in read("constraints.txt").splitlines() if line and not line.startswith("#")]
    pins = {canonicalize_name(pin.name): str(pin.specifier) for pin in map(Requirement, lines)}
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
    project = tomllib.loads(read("pyproject.toml"))["project"]
    wanted = [Requirement(line) for line in project["dependencies"] + project["optional-dependencies"]["dev"]]
    missing = [
        str(need)
        for need in wanted
        if not need.specifier.contains(pins.get(canonicalize_name(need.name), "").removeprefix("=="), prereleases=True)
    ]
    assert not missing
