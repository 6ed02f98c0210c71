"""Whether two names speak of one thing, one firm or one house.

Asked by ``projects.georeferencing.facts.FactBook`` of a project's name and of what a document says is at a
place. A name without letters of its own (蔬菜生产基地, 高端装备制造) means the same thing only
when it is long or when the same document says it again; the letters of a firm in the name of
a school or a hospital (``data/rules/houses.csv``) are no firm. Names come as they are printed
or as their :func:`projects.extraction.names.key`.
"""

from __future__ import annotations

from functools import lru_cache

from projects.extraction.names import is_shared
from projects.extraction.words import distinctive, name_end
from projects.vocabulary.rules import rules

MIN_CORE = 2
LONG_CLASS = 8  # letters of a name without letters of its own that is still told from others


def same_thing(own: str, entity: str) -> bool:
    """Whether two keys are the same name, one shorter by some words: letters in order, same beginning."""
    if len(entity) < 4 or len(own) < 4 or is_shared(entity):
        return False
    if own == entity and len(own) >= 6:
        return True
    if not name_end(own) and entity.startswith(own):
        return True  # a name that the print cuts off
    short, long = (entity, own) if len(entity) <= len(own) else (own, entity)
    if short in long:
        return len(short) >= 4 and bool(distinctive(short))
    if len(short) < 6 or short[:2] not in long:
        return False
    rest = long[long.index(short[:2]) :]
    position = 0
    for char in short:
        position = rest.find(char, position)
        if position < 0:
            return False
        position += 1
    return (bool(distinctive(short)) or len(short) >= 8) and len(short) * 2 >= len(rest)


def is_another_house(name: str, entity: str) -> bool:
    """Whether a name is that of a house (人和中学), and what it may share letters with (人和) is none."""
    return any(word not in entity for word in _houses_in(name))


@lru_cache(maxsize=1024)
def _houses_in(name: str) -> tuple[str, ...]:
    return tuple(row["word"] for row in rules("houses") if row["word"] in name)


def same_class(name: str, own: str, raw: str, entity: str, *, in_same_plan: bool) -> bool:
    """Whether a name that only tells what kind of thing it is means the same thing here."""
    if not name_end(raw):
        return False
    if min(len(raw), len(own)) >= LONG_CLASS and (raw in name or own in raw):
        return True
    if not in_same_plan or len(entity) < 4:
        return False
    return own == entity or same_thing(own, entity) or len(_common_prefix(name, raw)) >= LONG_CLASS


def same_beginning(name: str, own: str, raw: str, entity: str) -> bool:
    """Whether two names begin alike for long enough to be of one house: 泉润农业公园, 泉润农业年产果蔬….

    Four letters are enough when two are the name's own, eight when none is.
    """
    shared = _common_prefix(own, entity)
    if len(shared) >= 4 and len(distinctive(shared)) >= MIN_CORE and not is_shared(shared[:2]):
        return True
    if len(_common_prefix(name, raw)) >= 8:
        return True
    # One letter misread (牡丰禾, 牧丰禾): the rest has to share a word.
    return (
        len(own) >= 5
        and len(entity) >= 5
        and sum(a != b for a, b in zip(own[:3], entity[:3], strict=True)) == 1
        and len(distinctive(own[:3])) == 3
        and any(entity[i : i + 2] in own[3:] for i in range(3, len(entity) - 1))
    )


def is_landmark(name: str, entity: str) -> bool:
    """Whether the name holds a short name that stands for one thing in a town: 古城, 东昌湖."""
    return len(entity) in (2, 3) and distinctive(entity) == entity and entity in name


def _common_prefix(a: str, b: str) -> str:
    length = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[:length]


def same_company(own: str, core: str, entity_core: str, *, is_company: bool) -> bool:
    """Whether the letters of its own at the head of both names are the same."""
    if len(entity_core) < MIN_CORE or is_shared(entity_core) or is_shared(entity_core[:2]):
        return False
    if is_company:
        if len(core) >= MIN_CORE and entity_core.startswith(core):
            return True
        return own.startswith(entity_core) if len(entity_core) < 3 else entity_core in own
    return len(entity_core) >= 3 and entity_core in own
