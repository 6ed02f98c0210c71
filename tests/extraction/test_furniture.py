"""What stands around an article: front matter, menus, buttons, neighbours, the foot of the site."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from projects.extraction.readers import Source, read_source
from projects.extraction.readers.furniture import around_article, furniture_words
from projects.vocabulary.rules import rules

CORPUS = Path(__file__).parents[2].parent / "shared/corpus"
REPORT = (
    "加快推进轴承产业园建设，支持企业扩大生产规模，推动产业集群向高端迈进，"
    "形成百亿级产业集群，带动就业，让群众受益。"
)
PASTED = f"""工作报告
某县2024年政府工作报告
时间：2024-04-02??\t\t作者：某某??\t\t来源：县政府网\t\t阅读：
296
评论：
0
内容摘要：
政 府 工 作 报 告某县人民代表大会……
政 府 工 作 报 告
一、2023年工作回顾
{REPORT}
时间：甲产业园项目2024年6月开工。
1.乙产业园项目
来源：丙项目的资金由县财政安排，分三年到位。
{REPORT}
标签：
工作报告
分享到：
新浪微博
上一篇：
丁县建设戊产业园项目
相关文章
04-02
己市2025年政府工作报告
版权所有 某某网 网站地图
"""


def written(tmp_path: Path, text: str, name: str = "plan.txt") -> Source:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    source = read_source(path)
    assert len(source.text) == len(text)
    assert all(one in (own, " ") for one, own in zip(source.text, text, strict=True)), "blanked, nothing else"
    return source


def lines(source: Source) -> list[str]:
    return [line.strip() for line in source.text.split("\n") if line.strip(" \t\u2029")]


def test_front_matter_is_no_text_and_its_title_is_kept(tmp_path: Path) -> None:
    head = "---\nsource: https://x.cn/1.html\ntitle: 某市政府工作报告（2023年）\n---\n"
    text = f"{head}\n各位代表：\n{REPORT}\n\n---\n\n完。\n"
    source = written(tmp_path, text, "plan.md")
    assert source.title == "某市政府工作报告（2023年）"
    assert lines(source) == ["各位代表：", REPORT, "---", "完。"]
    assert [text[one.start : one.end] for one in source.furniture] == text.split("\n")[:4]


@pytest.mark.parametrize(
    "text",
    [
        "---\n甲产业园项目\n---\n推进建设。\n",
        "---\n\n---\n推进建设。\n",
        "---\ntitle: 推进建设。\n",
        "title: 甲\n推进建设。\n",
    ],
)
def test_lines_between_dashes_that_are_no_front_matter_stay(tmp_path: Path, text: str) -> None:
    source = written(tmp_path, text)
    assert (source.text, source.title) == (text, "")


def test_a_page_pasted_as_text(tmp_path: Path) -> None:
    assert lines(written(tmp_path, PASTED)) == [
        "工作报告",
        "某县2024年政府工作报告",
        "政 府 工 作 报 告",
        "一、2023年工作回顾",
        REPORT,
        "时间：甲产业园项目2024年6月开工。",
        "1.乙产业园项目",
        "来源：丙项目的资金由县财政安排，分三年到位。",
        REPORT,
    ]


def test_menus_above_the_place_of_the_page(tmp_path: Path) -> None:
    menu = "某市规划纲要 - 某市人民政府\n简体\n政务公开\n甲产业园区\n当前位置：\n首页\n>\n政务公开\n>\n规划\n"
    text = f"{menu}某市规划纲要\n{REPORT}\n"
    text += "".join(f"{mark}、任务\n{REPORT}\n" for mark in "一二三四五六七")
    assert lines(written(tmp_path, text))[:3] == ["某市规划纲要 - 某市人民政府", "某市规划纲要", REPORT]


def test_a_list_of_short_lines_stays_whole(tmp_path: Path) -> None:
    text = (
        "重点项目\n"
        + "".join(f"{n}.第{n}号产业园项目\n" for n in range(1, 40))
        + "相关产业园\n分享经济产业园\n打印机产业园\n"
    )
    assert written(tmp_path, text).text == text


@pytest.mark.parametrize(
    "row", [one for one in rules("web_furniture") if one["where"] != "class"], ids=lambda row: row["example"]
)
def test_each_row_catches_its_example(row: dict[str, str]) -> None:
    assert re.fullmatch(row["pattern"], row["example"])
    assert not re.fullmatch(row["pattern"], REPORT)
    above = row["where"] in ("head", "head-number", "head-summary", "place")
    page = [row["example"], "规划", REPORT] if above else ["规划", "一、甲", "二、乙", REPORT, row["example"]]
    assert around_article(page) == {0 if above else 4}


def test_class_words_are_single_words() -> None:
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", word) for word in furniture_words())


def page(tmp_path: Path, body: str) -> Source:
    path = tmp_path / "page.html"
    path.write_text(
        f"<!DOCTYPE html><html><head><title>某县项目</title></head><body>{body}</body></html>", "utf-8"
    )
    return read_source(path)


ARTICLE = f"""<h1>某县重点项目</h1><p>发布时间：2024-03-01 来源：县政府办 浏览次数：123</p>
<div class="bdsharebuttonbox"><a>微信</a><a>微博</a></div>
<div class="content"><p>一、工业项目</p><p>1.高端轴承项目</p><p>{REPORT}<a href="x">甲产业园</a>也要建设。</p>
<table><tr><th>序号<th>项目名称<th>地点</tr><tr><td>1<td><a>甲大桥</a><td>堂邑镇</tr>
<tr><td>2<td><a>乙水库</a><td>石佛镇</tr></table><p>附件：<a>1.表.docx</a></p></div>
<p>责任编辑：王某</p><p>【打印本页】 【关闭窗口】</p>
<p>上一篇：<a>丙县建设产业园项目</a></p><p>下一篇：<a>丁产业园开工</a></p>"""


@pytest.mark.parametrize(
    "frame",
    [
        "{}",
        '<div id="header"><a>登录</a>某县人民政府</div>'
        '<div class="mainNav"><ul><li><a>首页</a><li><a>戊园区</a></ul></div>{}',
        '<div class="position">当前位置：<a>首页</a> &gt; <a>政务公开</a> &gt; 规划</div>{}',
        "<ul><li><a>乙县建设轴承产业园项目</a><li><a>丙县物流园</a><li><a>丁市大桥项目</a></ul>{}",
        '{}<div class="foot">主办：某县人民政府办公室</div><p>版权所有：某县人民政府 网站地图</p>',
        '{}<div class="related-news"><p><a>己产业园</a></p></div><div role="contentinfo">某县</div>',
        '<form class="search-form">{}</form>',
        '<div class="main-right hot position">{}</div>',
        "<aside><p>热门：庚产业园项目</p></aside><main class='nav'>{}</main>",
        "<table><tr><td><a>首页</a> <a>公开</a> <a>服务</a></td></tr><tr><td>{}</td></tr></table>",
    ],
)
def test_the_article_of_a_page_stays_whole_and_nothing_else(tmp_path: Path, frame: str) -> None:
    source = page(tmp_path, frame.format(ARTICLE))
    assert lines(source) == [
        "# 某县重点项目",
        "一、工业项目",
        "1.高端轴承项目",
        f"{REPORT}甲产业园也要建设。",
        "序号\t项目名称\t地点",
        "1\t甲大桥\t堂邑镇",
        "2\t乙水库\t石佛镇",
        "附件：1.表.docx",
    ]
    assert source.title == "某县项目"


def test_a_page_that_is_a_list_of_links_stays(tmp_path: Path) -> None:
    listed = "".join(f"<li><a>第{n}号产业园项目</a>" for n in range(1, 9))
    assert len(lines(page(tmp_path, f"<p>重点项目</p><ul>{listed}</ul>"))) == 9


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not part of the repository")
@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("labelled/xushui-2024.txt", "保定市徐水区2024年政府工作报告", ""),
        ("labelled/anguo-2022.txt", "2022年安国市政府工作报告", "[21]“七种能力”"),
    ],
)
def test_real_reports_taken_from_web_pages(name: str, first: str, last: str) -> None:
    source = read_source(CORPUS / name)
    read = lines(source)
    assert read[1] == first
    assert read[-1].startswith(last)
    assert not re.search("阅读：|评论：|内容摘要|上一篇|下一篇|QQ空间|标签云|沁阳市", source.text)
    assert sum(len(one.text) for one in source.furniture) < 0.12 * len(source.text)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not part of the repository")
def test_a_real_village_plan_stays_as_it_is() -> None:
    path = CORPUS / "unlabelled/pingyuan-jintian-village-plan.md"
    assert read_source(path).furniture == ()
