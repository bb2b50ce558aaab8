"""Writes the exact version of every installed package into constraints.txt and pyproject.toml.

Run it with the Python of the environment whose versions shall become the pins:

    .venv/bin/python tools/write_constraints.py

pip reads constraints.txt, uv reads `[tool.uv] constraint-dependencies`; a test keeps the two equal.
"""

import re
import sys
from importlib import metadata
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
NOT_PINNED = frozenset({"awards", "pip", "setuptools", "wheel", "uv"})
LIST_IN_PYPROJECT = re.compile(r"^constraint-dependencies = \[\n.*?^\]$", re.MULTILINE | re.DOTALL)


def canonical_name(name: str) -> str:
    """The spelling under which a package index knows a distribution: lower case, runs of `-_.` as one dash."""
    return re.sub(r"[-_.]+", "-", name).lower()


def installed_pins() -> list[str]:
    """`name==version` of every distribution in this environment, sorted, without this project and its installers."""
    versions = {canonical_name(found.name): found.version for found in metadata.distributions()}
    return [f"{name}=={versions[name]}" for name in sorted(versions.keys() - NOT_PINNED)]


def write(pins: list[str], folder: Path) -> None:
    """Puts the pins into both files of `folder`.

    Raises SystemExit when pyproject.toml has no `constraint-dependencies = [` list to fill.
    """
    pyproject = folder / "pyproject.toml"
    filled = "constraint-dependencies = [\n" + "".join(f'  "{pin}",\n' for pin in pins) + "]"
    text, replaced = LIST_IN_PYPROJECT.subn(filled, pyproject.read_text("utf-8"))
    if replaced != 1:
        raise SystemExit("pyproject.toml must hold exactly one list `constraint-dependencies = [` ... `]`")
    pyproject.write_text(text, "utf-8")
    (folder / "constraints.txt").write_text("".join(f"{pin}\n" for pin in pins), "utf-8")


if __name__ == "__main__":
    chosen = installed_pins()
    write(chosen, REPOSITORY)
    sys.stdout.write(f"{len(chosen)} versions pinned\n")
