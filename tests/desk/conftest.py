"""A small workspace with one real passage of a plan, and its desk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo import workspace
from projects.__main__ import main
from projects.desk.desk import Desk, open_desk
from projects.store.address import VARIABLE
from projects.store.engines import close_all
from tests.desk.city import make_city


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace as ``build`` leaves it; not to be changed."""
    return make_city(tmp_path_factory.mktemp("made") / "city")


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The same on both databases: the address of a new one on the server, empty for the workspace's own."""
    monkeypatch.delenv(VARIABLE, raising=False)
    if request.param == "sqlite":
        return ""
    address: str = request.getfixturevalue("server").new()
    monkeypatch.setenv(VARIABLE, address)
    return address


@pytest.fixture
def city(made: Path, tmp_path: Path, store: str) -> Iterator[Path]:
    """A workspace of one's own."""
    folder = tmp_path / "city"
    shutil.copytree(made, folder)
    with workspace.using(folder):
        yield folder
    if store:
        close_all()


@pytest.fixture
def desk(city: Path) -> Desk:
    return open_desk(city, writing=True)


@pytest.fixture
def rebuild(city: Path) -> object:
    """Read the plan anew, with other text when it is given."""

    def again(text: str | None = None) -> None:
        if text is not None:
            (city / "documents" / "plan.txt").write_text(text, encoding="utf-8")
        assert main(["build", "--plans", str(city / "documents")]) == 0

    return again
