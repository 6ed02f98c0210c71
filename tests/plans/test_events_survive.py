"""300 decisions on a real plan, then another edition or reading: each holds or waits with its reason."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from geo import workspace
from projects.__main__ import main
from projects.desk import deciding, joining
from projects.desk.applying import CHANGED, GONE, REREAD, UNKNOWN
from projects.desk.desk import Desk, open_desk
from projects.desk.folding import REJECTED, by_record, in_force
from projects.desk.spots import in_place

pytestmark = pytest.mark.plans
PLAN = "dongchangfu-14fyp"
REASONS = (CHANGED, GONE, REREAD, UNKNOWN)
MOST = 300


def decide(desk: Desk, identifier: str, number: int) -> None:
    ways = (
        lambda: deciding.accept(desk, [identifier], by="王"),
        lambda: deciding.reject(desk, [identifier], by="王"),
        lambda: deciding.edit(desk, identifier, {"name": f"新名{number}"}, by="王"),
        lambda: deciding.edit(desk, identifier, {"scale": f"年产{number}套"}, by="王"),
        lambda: deciding.place(desk, identifier, in_place("郑家镇"), by="王"),
    )
    ways[number % len(ways)]()


def another_edition(text: str, chance: random.Random) -> str:
    """The text with page breaks moved, some paragraphs changed, some left out."""
    lines = [""]
    for line in text.split("\n"):
        turn = chance.random() if len(line) > 30 else 1.0
        if turn < 0.03:
            continue
        lines.append(line.replace("建设", "打造", 1) if turn < 0.12 else line)
    return "\n".join(lines)


def a_city(plans: Path, folder: Path) -> tuple[Path, Path]:
    """The shipped workspace with one plan and no event; the plan's file in a folder of its own."""
    city = Path(
        shutil.copytree(
            workspace.shipped(),
            folder / "city",
            ignore=shutil.ignore_patterns("desk.sqlite*", "store.sqlite*", "editions", "events.csv"),
        )
    )
    registry = (city / "documents.csv").read_text("utf-8").splitlines()
    kept = [registry[0], *(line for line in registry if line.startswith(f"{PLAN},"))]
    (city / "documents.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    (folder / "plans").mkdir()
    file = kept[1].split(",")[1]
    return city, Path(shutil.copy(plans / file, folder / "plans" / file))


@pytest.mark.wide
def test_every_decision_is_in_force_or_waits_with_its_reason(plans: Path, tmp_path: Path) -> None:
    city, path = a_city(plans, tmp_path)
    folder = path.parent
    chance = random.Random(20)
    with workspace.using(city):
        assert main(["build", "--plans", str(folder)]) == 0
        desk = open_desk(plans=folder, writing=True)
        ids = sorted(one.id for one in desk.readings)
        chosen = chance.sample(ids, min(300, len(ids)))
        for number, identifier in enumerate(chosen):
            decide(desk, identifier, number)
        path.write_text(another_edition(path.read_text("utf-8"), chance), encoding="utf-8")
        assert main(["build", "--plans", str(folder)]) == 0
        applied = open_desk(plans=folder).applied
    standing = {one.id: one for one in applied.standing}
    waiting = 0
    for identifier in chosen:
        state = applied.states[identifier]
        if identifier in applied.open:
            assert applied.open[identifier].reason in (CHANGED, GONE, REREAD)
            waiting += 1
        elif state.status == REJECTED:
            assert identifier not in standing
        else:
            one = standing[identifier]
            assert one.status == state.status
            assert {name: getattr(one, name) for name in state.changes} == dict(state.changes)
    assert 0 < waiting < len(chosen) / 3  # both happen: some texts changed, most did not


def decide_in_every_way(desk: Desk, chance: random.Random) -> None:
    """At least 300 events of every kind, each on a record that has none yet."""
    left = [one.id for one in desk.readings]
    chance.shuffle(left)
    text = desk.text(PLAN) or ""
    plain = [found.start() for found in re.finditer(r"[\u4e00-\u9fff]{12}", text)]
    chance.shuffle(plain)
    number = 0
    while len(desk.events) < MOST:
        number += 1
        one = left.pop()
        name = desk.record(one).name
        if number % 8 == 5:
            joining.merge(desk, [left.pop(0), one], by="王")
        elif number % 8 == 6 and len(name) > 3:
            joining.split(desk, one, [f"{name}（一期）", f"{name}（二期）"], by="王")
        elif number % 8 == 7:
            at = plain.pop()
            deciding.add(desk, PLAN, text[at : at + 8], span=(at, at + 8), by="王")
        else:
            decide(desk, one, number)


def read_otherwise(folder: Path) -> Path:
    """The program with another threshold of the verdict and one rule row less: a new reading version."""
    root = Path(__file__).parents[2]
    for package in ("geo", "projects"):
        shutil.copytree(root / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "data").mkdir()
    for path in (root / "data").iterdir():
        if path.name != "rules":
            (folder / "data" / path.name).symlink_to(path)
    rules = Path(shutil.copytree(root / "data" / "rules", folder / "data" / "rules"))
    verdict = (rules / "verdict.csv").read_text("utf-8")
    changed = re.sub(r"(?m)^accept,[-.\d]+,threshold", "accept,0.80,threshold", verdict)
    assert changed != verdict
    (rules / "verdict.csv").write_text(changed, encoding="utf-8")
    tails = (rules / "tails.csv").read_text("utf-8").splitlines()
    (rules / "tails.csv").write_text("\n".join(tails[:-1]) + "\n", encoding="utf-8")
    return folder


def run(program: Path, *arguments: str) -> str:
    """The standard output of a Python of its own over the program in a folder."""
    environment = os.environ | {"PYTHONPATH": str(program)}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=program, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.mark.slow
def test_a_new_reading_version_loses_none_of_300_events(plans: Path, tmp_path: Path) -> None:
    city, path = a_city(plans, tmp_path)
    with workspace.using(city):
        assert main(["build", "--plans", str(path.parent)]) == 0
        desk = open_desk(plans=path.parent, writing=True)
        decide_in_every_way(desk, random.Random(15))
        events, before = list(desk.events), {one.id for one in desk.readings}
        (tmp_path / "program").mkdir()
        program = read_otherwise(tmp_path / "program")
        asked = "from projects.desk.readings import reading_version; print(reading_version())"
        assert run(program, "-c", asked).strip() not in {event.reading_version for event in events}
        run(program, *("-m", "projects", "build", "--workspace", str(city), "--plans", str(path.parent)))
        desk = open_desk(plans=path.parent)
        after = {one.id for one in desk.readings}
        assert before - after and after != before, "the reading is another"
        assert list(desk.events) == events
        standing = {one.id: one for one in desk.applied.standing}
        chains = by_record(desk.events)
        in_queue = [event for event in events if event.record in desk.applied.open]
        holding = [event for event in events if event.record not in desk.applied.open]
    assert all(desk.applied.open[event.record].reason in REASONS for event in in_queue)
    for event in holding:
        assert event in in_force(chains[event.record])
        if event.action in ("reject", "merge", "split"):
            assert event.record not in standing
        else:
            one = standing[event.record]
            assert one.status != "candidate"
            assert all(getattr(one, name) == value for name, value in event.after.items() if name != "status")
    assert len(in_queue) + len(holding) == len(events) >= MOST
    assert {event.action for event in events} == {
        "accept",
        "reject",
        "edit",
        "place",
        "merge",
        "split",
        "add",
    }
