"""The same project in several documents: Mentions whose names share their key.

Two Mentions are taken for one project when nothing but region, organisation form and a
closing 项目 tells their names apart (``projects.names.key``), the key is long enough to be a
name of its own, and neither is placed where the other is not. This joins less than a
careful person would and, by that, almost nothing wrongly: 松桂大街 and 松桂大街运河桥 stay two, and
so does a second phase.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from projects.names import key
from projects.records import Record

MIN_KEY = 4


def with_projects(records: Sequence[Record], compatible: Callable[[Record, Record], bool]) -> list[Record]:
    """Records with ``project`` filled: ``p`` and 8 hexadecimal digits, empty for a project named once.

    Parameters
    ----------
    records
        In any order; the ids do not depend on it.
    compatible
        Whether the places of two records may be those of one project.
    """
    groups: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        name = _key(record.name)
        if len(name) >= MIN_KEY:
            groups[name].append(record)
    project: dict[str, str] = {}
    for name, members in groups.items():
        agree = all(compatible(a, b) for i, a in enumerate(members) for b in members[i + 1 :])
        if len(members) > 1 and agree:
            identifier = "p" + hashlib.sha256(name.encode()).hexdigest()[:8]
            project.update({member.id: identifier for member in members})
    return [replace(record, project=project.get(record.id, "")) for record in records]


def _key(name: str) -> str:
    return re.sub(r"[“”\"·\s]", "", key(name))
