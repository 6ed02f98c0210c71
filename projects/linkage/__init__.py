"""The same project in several documents: candidate pairs, scores, groups, people's decisions.

Mentions are never edited. A project is a view over them: a group of Mentions whose names,
places, industries and companies say that they are one thing.

``names``       what two names are compared by: words with their weight, closing word, phase
``score``       one pair: a score from its parts, a veto for near twins, a link for parts
``candidates``  which pairs are looked at at all
``decisions``   what people decided, dated rows that survive rebuilds and ring an alarm
``groups``      scored pairs and decisions to projects
``tables``      the tables and the report made of them

The score is a sum of parts (``data/rules/match_weights.csv``). Its main part compares the
words that two names print, each as heavy as it is telling: letters of its own weigh most,
words of plan language less, forms such as 项目 or 建设 nothing (``match_words.csv``). What
tells near twins apart is not a low score but a veto: another closing word (大街 and 桥,
产业园 and 振兴基地), another phase, year or figure, places that exclude each other. A phase, a
stretch of a line or an item of a joint entry is linked to its whole, not merged with it.
"""

from projects.linkage.decisions import Alarm, Decision, read_decisions
from projects.linkage.groups import Matching, match
from projects.linkage.score import Link, Pair

__all__ = ["Alarm", "Decision", "Link", "Matching", "Pair", "match", "read_decisions"]
