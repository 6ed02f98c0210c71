"""Hostile input: mutated plans give records, rejects or one clear error, and never a traceback.

``PROJECT_MAP_FUZZ=500`` runs that many documents; the normal run takes fewer. Seeds are the
numbers of the documents, so a failure is repeated by its number.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.errors import GeoError
from projects.errors import ProjectsError
from projects.extraction.units import Box
from projects.extraction.words import MAX_NAME
from projects.model.registry import Document, plans_dir
from projects.pipeline import run

DOCUMENTS = int(os.environ.get("PROJECT_MAP_FUZZ", "60"))
CITIES = Path(__file__).parents[1] / "plans" / "cities"
BRACKETS = "（）()〔〕[]【】《》“”"
PUNCTUATION = "，。；：、,;:.．"
SLICE = 4000  # characters taken of a plan, so that hundreds of documents stay quick


def sources() -> list[str]:
    folders = [CITIES, plans_dir()]
    return [
        path.read_text(encoding="utf-8-sig") for folder in folders for path in sorted(folder.glob("*.txt"))
    ]


def truncated(text: str, dice: random.Random) -> str:
    return text[: dice.randrange(1, len(text))]


def without_brackets(text: str, dice: random.Random) -> str:
    return "".join(c for c in text if c not in BRACKETS or dice.random() < 0.4)


def more_brackets(text: str, dice: random.Random) -> str:
    return "".join(c + dice.choice(BRACKETS) if dice.random() < 0.02 else c for c in text)


def shuffled_lines(text: str, dice: random.Random) -> str:
    lines = text.split("\n")
    dice.shuffle(lines)
    return "\n".join(lines)


def deletions(text: str, dice: random.Random) -> str:
    return "".join(c for c in text if dice.random() > 0.05)


def doubled(text: str, dice: random.Random) -> str:
    start = dice.randrange(len(text))
    return text[:start] + text[start : start + 300] * 5 + text[start:]


def other_punctuation(text: str, dice: random.Random) -> str:
    return "".join(dice.choice(PUNCTUATION) if c in PUNCTUATION and dice.random() < 0.3 else c for c in text)


def without_punctuation(text: str, dice: random.Random) -> str:
    del dice
    return re.sub(r"[，。；：、,;:\n]", "", text)


def white_space(text: str, dice: random.Random) -> str:
    return "".join(c + dice.choice(" \t\n\u3000\u200b\r\f") if dice.random() < 0.1 else c for c in text)


def one_character_lines(text: str, dice: random.Random) -> str:
    del dice
    return "\n".join(text[:1500])


def odd_characters(text: str, dice: random.Random) -> str:
    odd = "\x00\x07\ufeff\ufffd🏭\u202e㎡①⑳ＡＺ０９𠮷<>&'\"=,|"
    return "".join(c + dice.choice(odd) if dice.random() < 0.03 else c for c in text)


def numbers(text: str, dice: random.Random) -> str:
    return "".join(dice.choice("0123456789一二三十①（1）") if c.isdigit() else c for c in text)


MUTATORS: tuple[Callable[[str, random.Random], str], ...] = (
    truncated,
    without_brackets,
    more_brackets,
    shuffled_lines,
    deletions,
    doubled,
    other_punctuation,
    without_punctuation,
    white_space,
    one_character_lines,
    odd_characters,
    numbers,
)


def encoded(text: str, dice: random.Random) -> bytes:
    """Bytes in one encoding, or in two that do not fit together, or cut inside a character."""
    encoding = dice.choice(["utf-8"] * 5 + ["utf-8-sig", "gb18030", "utf-16"])
    data = text.encode(encoding, errors="replace")
    kind = dice.random()
    if kind < 0.06:
        half = len(text) // 2
        return text[:half].encode("utf-8", errors="replace") + text[half:].encode("gb18030", errors="replace")
    return data[:-1] if kind < 0.12 else data


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return sources()


@pytest.mark.parametrize("number", range(DOCUMENTS))
def test_mutated_documents_are_read_or_refused(number: int, texts: list[str], tmp_path: Path) -> None:
    dice = random.Random(number)
    text = dice.choice(texts)
    start = dice.randrange(max(1, len(text) - SLICE))
    text = text[start : start + SLICE]
    for _ in range(dice.randrange(1, 4)):
        text = dice.choice(MUTATORS)(text, dice) or text
    path = tmp_path / "plan.txt"
    path.write_bytes(encoded(text, dice))
    scope = dice.choice(["", "东昌府区", "聊城市", "聊城经济技术开发区", "洛阳市", "章丘区", "不存在的地方"])
    document = Document("fuzz", path.name, period_start=2021, period_end=2025, scope=scope)
    try:
        result = run([(document, path)])
    except (ProjectsError, GeoError) as error:
        assert str(error).count("\n") == 0 and str(path) in str(error)
        return
    for record in result.records:
        assert record.name.strip() and len(record.name) <= MAX_NAME
        assert "\n" not in record.name
        assert record.span_start is not None and record.span_end is not None
        assert 0 <= record.span_start < record.span_end
    for step in result.steps:
        assert step.seen == step.kept + step.rejected
    for box in result.boxes:
        assert box.entries == box.records + box.rejects
    assert len({record.id for record in result.records}) == len(result.records)


HUGE = {
    "white space": "　" * 100_000 + "专栏1 重点项目\n（1）甲乙丙项目",
    "an open bracket": "建设（" + "甲路、乙街项目；" * 10_000,
    "no punctuation": "推进甲乙丙丁产业园建设" * 8_000,
    "many numbers": "专栏1 重点项目\n" + "".join(f"（{n}）甲{n}号产业园项目" for n in range(1, 4_000)),
    "many lines": "专栏1 重点项目\n" + "\n".join(f"甲乙丙{n}号产业园项目" for n in range(4_000)),
    "many open lines": "\n".join("推进甲乙丙丁" for _ in range(15_000)),
    "many 、": "建设" + "甲乙丙产业园、" * 12_000,
    "many boxes": "\n".join(f"专栏{n} 重点项目\n甲乙丙{n}号产业园" for n in range(1, 3_000)),
    "a table": "序号\n重点任务\n责任单位\n完成时间\n" + "1\n推进甲路建设\n区住建局\n2024年\n" * 4_000,
    "half a table": "序号\n重点任务\n责任单位\n完成时间\n1",
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("what", HUGE)
def test_huge_input_is_read(what: str, tmp_path: Path) -> None:
    from projects.extraction.extract import extract
    from projects.extraction.scopes import Scope

    document = Document("huge", "huge.txt", scope="东昌府区")
    scope = Scope(document)
    extract(document, "推进甲乙路建设。", scope)  # rules and gazetteer are read once
    text = HUGE[what]
    found = extract(document, text, scope)
    assert all(0 < len(mention.name) <= MAX_NAME for mention in found.mentions)
    assert found.seen >= sum(isinstance(unit, Box) and len(unit.paragraphs) > 0 for unit in found.tree.units)
