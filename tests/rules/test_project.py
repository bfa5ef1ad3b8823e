"""The project says each thing once, and what it says is so."""

from __future__ import annotations

import ast
import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import desktop_unet
from desktop_unet.__main__ import main

DOCUMENTS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/figures.md", "docs/packaging.md")
TO_BE_WRITTEN = {"desktop_unet/engine/fade.py"}
"""Modules that a reader of a worked example writes."""
VAGUE_NAMES = {"base", "common", "helper", "helpers", "manager", "misc", "util", "utils"}


@pytest.fixture(scope="module")
def project(repository: Path) -> dict[str, object]:
    return tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture(scope="module")
def pins(repository: Path) -> dict[str, Version]:
    lines = (repository / "constraints.txt").read_text("utf-8").splitlines()
    pairs = (line.split("==") for line in lines if line and not line.startswith("#"))
    return {canonicalize_name(name): Version(version) for name, version in pairs}


def public_functions(tree: ast.Module) -> list[ast.FunctionDef]:
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    overloads = {id(node) for node in functions if "overload" in {ast.unparse(mark) for mark in node.decorator_list}}
    return [node for node in functions if not node.name.startswith("_") and id(node) not in overloads]


def test_the_version_is_said_once(repository: Path, project: dict[str, object]) -> None:
    assert "version" not in project
    assert project["dynamic"] == ["version"]
    said = [
        path.name
        for path in sorted((repository / "desktop_unet").rglob("*.py"))
        if desktop_unet.__version__ in path.read_text("utf-8")
    ]
    assert said == ["__init__.py"]


def test_the_changelog_knows_this_version(repository: Path) -> None:
    assert f"## {desktop_unet.__version__}" in (repository / "CHANGELOG.md").read_text("utf-8")


def test_every_dependency_is_pinned_within_its_range(project: dict, pins: dict[str, Version]) -> None:
    needed = [Requirement(line) for line in [*project["dependencies"], *project["optional-dependencies"]["dev"]]]
    for requirement in needed:
        assert pins[canonicalize_name(requirement.name)] in requirement.specifier, requirement


def test_what_dependencies_need_is_pinned_too(project: dict, pins: dict[str, Version]) -> None:
    seen: set[str] = set()
    queue = [Requirement(line) for line in [*project["dependencies"], *project["optional-dependencies"]["dev"]]]
    while queue:
        wanted = queue.pop()
        name = canonicalize_name(wanted.name)
        extras = wanted.extras or {""}
        if wanted.marker and not any(wanted.marker.evaluate({"extra": extra}) for extra in extras):
            continue
        assert name in pins, f"{name} has no pin in constraints.txt"
        if name not in seen:
            seen.add(name)
            queue += needs_of(name, extras)


@pytest.mark.parametrize("purpose", ["run", "test"])
def test_every_hash_is_of_a_pin_and_every_pin_that_is_installed_has_one(
    repository: Path, project: dict, pins: dict[str, Version], purpose: str
) -> None:
    """Where this fails after a change of a pin: python scripts/lock.py"""
    text = (repository / "requirements" / f"{purpose}.txt").read_text("utf-8")
    locked = {
        canonicalize_name(name): Version(version)
        for name, version in re.findall(
            r"^([A-Za-z0-9_.-]+)==([^\s;]+).*(?=\n +--hash=sha256:[0-9a-f]{64})", text, re.M
        )
    }
    assert len(locked) == text.count("==")
    assert locked == {name: pins[name] for name in locked}
    extras = project["optional-dependencies"]["dev"] if purpose == "test" else []
    needed = {canonicalize_name(Requirement(line).name) for line in [*project["dependencies"], *extras]}
    assert needed - set(locked) == {"torch"}


def needs_of(name: str, extras: set[str]) -> list[Requirement]:
    """What an installed package needs here, with these extras."""
    try:
        lines = distribution(name).requires or []
    except PackageNotFoundError:
        return []
    needs = [Requirement(line) for line in lines]
    return [need for need in needs if not need.marker or any(need.marker.evaluate({"extra": e}) for e in extras | {""})]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_make_command_that_a_document_names_exists(repository: Path, document: str) -> None:
    text = (repository / document).read_text("utf-8")
    in_code = " ".join(re.findall(r"```.*?```|`[^`\n]+`", text, flags=re.DOTALL))
    named = set(re.findall(r"\bmake ([a-z][a-z-]*)", in_code))
    targets = set(re.findall(r"^([a-z][a-z-]*):", (repository / "Makefile").read_text("utf-8"), flags=re.MULTILINE))
    assert named <= targets, named - targets
    assert document != "README.md" or {"run", "test"} <= named


def pages(repository: Path) -> list[Path]:
    """Every page of the project that a person may open."""
    return sorted([*repository.glob("*.md"), *(repository / "docs").rglob("*.md")])


def headings(page: Path) -> set[str]:
    """The anchors that a page's headings get on GitHub."""
    titles = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_link_of_every_page_leads_somewhere(repository: Path) -> None:
    found, gone = 0, []
    for page in pages(repository):
        for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
            if "://" in link:
                continue
            found += 1
            name, _, anchor = link.partition("#")
            target = (page.parent / name).resolve() if name else page
            if not target.exists() or (anchor and anchor not in headings(target)):
                gone.append(f"{page.relative_to(repository)}: {link}")
    assert found > 100
    assert not gone


def test_every_picture_of_the_docs_is_shown(repository: Path) -> None:
    told = "".join(page.read_text("utf-8") for page in pages(repository))
    unseen = [path.name for path in (repository / "docs" / "images").iterdir() if path.name not in told]
    assert not unseen


def test_the_readme_fits_its_readers(repository: Path) -> None:
    text = (repository / "README.md").read_text("utf-8")
    assert len(text.splitlines()) <= 150
    assert len(re.findall(r"!\[", text)) == 1


def test_every_module_that_a_page_names_exists(repository: Path) -> None:
    named, gone = 0, []
    for page in [*repository.glob("*.md"), *(repository / "docs").glob("*.md")]:
        for name in re.findall(r"`((?:[a-z_]+/)+[a-z_0-9]+\.py)`", page.read_text("utf-8")):
            named += 1
            if name not in TO_BE_WRITTEN and not (
                (repository / name).exists() or (repository / "desktop_unet" / name).exists()
            ):
                gone.append(f"{page.relative_to(repository)}: {name}")
    assert named > 50
    assert not gone


def test_every_module_and_folder_that_the_architecture_names_exists(repository: Path) -> None:
    text = (repository / "ARCHITECTURE.md").read_text("utf-8")
    names = set(re.findall(r"`((?:[a-z_]+/)+[a-z_0-9]*(?:\.py|\.txt|\.toml)?)`", text))
    assert len(names) > 10
    gone = [
        name for name in names if not ((repository / name).exists() or (repository / "desktop_unet" / name).exists())
    ]
    assert not gone


@pytest.mark.parametrize("document", ["README.md", "docs/command-line.md"])
def test_every_verb_that_a_document_shows_exists(
    repository: Path, document: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (repository / document).read_text("utf-8")
    shown = set(re.findall(r"^desktop-unet ([a-z][a-z-]+)", text, flags=re.MULTILINE))
    shown |= set(re.findall(r'ARGS="([a-z][a-z-]+)', text))
    assert {"upscale", "inpaint"} <= shown
    for verb in sorted(shown):
        assert main([verb, "--help"]) == 0, f"desktop-unet {verb}: {capsys.readouterr().err}"


def test_no_module_has_a_vague_name(repository: Path) -> None:
    names = {part for path in (repository / "desktop_unet").rglob("*.py") for part in [path.stem, path.parent.name]}
    assert not names & VAGUE_NAMES


def test_every_module_and_public_function_says_what_it_is(repository: Path) -> None:
    silent = []
    for path in sorted((repository / "desktop_unet").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        if tree.body and not ast.get_docstring(tree):
            silent.append(f"{path.relative_to(repository)}")
        silent += [
            f"{path.relative_to(repository)}: {f.name}" for f in public_functions(tree) if not ast.get_docstring(f)
        ]
    assert not silent


def test_the_sample_and_its_mask_fit_together() -> None:
    import numpy as np
    from PIL import Image

    from desktop_unet.paths import sample_mask, sample_photo

    with Image.open(sample_photo()) as photo, Image.open(sample_mask()) as mask:
        assert photo.size == mask.size
        assert photo.size[0] != photo.size[1]
        values, counts = np.unique(np.asarray(mask), return_counts=True)
    assert values.tolist() == [0, 255]
    assert 0.003 < counts[1] / counts.sum() < 0.05


SIZE_WITH_A_LETTER = re.compile(r"[\d}] x [\d{]")
CHECKED_FOR_CROSSES = (
    "errors.py",
    "phrases.py",
    "imaging",
    "document",
    "models",
    "engine",
    "evaluation",
    "studio",
    "ui",
    "cli",
)


def said_in(tree: ast.AST) -> list[str]:
    """Texts of a module, of which a person may read some; f-strings with braces where something is filled in."""
    documented = [
        node for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    ]
    silent = {id(node.value) for node in documented}
    joined = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    silent |= {id(part) for node in joined for part in node.values}
    plain = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    said = [node.value for node in plain if id(node) not in silent]
    return said + [
        "".join(str(getattr(part, "value", "{}")) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        for node in joined
    ]


def test_sizes_are_written_with_a_cross_and_no_letter(repository: Path) -> None:
    """In sentences of window and command line; a terminal that has no cross gets an x from ``cli/console.py``."""
    package = repository / "desktop_unet"
    parts = [package / name for name in CHECKED_FOR_CROSSES]
    modules = [module for part in parts for module in (sorted(part.rglob("*.py")) if part.is_dir() else [part])]
    wrong = [
        f"{module.relative_to(repository)}: {text!r}"
        for module in modules
        for text in said_in(ast.parse(module.read_text("utf-8")))
        if SIZE_WITH_A_LETTER.search(text)
    ]
    assert not wrong


def test_a_size_with_a_letter_is_noticed() -> None:
    assert SIZE_WITH_A_LETTER.search(said_in(ast.parse('say(f"{width} x {height} pixels")'))[0])
    assert SIZE_WITH_A_LETTER.search(said_in(ast.parse('say("at least 11 x 11")'))[0])
    assert not said_in(ast.parse('"""A window of 11 x 11."""'))
