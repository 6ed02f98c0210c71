"""Settings: one file, read once when a program starts; the environment stands before it.

The file is TOML, each line ``NAME = "value"`` under the names that the environment uses, so that a setting
has one name everywhere and programs started by this one see it too. It is the one that
``PROJECT_MAP_SETTINGS`` names, else ``settings.toml`` beside ``app.py``, where there is one. Which settings
there are, ``data/settings.csv`` says; an unknown name or a value that does not fit is refused.

In: the file and the environment. Out: the environment, completed.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path

from geo import tables
from geo.errors import UserFileError
from geo.workspace import DATA_DIR

TABLE = DATA_DIR / "settings.csv"
VARIABLE = "PROJECT_MAP_SETTINGS"
FILE = DATA_DIR.parent / "settings.toml"


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting; ``default`` says what holds without it, in words where it is no plain value."""

    name: str
    kind: str
    default: str
    choices: str
    zh: str
    en: str

    def check(self, value: str) -> None:
        """Raise ValueError with what was expected when *value* does not fit; empty always does."""
        if not value:
            return
        if self.kind == "choice" and value not in self.choices.split("|"):
            raise ValueError(f"expected {' or '.join(self.choices.split('|'))}")
        if self.kind == "number" and not value.replace(".", "", 1).isdecimal():
            raise ValueError("expected a number")
        if self.kind == "networks":
            networks(value)

    def written(self, value: str) -> str:
        """*value* as programs read it: networks parted by commas, as the server's library wants them."""
        return ",".join(networks(value)) if self.kind == "networks" else value


def known() -> dict[str, Setting]:
    """All settings there are.

    Returns
    -------
    dict[str, Setting]
        By name, in the order of their table.
    """
    return {row["name"]: Setting(**row) for row in tables.records(TABLE)}


def path(environment: Mapping[str, str] = os.environ) -> Path | None:
    """The settings' file.

    Parameters
    ----------
    environment
        Variables by name; by default those of this process.

    Returns
    -------
    Path | None
        None without one. One that is named and missing is an error when it is read.
    """
    named = environment.get(VARIABLE)
    return Path(named) if named else FILE if FILE.is_file() else None


def read(file: Path) -> dict[str, str]:
    """The settings of a file.

    Parameters
    ----------
    file
        TOML with a setting a line.

    Returns
    -------
    dict[str, str]
        Name → value, as the environment would have it.

    Raises
    ------
    UserFileError
        It cannot be read, is no TOML, or holds a name or a value that is none; all are named together.
    """
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UserFileError(f"{file}: cannot be read: {error.strerror}") from error
    except ValueError as error:  # no TOML, no UTF-8
        raise UserFileError(f"{file}: no settings: {error}") from error
    values = {name: _text(value) for name, value in told.items()}
    faults = _faults(values)
    if faults:
        raise UserFileError(f"{file}: {'; '.join(faults)}")
    settings = known()
    return {name: settings[name].written(value) for name, value in values.items() if value is not None}


def apply(environment: MutableMapping[str, str] = os.environ) -> None:
    """Complete an environment by the settings' file, then check all and write it as programs read it.

    Parameters
    ----------
    environment
        Variables by name, changed in place; what it has already stays, its networks parted by commas. By
        default that of this process.

    Raises
    ------
    UserFileError
        As in :func:`read`, or the environment has a value that does not fit; all are named together.
    """
    file = path(environment)
    if file is not None:
        for name, value in read(file).items():
            environment.setdefault(name, value)
    settings = known()
    told = {name: environment[name] for name in settings if name in environment}
    faults = _faults(told)
    if faults:
        raise UserFileError(f"environment: {'; '.join(faults)}")
    environment.update({name: settings[name].written(value) for name, value in told.items()})


def networks(text: str) -> list[str]:
    """Addresses and networks of a setting.

    Parameters
    ----------
    text
        Parted by blanks or commas; ``*`` stands for all.

    Returns
    -------
    list[str]
        As written, in order; empty for an empty text.

    Raises
    ------
    ValueError
        Names the one that is none.
    """
    found = text.replace(",", " ").split()
    for one in found:
        if one != "*":
            ip_network(one, strict=False)
    return found


def _text(value: object) -> str | None:
    """A value as the environment has it, lists joined by blanks; None for what is no value of a setting."""
    if isinstance(value, list):
        return " ".join(map(str, value)) if all(isinstance(one, str) for one in value) else None
    is_plain = isinstance(value, str | int | float) and not isinstance(value, bool)
    return str(value) if is_plain else None


def _faults(values: Mapping[str, str | None]) -> list[str]:
    """What is wrong with *values*; without the value where that may be a secret."""
    faults, settings = [], known()
    for name, value in values.items():
        if name not in settings:
            faults.append(f"{name}: no such setting; python -m projects settings lists them")
        elif value is None:
            faults.append(f"{name}: expected a text, a number or a list of texts")
        else:
            try:
                settings[name].check(value)
            except ValueError as error:
                faults.append(f"{name} = {value!r}: {error}")
    return faults
