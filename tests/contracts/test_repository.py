"""Rules about the repository itself, each named for what it forbids."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
LINES_A_FILE = 300

# Only a file that speaks of container images may name a folder of theirs.
FOREIGN_PATHS = re.compile(r"(?<![\w.$/}])/(?:root|home|work|tmp|Users)/\w")

pytestmark = pytest.mark.once


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607  # the developer's git
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def tracked_texts() -> dict[str, str]:
    """Every text of the repository, by its path; pictures and the like have no text."""
    texts = {}
    for path in tracked_files():
        content = path.read_bytes()
        if b"\0" not in content:
            texts[str(path.relative_to(ROOT))] = content.decode()
    return texts


def locked_versions(lock: str) -> dict[str, Version]:
    pinned = re.findall(r"^([a-z0-9-]+)==([^\s;\\]+)", (ROOT / lock).read_text(), re.MULTILINE)
    return {name: Version(version) for name, version in pinned}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert not re.search(r"^\s*(--index|--extra|--find|--trusted|-i |-f )", text, re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_hash(lock: str) -> None:
    entries = re.split(r"\n(?=[a-z])", (ROOT / lock).read_text().strip())
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_locks_satisfy_what_pyproject_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    asked = {
        "requirements.lock": project["project"]["dependencies"],
        "requirements-dev.lock": [*project["project"]["dependencies"], *groups["test"], *groups["lint"]],
    }
    missing = []
    for lock, lines in asked.items():
        locked = locked_versions(lock)
        for requirement in map(Requirement, lines):
            version = locked.get(canonicalize_name(requirement.name))
            if version is None or version not in requirement.specifier:
                missing.append(f"{lock}: {requirement}")
    assert missing == [], "run: python3 dev.py lock"


def test_both_locks_agree_on_every_version() -> None:
    run, dev = (locked_versions(lock) for lock in LOCKS)
    assert {name: dev.get(name) for name in run} == run


def test_every_dependency_says_why_it_is_there() -> None:
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    dependencies = [line for line in lines if re.match(r'^  "[a-z][\w-]*(\[[\w,-]+\])?[><=]', line)]
    assert len(dependencies) > len(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"])
    assert [line for line in dependencies if " # " not in line] == []


def test_no_python_file_is_long_without_a_reason_at_its_top() -> None:
    long_files = []
    for name, text in tracked_texts().items():
        lines = text.splitlines()
        reasoned = re.search(r"^(# |.*)?Long because", "\n".join(lines[:12]), re.MULTILINE)
        if name.endswith(".py") and len(lines) > LINES_A_FILE and not reasoned and "/migrations/" not in name:
            long_files.append(f"{name}: {len(lines)} lines")
    assert long_files == [], "split it, or write 'Long because …' in its first lines"


def test_no_file_names_a_folder_of_one_machine() -> None:
    found = []
    for name, text in tracked_texts().items():
        if name != str(Path(__file__).relative_to(ROOT)):
            found += [f"{name}: {match.group()}" for match in FOREIGN_PATHS.finditer(text)]
    assert found == []


@pytest.mark.parametrize(
    ("room", "never"),
    [
        ("choices", {"django.http", "studies.models"}),
        ("models", {"django.http", "django.shortcuts", "django.template", "studies.statistics"}),
        ("statistics", {"django"}),
    ],
)
def test_a_room_never_imports_what_the_design_forbids_it(room: str, never: set[str]) -> None:
    found = []
    for path in (ROOT / "studies" / room).rglob("*.py"):
        imported = imported_modules(ast.parse(path.read_text()))
        found += [f"{path.name}: {name}" for name in imported if any(f"{name}.".startswith(f"{no}.") for no in never)]
    assert found == []


def imported_modules(tree: ast.Module) -> list[str]:
    modules = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules += [f"{node.module}.{alias.name}" for alias in node.names]
    return modules


def test_rooms_import_lower_floors_only() -> None:
    tool = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([tool, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
