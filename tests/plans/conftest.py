"""The five plans, which are no part of the repository: tests that need them skip and say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from projects.build import read_documents
from projects.model.registry import PLANS_VARIABLE, plans_dir, read_registry
from projects.pipeline import Result


@pytest.fixture(scope="session")
def plans() -> Path:
    """Folder of the five plans."""
    folder = plans_dir()
    if not all((folder / document.file).is_file() for document in read_registry().values()):
        pytest.skip(f"the five plans are not in {folder}; set ${PLANS_VARIABLE}")
    return folder


@pytest.fixture(scope="session")
def result(plans: Path) -> Result:
    """All steps over the five plans."""
    return read_documents(read_registry().values(), plans)


@pytest.fixture(scope="session")
def texts(plans: Path) -> dict[str, str]:
    """Raw text of each plan, as the spans of records count it."""
    documents = read_registry()
    return {key: (plans / document.file).read_text("utf-8") for key, document in documents.items()}
