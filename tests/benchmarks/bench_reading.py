"""Reading speed: characters per second over the five plans, and against a plain jieba pass.

Run ``python -m tests.benchmarks.bench_reading``. One core; each figure is the best of several runs in the
same process, with rules, gazetteer and jieba's dictionary loaded before. Targets: 100,000
characters read in under 0.6 seconds; a pass of ``jieba.lcut`` over the same text is the measure.
Without the plans the texts of other cities in ``tests/plans/cities`` are read.
"""

from __future__ import annotations

import logging
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from projects.extraction.extract import extract
from projects.extraction.scopes import Scope
from projects.model.registry import Document, plans_dir, read_registry
from projects.pipeline import run

CITIES = Path(__file__).parents[1] / "plans" / "cities"
RUNS = 5
TARGET_SECONDS = 0.6  # for 100,000 characters, all steps of reading, without places


def sources() -> list[tuple[Document, Path]]:
    """The five plans, else the texts of other cities."""
    plans = [(document, plans_dir() / document.file) for document in read_registry().values()]
    if all(path.is_file() for _, path in plans):
        return plans
    registry = read_registry(CITIES / "documents.csv")
    return [(document, CITIES / document.file) for document in registry.values()]


def best_seconds(work: Callable[[], object]) -> float:
    """Shortest of several runs."""
    times = []
    for _ in range(RUNS):
        started = perf_counter()
        work()
        times.append(perf_counter() - started)
    return min(times)


def main() -> int:
    """Print the figures; 1 when the target is missed."""
    pairs = sources()
    texts = [(document, path.read_text(encoding="utf-8-sig")) for document, path in pairs]
    characters = sum(len(text) for _, text in texts)
    scopes = {document.key: Scope(document) for document, _ in texts}

    def reading() -> None:
        for document, text in texts:
            extract(document, text, scopes[document.key])

    reading()  # rules, gazetteer and patterns are loaded once
    run(pairs)
    seconds = best_seconds(reading)
    all_steps = best_seconds(lambda: run(pairs))
    rows = [
        ("reading (structure, names, rejects)", seconds),
        ("all steps (values, industry, places, ids)", all_steps),
    ]
    jieba_seconds = None
    try:
        with warnings.catch_warnings():  # jieba imports pkg_resources, which warns of its own end
            warnings.simplefilter("ignore")
            import jieba
    except ImportError:
        missing = "jieba is not installed: no comparison (tests/benchmarks/requirements.txt has it)"
        print(missing, file=sys.stderr)
    else:
        jieba.setLogLevel(logging.CRITICAL)
        jieba.lcut("初始化")
        jieba_seconds = best_seconds(lambda: [jieba.lcut(text) for _, text in texts])
        rows.append(("jieba.lcut over the same text", jieba_seconds))
    print(f"{len(texts)} documents, {characters:,} characters")
    for name, value in rows:
        ratio = f"{value / jieba_seconds:6.2f} × jieba" if jieba_seconds else ""
        print(f"{name:44} {value:7.3f} s {characters / value:12,.0f} characters/s {ratio}")
    per_100_000 = seconds / characters * 100_000
    print(f"100,000 characters: {per_100_000:.2f} s (target {TARGET_SECONDS} s)")
    return int(per_100_000 > TARGET_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
