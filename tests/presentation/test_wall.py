"""What the presentation loads: packed columns, chains, contacts, names for readers of English."""

from __future__ import annotations

import base64
import shutil
from pathlib import Path

import numpy as np
import pytest

from geo import workspace
from projects.presentation.webwall import contacts, wall
from projects.store.counting import STAGES
from projects.store.database import open_store
from projects.vocabulary.pinyin import english, translations


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("郑家镇", "Zhengjia Town"),
        ("凤凰工业园", "Fenghuang Industrial Park"),
        ("东昌府区", "Dongchangfu District"),
        (
            "国家级现代农业强镇和历史文化小镇",
            "Guo jia ji xian dai nong ye qiang zhen he li shi wen hua xiao zhen",
        ),
        ("绿色智慧社区项目", "Lü se zhi hui she qu Project"),
        ("5G", "5g"),
        ("项目", "Xiangmu"),
        ("", ""),
    ],
)
def test_a_name_is_spelled_for_readers_of_english(name: str, spelled: str) -> None:
    assert english(name) == spelled
    assert english(name).isascii() or "ü" in spelled


def test_a_stored_translation_comes_first_and_contacts_are_lines(tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(workspace.shipped(), own)
    (own / "names_en.csv").write_text("zh,en\n郑家镇,Zhengjia (the town of bearings)\n", encoding="utf-8")
    (own / "contacts.csv").write_text("zh,en\n招商局,Investment office\n电话,\n,x\n", encoding="utf-8")
    assert contacts() == []
    with workspace.using(own):
        assert english("郑家镇") == "Zhengjia (the town of bearings)"
        assert contacts() == [{"zh": "招商局", "en": "Investment office"}, {"zh": "电话", "en": "电话"}]
    assert translations() == {}


def test_packed_columns_say_what_the_records_say() -> None:
    store = open_store()
    records = store.records().reset_index(drop=True)
    found = wall(records, store.documents(), store.pinyin())
    stages = np.frombuffer(base64.b64decode(found["stage"]), "<u1")
    assert [STAGES[at - 1] if at else "" for at in stages] == list(records["stage"])
    numbers = np.frombuffer(base64.b64decode(found["place"]), "<u4")
    assert [found["places"][at][0] for at in numbers] == list(records["place"].str.replace("|", "、"))
    for one in found["chains"]:
        assert len(one["records"]) == len(one["at"]) > 0
        assert max(one["at"]) < len(one["links"])
    assert len(found["sources"]) == len(store.documents())
    assert found["as_of"] == max(store.documents()["issued"].dropna())
