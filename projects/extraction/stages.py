"""The stage of a record, as its own words tell it: 前期, 签约, 开工, 在建, 建成.

Input: the words around the name. Output: :class:`Stage`, with the rule that told it.
The rules are the rows of ``data/rules/stages.csv``; they are tried in the order of the
file and the first that fits decides. ``side`` says where its words are looked for:

``before``  the verbs and adverbs directly before the name or the enumeration it is in
            (加快推进, 启动, 谋划)
``behind``  what follows the name or its enumeration in the clause (建成投用, 早日开工)
``clause``  anywhere in the clause, when the other two are silent

An aim is read as what it aims at doing, as people label it: 加快建设 is 在建 and
力争建成投用 is 建成, in a plan as in a report; 早日开工 is 前期, since nothing is begun.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from projects.model.records import LIST_SEPARATOR
from projects.vocabulary.rules import rules

STAGES = ("前期", "签约", "开工", "在建", "建成")

_SENTENCE_ENDS = "。；！？;!?\n"
_CLAUSE_ENDS = "，,：:" + _SENTENCE_ENDS
_JOINS = r"、|和|及|与|并|以及|暨"
# What stands between verbs and says nothing of a stage: 高标准推进, 2023年开工建设, 抓紧实施.
_ADVERBS = (
    r"加快|加速|提速|抓紧|全力|强力|着力|大力|积极|主动|稳步|有序|扎实|深入|持续|继续|全面|重点|统筹|协同|联动|合作"
    r"|联合|共同|进一步|高标准|高质量|高水平|高起点|高效|高位|精心|突出|力争|确保|努力|争取|支持|推动|推进|如期|按期|尽快|早日"
    r"|年内|今年|明年|上半年|下半年|年底前?|(?:20\d\d|\d{1,2})年(?:底前?)?|[一二三四]季度|\d{1,2}月底?前?|新|再|将|要|正在|已|先后|成功|差异化|提质"
)


@dataclass(frozen=True, slots=True)
class Stage:
    """One of ``STAGES``, the id of its rule, and the words that fit it as printed, joined with ``|``.

    All are empty when the words tell none.
    """

    code: str = ""
    rule: str = ""
    words: str = field(default="", compare=False)


def stage_of(verbs: str, predicate: str, clause: str) -> Stage:
    """The stage that the words around a name tell.

    Parameters
    ----------
    verbs
        Verbs and adverbs printed directly before the name's enumeration; may be empty.
    predicate
        What follows the enumeration in its clause; may be empty.
    clause
        The whole clause, looked at only when neither of the two tells anything; may be empty.
    """
    words = {"before": verbs, "behind": predicate}
    for row in rules("stages"):
        for side, text in words.items():
            if text and side in _sides(row["side"]) and (printed := _printed(row["words"], text)):
                return Stage(row["stage"], row["id"], printed)
    if verbs or predicate:
        return Stage()
    for row in rules("stages"):
        if "clause" in _sides(row["side"]) and (printed := _printed(row["words"], clause)):
            return Stage(row["stage"], row["id"], printed)
    return Stage()


def stage(text: str, before: str, after: str) -> tuple[str, str]:
    """Stage and rule of a name in running text, for callers that have not parsed its clause.

    Parameters
    ----------
    text
        The name as printed.
    before, after
        What stands before and after it in the document; only its own clause is looked at.
    """
    left = re.split(f"[{_CLAUSE_ENDS}]", before)[-1]
    right = re.split(f"[{_CLAUSE_ENDS}]", after, maxsplit=1)[0]
    found = stage_of(_verbs(left), _predicate(right), "")
    return found.code, found.rule


def _verbs(left: str) -> str:
    """The verbs that govern a name: those directly before it, else those that open its enumeration."""
    if at_end := re.search(f"(?:{_run()})$", left):
        return at_end.group()
    openings = [found.group(1) for found in re.finditer(f"(?:^|{_JOINS})((?:{_run()}))", left)]
    if openings:
        return openings[-1]
    # 柳林建设固废基地、…: the doer stands before the verb of the enumeration.
    inside = re.findall(_run(), left.split("、")[0])
    return inside[-1] if inside else ""


def _predicate(right: str) -> str:
    """What is said of a name and the names that follow it, up to the next verb with objects of its own."""
    other = re.search(f"(?:{_JOINS})(?={_run()})", right)
    return right[: other.start()] if other else right


def _sides(text: str) -> list[str]:
    return text.split(LIST_SEPARATOR)


def _printed(words: str, text: str) -> str:
    """What of *text* fits the pattern *words*, each once, joined with ``|``; empty when nothing does."""
    return LIST_SEPARATOR.join(dict.fromkeys(found.group() for found in _pattern(words).finditer(text)))


@cache
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(words)


@cache
def _run() -> str:
    """Pattern of a run of verbs and adverbs with one verb of the rules at least."""
    verbs = "|".join(row["words"] for row in rules("stages") if "before" in _sides(row["side"]))
    return f"(?:{_ADVERBS})*(?:{verbs})(?:{_ADVERBS}|{verbs})*"
