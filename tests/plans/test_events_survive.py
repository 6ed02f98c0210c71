"""300 decisions on a real plan, then another edition of it: each is in force or waits with its reason."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from geo import workspace
from projects.__main__ import main
from projects.desk import deciding
from projects.desk.applying import CHANGED, GONE, REREAD
from projects.desk.desk import Desk, open_desk
from projects.desk.folding import REJECTED
from projects.desk.spots import in_place

pytestmark = pytest.mark.plans
PLAN = "dongchangfu-14fyp"


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


def test_every_decision_is_in_force_or_waits_with_its_reason(plans: Path, tmp_path: Path) -> None:
    city = Path(
        shutil.copytree(
            workspace.shipped(),
            tmp_path / "city",
            ignore=shutil.ignore_patterns("desk.sqlite*", "store.sqlite*", "editions", "events.csv"),
        )
    )
    registry = (city / "documents.csv").read_text("utf-8").splitlines()
    kept = [registry[0], *(line for line in registry if line.startswith(f"{PLAN},"))]
    (city / "documents.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    file = kept[1].split(",")[1]
    folder = tmp_path / "plans"
    folder.mkdir()
    shutil.copy(plans / file, folder)
    chance = random.Random(20)
    with workspace.using(city):
        assert main(["build", "--plans", str(folder)]) == 0
        desk = open_desk(plans=folder, writing=True)
        ids = sorted(one.id for one in desk.readings)
        chosen = chance.sample(ids, min(300, len(ids)))
        for number, identifier in enumerate(chosen):
            decide(desk, identifier, number)
        path = folder / file
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
