"""What boxes say an area shall be."""

from __future__ import annotations

from projects.extraction.extract import extract
from projects.extraction.scopes import Scope
from projects.georeferencing.positioning import read_positions
from projects.model.registry import Document

KEY_TOWNS = """第一章 总则
正文一句。
专栏8 重点发展乡镇
东昌府区：堂邑镇、郑家镇、沙镇镇；
高唐：清平镇、琉璃寺镇、尹集镇；
"""


def test_a_county_before_a_list_of_towns_is_no_key_town():
    document = Document("d", "d.txt", scope="聊城市", issued="2016", period_start=2016, period_end=2020)
    scope = Scope(document)
    found = read_positions(extract(document, KEY_TOWNS, scope), scope)
    assert [(one.place, one.item, one.aspect) for one in found] == [
        ("堂邑镇", "1", "listed"),
        ("郑家镇", "1", "listed"),
        ("沙镇镇", "1", "listed"),
        ("清平镇", "2", "listed"),
        ("琉璃寺镇", "2", "listed"),
        ("尹集镇", "2", "listed"),
    ]
