"""Dask: one document a task, one writer, and going on where a stopped run ended.

Tasks are keyed by the hash of the content: a document that is in the store is not read again, whatever
its path. The documents of one unit go to one worker, which then makes that unit's ground once; a worker
without work takes others' documents. No more tasks wait at a time than keep the workers busy, so that
memory does not grow with the number of documents. A document that ends its worker (memory) or does not
end in time is set aside with that reason, and the worker is started anew.

In: a folder or zip of documents, a workspace. Out: rows of :mod:`projects.store.country`.
"""

from __future__ import annotations

import hashlib
import logging
import queue
import tempfile
import time
import zipfile
from asyncio import CancelledError
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import dask
from distributed import Client, Future, KilledWorker, LocalCluster, get_worker
from distributed.client import FutureCancelledError
from distributed.comm import CommClosedError

from geo import workspace
from geo.files import make_folder
from geo.locks import writing_workspace
from projects.batch.ground import NATION
from projects.batch.reading import Outcome, read_document, scope_of_path
from projects.city import write_title
from projects.errors import InputError, MissingError
from projects.store.country import CountryWriter

SUFFIXES = (".md", ".txt", ".html", ".htm", ".docx", ".pdf", ".csv", ".xls", ".xlsx")
_AHEAD = 4  # tasks that wait for each worker
_TOGETHER = 24  # documents in one transaction
_FLUSH_S = 5.0
_WORKER_BYTES = 2 * 1024**3
_RECYCLED = 300  # documents after which a worker is started anew: what libraries keep is given back
_START_S = 120.0  # for a worker to be there again
_LONGEST_S = 300.0  # for one document
_TICK_S = 5.0
_CONNECT_S = 15
_TELL = 100
_BEGUN = "project-map-begun"
_ENDED = "its worker ended twice while it was read: memory, or a fault of a library"
_SETTINGS = {
    # What a task gives is small: nothing to spill, and a worker that grows is started anew.
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    "distributed.worker.memory.terminate": 0.95,
}
_TITLE = ("中国", "China")


@dataclass(frozen=True, slots=True)
class Done:
    """How a run ended: documents that it read, set aside and found in the store; records it wrote."""

    read: int
    set_aside: int
    known: int
    records: int
    seconds: float


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    sha256: str


def batch(
    source: Path,
    folder: Path,
    *,
    workers: int = 2,
    address: str = "",
    again: bool = False,
    limit: int | None = None,
    told: Callable[[str], None] = lambda _: None,
) -> Done:
    """Read all documents of a folder or a zip into a workspace.

    Parameters
    ----------
    source
        A folder, with all below it, or a zip; what ends in one of :data:`SUFFIXES` is a document.
    folder
        The workspace; made where there is none yet.
    workers, address
        A cluster on this computer with so many processes, or the address of a Dask scheduler, whose
        workers have this program installed.
    again
        Also try the documents that an earlier run set aside.
    limit
        The first documents in order of their paths only; None for all.
    told
        What is called with a line on how far it is.

    Returns
    -------
    Done
        Counts of this run; ``known`` are files in the store already or with the content of another.

    Raises
    ------
    MissingError
        There is no such source.
    InputError
        It holds no document, *limit* is below 1, *folder* holds something else, no scheduler or worker
        answers (any more), or the store cannot be written.
    BusyError, WriteError
        Another process writes to *folder*, or it may not be written.
    """
    if limit is not None and limit < 1:
        raise InputError(f"limit {limit}; expected 1 or more")
    started = time.perf_counter()
    with _opened(source) as files:
        if not files:
            raise InputError(f"{source}: no document in it; expected {' '.join(SUFFIXES)}")
        names = sorted(files)[:limit]
        _workspace(folder)
        with writing_workspace(folder), CountryWriter(folder) as writer:
            if again:
                writer.forget_failed()
            rest, known = _to_read(files, names, set(writer.known()))
            total = _Totals(len(rest), told)
            if rest:
                with _cluster(workers, address) as client:
                    _Run(client, files, writer, total).all(rest)
    return Done(total.read, total.set_aside, known, total.records, time.perf_counter() - started)


def _workspace(folder: Path) -> None:
    """Make the workspace where it is not there yet."""
    if folder.exists() and not (folder / workspace.TITLE).is_file() and any(folder.iterdir()):
        raise InputError(
            f"{folder}: there is something already; expected a new, an empty or a store's folder"
        )
    make_folder(folder)
    if not (folder / workspace.TITLE).is_file():
        write_title(folder, NATION, *_TITLE)


@contextmanager
def _opened(source: Path) -> Iterator[dict[str, Callable[[], bytes]]]:
    """Path of each document in a folder or zip → what gives its bytes."""
    if source.is_dir():
        paths = {path.relative_to(source).as_posix(): path for path in source.rglob("*") if path.is_file()}
        yield {name: path.read_bytes for name, path in paths.items() if _is_document(name)}
        return
    if not source.is_file():
        raise MissingError(f"{source}: no such folder or zip")
    try:
        with zipfile.ZipFile(source) as archive:
            names = [one.filename for one in archive.infolist() if not one.is_dir()]
            yield {name: lambda name=name: archive.read(name) for name in names if _is_document(name)}  # type: ignore[misc]
    except zipfile.BadZipFile as error:
        raise InputError(f"{source}: {error}; expected a folder or a zip of documents") from error


def _is_document(name: str) -> bool:
    return name.lower().endswith(SUFFIXES) and not Path(name).name.startswith((".", "~"))


def _to_read(
    files: dict[str, Callable[[], bytes]], names: list[str], known: set[str]
) -> tuple[list[_File], int]:
    """What is not in the store yet, one file for each content, and how many files are."""
    rest: dict[str, _File] = {}
    for name in names:
        sha256 = hashlib.sha256(files[name]()).hexdigest()
        if sha256 not in known:
            rest.setdefault(sha256, _File(name, sha256))
    return list(rest.values()), len(names) - len(rest)


def _task(data: bytes, path: str, sha256: str) -> Outcome:
    get_worker().log_event(_BEGUN, {"sha256": sha256, "worker": get_worker().address})
    return read_document(data, path, sha256)


class _Totals:
    """What a run has done so far."""

    def __init__(self, of: int, told: Callable[[str], None]) -> None:
        self.read = self.set_aside = self.records = 0
        self._of, self._told, self._started = of, told, time.perf_counter()

    def add(self, one: Outcome) -> None:
        """Count one document."""
        self.read += not one.reason
        self.set_aside += bool(one.reason)
        self.records += len(one.records)
        if one.reason:
            self._told(f"{one.path}: set aside: {one.reason}")
        done = self.read + self.set_aside
        if done % _TELL == 0 or done == self._of:
            seconds = time.perf_counter() - self._started
            self._told(f"{done} of {self._of} documents, {self.records} records, {seconds:.0f} s")


class _Lanes:
    """What waits, one lane per worker: a lane works through one unit's documents, then takes the next."""

    def __init__(self, files: Iterable[_File], lanes: int) -> None:
        groups: dict[str, deque[_File]] = defaultdict(deque)
        for file in files:
            groups[scope_of_path(file.path)].append(file)
        self._groups = deque(sorted(groups.values(), key=len, reverse=True))
        self._lanes: list[deque[_File]] = [deque() for _ in range(lanes)]

    def take(self, lane: int) -> _File | None:
        """The next document of a lane: of its own unit, of a new one, else of the longest lane."""
        if not self._lanes[lane]:
            longest = max(self._lanes, key=len)
            self._lanes[lane] = self._groups.popleft() if self._groups else longest
        return self._lanes[lane].popleft() if self._lanes[lane] else None


class _Run:
    """The tasks that are under way, and what came back and is not written yet."""

    def __init__(
        self, client: Client, files: dict[str, Callable[[], bytes]], writer: CountryWriter, totals: _Totals
    ) -> None:
        self._client, self._files, self._writer, self._totals = client, files, writer, totals
        self._ended: queue.SimpleQueue[Future] = queue.SimpleQueue()
        self._begun: dict[str, tuple[float, str]] = {}
        self._under_way: dict[str, tuple[Future, _File, int]] = {}
        self._unwritten: list[Outcome] = []
        self._written = self._seen = time.monotonic()
        client.subscribe_topic(_BEGUN, self._begin)

    def all(self, rest: Sequence[_File]) -> None:
        """Read them all; those that were at hand when a worker ended once more, alone."""
        lanes = max(1, len(self._workers()))
        suspects = self._through(_Lanes(rest, lanes), lanes, _AHEAD)
        for file in suspects:
            for again in self._through(_Lanes([file], 1), 1, 1):
                self._keep(Outcome(again.path, again.sha256, reason=_ENDED))
        self._flush()

    def _through(self, waiting: _Lanes, lanes: int, ahead: int) -> list[_File]:
        """Read what waits; returned are the documents that may have ended a worker."""
        suspects: list[_File] = []
        room = [ahead] * lanes
        since = [0] * lanes  # documents since the lane's worker was started
        while True:
            for lane in range(lanes):
                if since[lane] >= _RECYCLED and room[lane] == ahead:
                    self._recycle(lane)
                    since[lane] = 0
                while since[lane] < _RECYCLED and room[lane] and (file := waiting.take(lane)):
                    self._submit(file, lane)
                    room[lane] -= 1
                    since[lane] += 1
            if not self._under_way:
                return suspects
            try:
                future = self._ended.get(timeout=_TICK_S)
            except queue.Empty:
                self._stop_overdue()
                continue
            if (found := self._under_way.pop(future.key, None)) is None:
                continue  # set aside already, for its time
            _, file, lane = found
            room[lane] += 1
            outcome = self._outcome(future, file)
            future.release()
            if outcome is None:
                suspects.append(file)
            else:
                self._keep(outcome)

    def _submit(self, file: _File, lane: int) -> None:
        workers = self._workers()
        future = self._client.submit(
            _task,
            self._files[file.path](),
            file.path,
            file.sha256,
            key=f"document-{file.sha256}",
            pure=False,
            workers=[workers[lane % len(workers)]] if workers else None,
            allow_other_workers=True if workers else None,
        )
        self._under_way[future.key] = (future, file, lane)
        future.add_done_callback(self._ended.put)

    def _outcome(self, future: Future, file: _File) -> Outcome | None:
        """What a task gave; None when the worker that held it ended."""
        try:
            found: Outcome = future.result()
        except (KilledWorker, CancelledError):
            return None
        return found

    def _keep(self, one: Outcome) -> None:
        self._totals.add(one)
        self._unwritten.append(one)
        if len(self._unwritten) >= _TOGETHER or time.monotonic() - self._written > _FLUSH_S:
            self._flush()

    def _flush(self) -> None:
        self._writer.add(self._unwritten)
        self._unwritten = []
        self._written = time.monotonic()

    def _begin(self, event: tuple[float, dict[str, str]]) -> None:
        _, told = event
        self._begun[f"document-{told['sha256']}"] = (time.monotonic(), told["worker"])

    def _stop_overdue(self) -> None:
        """Set aside what does not end, and start its worker anew."""
        now, workers = time.monotonic(), self._workers()
        if workers:
            self._seen = now
        elif now - self._seen > _START_S:
            raise InputError("no worker answers any more; the next run goes on from here")
        for key, (future, file, _) in list(self._under_way.items()):
            begun, worker = self._begun.get(key, (now, ""))
            # That of a worker which is gone waits for another.
            if now - begun > _LONGEST_S and worker in workers:
                del self._under_way[key]
                future.cancel(force=True)
                self._restart(worker)
                self._keep(Outcome(file.path, file.sha256, reason=f"no end after {_LONGEST_S:.0f} s"))

    def _recycle(self, lane: int) -> None:
        """Start the worker of a lane anew, when no other lane has to wait for it."""
        workers = self._workers()
        if len(workers) > lane:
            self._restart(workers[lane])

    def _restart(self, worker: str) -> None:
        with suppress(KeyError):  # it is gone by itself
            self._client.restart_workers([worker], timeout=_START_S, raise_for_error=False)

    def _workers(self) -> list[str]:
        return sorted(self._client.scheduler_info(n_workers=-1).get("workers", ()))


@contextmanager
def _cluster(workers: int, address: str) -> Iterator[Client]:
    if address:
        try:
            joined = Client(address, timeout=_CONNECT_S)
        except OSError as error:
            raise InputError(f"{address}: no Dask scheduler answers: {error}") from error
        # Not OSError: a full disk during the run is none of the scheduler's.
        try:
            with joined as client:
                yield client
        except (CommClosedError, FutureCancelledError) as error:
            raise InputError(
                f"{address}: the Dask scheduler answers no more; the next run goes on from here"
            ) from error
        return
    with (
        dask.config.set(_SETTINGS),
        tempfile.TemporaryDirectory(prefix="project-map-dask-") as scratch,
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            memory_limit=_WORKER_BYTES,
            # Any free port: at the usual one a second run at the same time would find it taken.
            scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
            local_directory=scratch,
            silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client
