"""Where the shipped data is: inside the wheel, or beside the package in a checkout."""

from __future__ import annotations

from pathlib import Path


def data_folder() -> Path:
    """Return the folder of rulebook, drills, templates and demo data.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    package = Path(__file__).parent
    for folder in (package / "_data", package.parent / "data"):
        if (folder / "rulebook").is_dir():
            return folder
    raise FileNotFoundError(f"data folder not found beside {package}")
