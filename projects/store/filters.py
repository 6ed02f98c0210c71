"""What a user asks for: one frozen ``Filters``, the same in the URL and on the command line.

Every condition narrows; the values given for one condition are alternatives. Reading a
query drops what is not valid with a notice (the page) or refuses it (the command line).

Query names: ``industry`` ``chain`` ``kind`` ``stage`` ``document`` ``county`` ``town``
``park`` ``level``, each as often as wanted, by code or by label; ``from`` ``to`` (years), ``text``,
``within`` (WKT), ``near`` (LON,LAT,KM), each once. Other names in a query are not looked at.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode

from projects.errors import InputError, MissingError
from projects.model.records import dictionary
from projects.store.conditions import CONDITIONS, KEYS, LISTS, PLACE_LEVELS
from projects.store.shapes import IntricateError, canonical, read_outline
from projects.store.vocabulary import Label, Vocabulary, vocabulary

_T = TypeVar("_T")

YEARS = range(1900, 2200)
FARTHEST_KM = 20_040  # half the way around the Earth
KM_DECIMALS = 3
_MOST_OFFERED = 50

_OTHER_LABELS = {
    "from": Label("起始年", "from"),
    "to": Label("截止年", "to"),
    **{one.key: Label(one.label_zh, one.label_en) for one in CONDITIONS if one.label_zh},
}
_WKT = re.compile(r"\s*(MULTI)?POLYGON\b", re.IGNORECASE)


class Notice(NamedTuple):
    """A value of a query that cannot be used, and what to tell the user (plain text).

    Whether it was left out or ends the command is for the caller to say.
    """

    key: str
    value: str
    zh: str
    en: str
    offered: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Chinese first, then English, in one line, with what could be given."""
        others = len(self.offered) - _MOST_OFFERED
        several = "、".join(self.offered[:_MOST_OFFERED]) + (f" … (+{others})" if others > 0 else "")
        return f"{self.zh} / {self.en}" + (f"；可用 expected: {several}" if several else "")


@dataclass(frozen=True, slots=True)
class Near:
    """The surroundings of a point: WGS 84 degrees and a radius on the ellipsoid in km.

    Raises
    ------
    InputError
        The point lies outside the degrees, or the radius is not above 0.
    """

    lon: float
    lat: float
    km: float

    def __post_init__(self) -> None:
        """Round, so that a link says the same as the filter, and check."""
        # + 0.0 turns -0.0 into 0.0
        for name, decimals in (("lon", 7), ("lat", 7), ("km", KM_DECIMALS)):
            object.__setattr__(self, name, round(float(getattr(self, name)), decimals) + 0.0)
        if not (abs(self.lon) <= 180 and abs(self.lat) <= 90 and 0 < self.km <= FARTHEST_KM):
            raise InputError(
                f"expected LON,LAT,KM in degrees (WGS 84) and a radius above 0 to {FARTHEST_KM} km"
            )

    @classmethod
    def parse(cls, text: str) -> Near:
        """Read ``LON,LAT,KM``; full-width digits and commas will do."""
        try:
            lon, lat, km = map(float, unicodedata.normalize("NFKC", text).split(","))
        except ValueError as error:
            raise InputError(f"expected LON,LAT,KM: {text!r}") from error
        return cls(lon, lat, km)

    def __str__(self) -> str:
        """``LON,LAT,KM``, as :meth:`parse` reads it."""
        return ",".join(plain_number(value) for value in (self.lon, self.lat, self.km))


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions on records; empty and ``None`` mean no condition.

    ``stage`` is what the record's own words say; one that says none has none. ``industry`` also takes
    families, ``chain`` the codes of :mod:`projects.store.chains`. ``county``,
    ``town`` and ``park`` take codes or official names. A record matches the years when its
    years (:func:`projects.model.records.years_of`: its item's, else its plan's) overlap them; a record
    without any year matches only when no year is asked for: nothing says that it belongs there.
    ``text``: every word occurs in name, company, category, place, town or county, or the
    word is pinyin or initials of name, company or place. ``within`` is canonical WKT.

    Order and repetition of values make no difference: they are sorted.

    Raises
    ------
    InputError
        A year is out of range, the years are the wrong way round, ``within`` is no outline.
    """

    industry: tuple[str, ...] = ()
    chain: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    document: tuple[str, ...] = ()
    county: tuple[str, ...] = ()
    town: tuple[str, ...] = ()
    park: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    text: str = ""
    within: str = ""
    near: Near | None = None

    def __post_init__(self) -> None:
        """Bring equal filters to one form, and check."""
        for key in LISTS:
            object.__setattr__(self, key, tuple(sorted(set(getattr(self, key)))))
        object.__setattr__(self, "text", " ".join(self.text.split()))
        if self.within:
            object.__setattr__(self, "within", canonical(self.within))
        for year in (self.year_from, self.year_to):
            if year is not None and year not in YEARS:
                raise InputError(f"not a year: {year!r}; expected {YEARS[0]} to {YEARS[-1]}")
        if None not in (self.year_from, self.year_to) and self.year_from > self.year_to:  # type: ignore[operator]
            raise InputError(f"years from {self.year_from} to {self.year_to} are the wrong way round")

    @classmethod
    def from_query(
        cls, query: Mapping[str, Sequence[str]], *, known: Vocabulary | None = None
    ) -> tuple[Filters, list[Notice]]:
        """Read a URL's query; what is not valid is dropped, each with a notice.

        *query* maps names to lists of values. *known* gives the values that exist, by
        default those of the shipped tables. Never raises for a value and opens no file.
        """
        reader = _Reader(query, known or vocabulary())
        return reader.read(), reader.notices

    @classmethod
    def from_options(cls, query: Mapping[str, Sequence[str]], *, known: Vocabulary | None = None) -> Filters:
        """Read the options of a command: as :meth:`from_query`, but any fault is an error.

        ``within`` may also be the path of a GeoJSON file with polygons.

        Raises
        ------
        InputError, MissingError
            One line that names the option and the value.
        """
        outlines = [_outline_option(value) for value in query.get("within", []) if value.strip()]
        filters, notices = cls.from_query({**query, "within": outlines}, known=known)
        if notices:
            raise InputError(f"--{notices[0].key}: {notices[0]}")
        return filters

    def to_query(self) -> dict[str, list[str]]:
        """The query that :meth:`from_query` reads back; names in a fixed order."""
        query: dict[str, list[str]] = {key: list(getattr(self, key)) for key in LISTS}
        for key, value in (
            ("from", self.year_from),
            ("to", self.year_to),
            ("text", self.text),
            ("within", self.within),
            ("near", self.near),
        ):
            query[key] = [] if value is None or value == "" else [str(value)]
        return {key: values for key, values in query.items() if values}

    def link(self) -> str:
        """:meth:`to_query` as the text behind ``?`` in a link."""
        return urlencode(self.to_query(), doseq=True)

    def active(self) -> tuple[str, ...]:
        """The conditions that are set, out of ``KEYS``."""
        return tuple(key for key in KEYS if self != self.without(key))

    def without(self, key: str, value: str = "") -> Filters:
        """These filters with the condition *key* lifted, or one *value* of a list only."""
        if key in LISTS:
            rest = tuple(other for other in getattr(self, key) if value and other != value)
            changes: dict[str, Any] = {key: rest}
        elif key == "years":
            changes = {"year_from": None, "year_to": None}
        else:
            changes = {key: None if key == "near" else ""}
        return replace(self, **changes)


def key_label(key: str, lang: str) -> str:
    """What a condition is called; columns of records as the data dictionary says.

    Parameters
    ----------
    key
        One of ``KEYS``, or ``from`` or ``to``, or the name of a column of records.
    lang
        ``en`` for English, else Chinese.

    Returns
    -------
    str
        In English in small letters.
    """
    if key in _OTHER_LABELS:
        return _OTHER_LABELS[key].in_language(lang)
    row = dictionary().set_index("name").loc[key]
    return str(row["label_en"]).lower() if lang == "en" else str(row["label_zh"])


def plain_number(value: float) -> str:
    """*value* with at most 7 decimals and without superfluous zeros."""
    return f"{value:.7f}".rstrip("0").rstrip(".")


class _Reader:
    """Reads one query and collects notices."""

    def __init__(self, query: Mapping[str, Sequence[str]], known: Vocabulary) -> None:
        self.query = query
        self.known = known
        self.notices: list[Notice] = []

    def read(self) -> Filters:
        lists: dict[str, Any] = {key: self._list(key) for key in LISTS}
        start, end = self._single("from", _year), self._single("to", _year)
        if start is not None and end is not None and start > end:
            self._drop("from", f"{start}–{end}", "起止年份颠倒", "years the wrong way round")
            start = end = None
        return Filters(
            **lists,
            year_from=start,
            year_to=end,
            text=" ".join(self.query.get("text", [])),
            within=self._single("within", canonical) or "",
            near=self._single("near", Near.parse),
        )

    def _list(self, key: str) -> tuple[str, ...]:
        values = [value.strip() for value in self.query.get(key, []) if value.strip()]
        for value in values:
            if not self.known.meant(key, value):
                self._drop(key, value, "未知", "unknown", self.known.offered(key))
        known = [meant for value in values if (meant := self.known.meant(key, value))]
        if key not in PLACE_LEVELS:
            return tuple(known)
        # A place by its code and by its name is one condition.
        return tuple({self.known.places(key, value): value for value in reversed(known)}.values())

    def _single(self, key: str, parse: Callable[[str], _T]) -> _T | None:
        values = [value.strip() for value in self.query.get(key, []) if value.strip()]
        for value in values[1:]:
            self._drop(key, value, "多余，只能给一个值", "is one too many: only one is possible")
        if not values:
            return None
        try:
            return parse(values[0])
        except IntricateError as error:
            zh, en = str(error).split(" / ")
            self._drop(key, values[0], f"：{zh}", f": {en}")
        except InputError:
            zh, en = _EXPECTED[key]
            self._drop(key, values[0], f"无效，应为{zh}", f"invalid; expected {en}")
        return None

    def _drop(self, key: str, value: str, zh: str, en: str, offered: tuple[str, ...] = ()) -> None:
        short = " ".join(value.split())
        short = short if len(short) <= 40 else short[:39] + "…"
        self.notices.append(
            Notice(
                key,
                value,
                f"{key_label(key, 'zh')}「{short}」{zh}",
                f"{key_label(key, 'en')} {short!r} {en}",
                offered,
            )
        )


_EXPECTED = {
    "from": (f"{YEARS[0]}—{YEARS[-1]} 的年份", f"a year from {YEARS[0]} to {YEARS[-1]}"),
    "to": (f"{YEARS[0]}—{YEARS[-1]} 的年份", f"a year from {YEARS[0]} to {YEARS[-1]}"),
    "within": ("WKT 多边形，经纬度（WGS 84）", "a WKT polygon in longitude and latitude (WGS 84)"),
    "near": ("经度,纬度,公里", "LON,LAT,KM"),
}


def _outline_option(value: str) -> str:
    """The outline that a command's option gives as WKT or as the path of a file."""
    if _WKT.match(value):
        return value
    try:
        return read_outline(Path(value))
    except MissingError as error:
        raise MissingError(f"--within: {value!r} is neither a WKT polygon nor a GeoJSON file") from error


def _year(text: str) -> int:
    plain = unicodedata.normalize("NFKC", text)
    if not (plain.isascii() and plain.isdigit() and len(plain) == 4 and int(plain) in YEARS):
        raise InputError(f"not a year: {text!r}")
    return int(plain)
