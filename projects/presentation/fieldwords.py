"""A record's fields in words, as the desk and the cards of the map show them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from projects.model.records import LIST_SEPARATOR, Record
from projects.store.vocabulary import KINDS, vocabulary
from projects.vocabulary import labels

# What is shown as one, by its columns.
FIELDS_OF: Mapping[str, set[str]] = {
    "years": {"period_start", "period_end"},
    "investment": {"investment_wan_yuan"},
    "target": {"target_wan_yuan"},
    "rule": {"reading_rule"},
}


def in_words(record: Record, name: str, lang: str) -> str:
    """The value of a field (a column of a record, or a key of :data:`FIELDS_OF`); empty for none."""
    known = vocabulary().labels
    if name == "kind":
        return KINDS[record.kind].in_language(lang)
    if name == "industry":
        one = known["industry"].get(record.industry)
        how = labels.industry_rule(record.industry_rule, lang) or "—"
        told = one.in_language(lang) if one else record.industry or "—"
        return f"{told}（{how}）" if lang == "zh" else f"{told} ({how})"
    if name == "stage":
        return labels.stage(record.stage, lang)
    if name == "years":
        return labels.years(record.period_start, record.period_end)
    if name == "investment":
        return labels.investment(record.investment_wan_yuan, lang)
    if name == "target":
        return labels.investment(record.target_wan_yuan, lang)
    if name == "place":
        return labels.place_in_words(record.level, record.place, record.radius_m, lang)
    if name == "level":
        one = known["level"].get(record.level)
        return one.in_language(lang) if one else record.level
    if name == "method":
        return labels.method(record.method, lang)
    if name == "section":
        return f"{record.section} {record.item}".strip()
    if name == "confidence":
        return "" if record.confidence is None else f"{record.confidence:.2f}"
    if name == "rule":
        return labels.reading_rule(record.reading_rule, lang)
    if name == "evidence":
        documents = {key: one.in_language(lang) for key, one in known["document"].items()}
        return ("；" if lang == "zh" else "; ").join(labels.evidence(record.evidence, documents, lang))
    return str(getattr(record, name)).replace(LIST_SEPARATOR, "、")


def minute(at: str) -> str:
    """``2026-11-21 17:30``: an event's time (UTC) as it is where the server stands."""
    return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"
