"""A real PostgreSQL server with PostGIS for the tests: on a folder of its own and a free port of loopback."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from projects.store.engines import close_all

REQUIRED = "PROJECT_MAP_TESTS_SERVER"  # "required": a server that is missing is a failure, not a skip
USER = "mapper"
_TRIES = 100


class Server:
    """One server, started when made. ``kill`` ends its processes; what they wrote, the system still has.

    It never asks the disk to write: on a busy one it took a minute to start again after a kill.
    """

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="project-map-"))
        self.password = secrets.token_hex(8)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        password = self.folder / "password"
        password.write_text(self.password, encoding="utf-8")
        if os.geteuid() == 0:  # initdb refuses root
            for path in (self.folder, password):
                shutil.chown(path, "postgres")
        self._data = self.folder / "data"
        options = ("-U", USER, "-E", "UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256")
        self._run("initdb", "-D", str(self._data), *options, "--pwfile", str(password), "--no-sync")
        self.start()
        self.database("template_map", "CREATE EXTENSION postgis")
        self._count = 0

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = f"-h 127.0.0.1 -p {self.port} -k {self.folder} -c fsync=off"
        for _ in range(_TRIES):  # what a killed one held is let go by its children a moment later
            log = self.folder / "log"
            if self._run("pg_ctl", "-D", str(self._data), "-l", str(log), "-w", "-o", options, "start") == 0:
                return
            time.sleep(0.1)
        raise RuntimeError((self.folder / "log").read_text(encoding="utf-8"))

    def kill(self) -> None:
        """End it with SIGKILL, in the middle of whatever it does."""
        pid = int((self._data / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
        # Its children would notice a moment later, and go on answering until then.
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
        for each in (pid, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)

    def stop(self) -> None:
        """End it for good and take its folder away."""
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def new(self) -> str:
        """The address of a new database with PostGIS in it."""
        self._count += 1
        return self.database(f"map{self._count}", template="template_map")

    def database(self, name: str, *statements: str, template: str = "template0") -> str:
        """Make a database and run *statements* in it; its address."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            for one in statements:
                connection.execute(one.encode())
        return self.url(name)

    def url(self, database: str, *, user: str = USER, password: str | None = None) -> str:
        """The address of a database on it."""
        return f"postgresql://{user}:{password or self.password}@127.0.0.1:{self.port}/{database}"

    def _run(self, program: str, *arguments: str) -> int:
        command = [str(self._programs / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        done = subprocess.run(command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return done.returncode


def programs() -> Path | None:
    """Folder of the server's programs, where one with PostGIS is installed."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        control = Path("/usr/share/postgresql") / folder.parent.name / "extension" / "postgis.control"
        if (folder / "initdb").is_file() and control.is_file():
            return folder
    return None


def started() -> Server:
    """A server, or the test is skipped with what is missing."""
    found = programs()
    if found is None:
        missing = "no PostgreSQL server with PostGIS here; tests/run installs it"
        if os.environ.get(REQUIRED) == "required":
            pytest.fail(missing)
        pytest.skip(missing)
    return Server(found)


def ended(server: Server) -> None:
    """Stop the server and let go of what is connected to it."""
    close_all()
    server.stop()
