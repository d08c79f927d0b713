"""Where fixture files lie in a folder."""

from collections.abc import Iterable
from pathlib import Path

from studies.records import SHARED_FILES, NotLoadable, Problem

OF_STUDIES = ("studies", "history")


def files_in(folder: Path) -> list[Path]:
    """The fixture files of a folder, in an order in which they load: terms, reports, studies, histories.

    Raises NotLoadable for a JSON file that lies where no fixture belongs.
    """
    shared = [folder / f"{file}.json" for file in SHARED_FILES]
    expected = [path for path in shared if path.exists()]
    expected += [path for kind in OF_STUDIES for path in sorted((folder / kind).glob("*.json"))]
    strangers = sorted(set(folder.rglob("*.json")) - set(expected))
    if strangers:
        raise NotLoadable(Problem(str(path), "no fixture belongs here.") for path in strangers)
    return expected


def read_files(paths: Iterable[Path]) -> list[tuple[str, bytes]]:
    """Name and content of each file."""
    return [(path.as_posix(), path.read_bytes()) for path in paths]


def write_files(folder: Path, files: dict[str, str]) -> None:
    """Writes each text to its path below the folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
