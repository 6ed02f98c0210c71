"""Tasks: ``nox -s NAME``, in the environment at hand (``nox --list`` tells all).

Nox because its tasks are Python: they run alike on Windows, where there is no make.
"""

from __future__ import annotations

import nox

nox.options.default_venv_backend = "none"
nox.options.sessions = ["lint", "test"]


@nox.session
def lint(session: nox.Session) -> None:
    """Style, format and types."""
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy")


@nox.session
def scripts(session: nox.Session) -> None:
    """What browsers get of the map's modules, made anew (projects/presentation/web/built)."""
    session.run("python", "-m", "tests.node")


@nox.session
def test(session: nox.Session) -> None:
    """Tests without a browser; what follows -- goes to pytest."""
    session.run("python", "-m", "geo", "assets")
    session.run("python", "-m", "pytest", "-m", "not slow and not browser", *session.posargs)


@nox.session
def coverage(session: nox.Session) -> None:
    """Tests without a browser, with the lines and branches that none of them runs."""
    session.run("python", "-m", "pytest", "-m", "not slow and not browser", "--cov", *session.posargs)


@nox.session
def nightly(session: nox.Session) -> None:
    """Memory, ten sessions, film, kills and many examples: alone on the machine; some ask pip's index."""
    session.run("python", "-m", "geo", "assets")
    many = {"PROJECT_MAP_TESTS_EXAMPLES": "many"}
    session.run("python", "-m", "pytest", "-m", "slow or thorough", *session.posargs, env=many)


@nox.session
def page(session: nox.Session) -> None:
    """The map on http://localhost:8501."""
    session.run("python", "-m", "geo", "assets")
    session.run("streamlit", "run", "app.py", *session.posargs)


@nox.session
def build(session: nox.Session) -> None:
    """The tables of the workspace, from the plans (PROJECT_MAP_PLANS or -- --plans DIR)."""
    session.run("python", "-m", "projects", "build", *session.posargs)


@nox.session
def evaluate(session: nox.Session) -> None:
    """Recall and precision: nox -s evaluate -- LABELS.csv … --plans DIR."""
    session.run("python", "-m", "projects", "evaluate", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Times of reading, queries, exports and places."""
    for name in ("reading", "query_export", "exports", "geo"):
        session.run("python", "-m", f"tests.benchmarks.bench_{name}")


@nox.session
def docs(session: nox.Session) -> None:
    """The documentation as a site, in site/; warnings are errors."""
    session.run("mkdocs", "build", "--strict", *session.posargs)
