"""The documents that labels speak of: found in the registry or in folders, and read.

Registered documents are read together, as ``build`` reads them, so that what one says of a company
places a project of another. A document that is only found in a folder is read alone, as ``extract``
reads it: its score does not depend on what else is evaluated.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from projects.build import read_documents, shipped_facts
from projects.errors import InputError, MissingError
from projects.evaluation.labelled import Label
from projects.model.records import Record, from_frame
from projects.model.registry import Document, plans_dir
from projects.pipeline import run
from projects.store.database import open_store


def records_of(
    labels: Sequence[Label], registry: Mapping[str, Document], folders: Sequence[Path]
) -> tuple[list[Record], dict[str, float]]:
    """Records of all documents that *labels* speak of, as the machine reads them now.

    Parameters
    ----------
    labels
        Rows of label files; a label file itself is never taken for the document.
    registry
        Registered documents by key.
    folders
        Where documents are looked for, first come first served; the folder of the plans
        (:func:`projects.model.registry.plans_dir`) is looked through last.

    Returns
    -------
    tuple[list[Record], dict[str, float]]
        Records, and by id how sure the verdict is of those that it made. Registered documents first,
        then the others in the order of the labels. When no folder is given and there are no plans,
        those of registered documents are the shipped ones, without confidences.

    Raises
    ------
    MissingError
        One of *folders*, or the file of a registered document, is not there.
    InputError
        A document is neither registered nor a file of a folder, or several files have its name.
    """
    for folder in folders:
        if not folder.is_dir():
            raise MissingError(
                f"{folder}: no such folder of plans; give it with --plans DIR or $PROJECT_MAP_PLANS"
            )
    first = {label.document: label for label in reversed(labels)}
    keys = list(dict.fromkeys(label.document for label in labels))
    where = [*folders, *([plans_dir()] if plans_dir().is_dir() else [])]
    label_files = {Path(label.file).resolve() for label in labels if label.file}
    others = [
        (Document(key=key, file=path.name), path)
        for key in keys
        if key not in registry
        for path in [_find(first[key], where, label_files)]
    ]
    records: list[Record] = []
    confidences: dict[str, float] = {}
    if any(key in registry for key in keys):
        records, confidences = _registered(registry.values(), where)
    known = shipped_facts() if others else []
    for pair in others:
        result = run([pair], known=known)
        records += result.records
        confidences |= result.confidences
    return records, confidences


def _registered(
    documents: Iterable[Document], where: Sequence[Path]
) -> tuple[list[Record], dict[str, float]]:
    if not where:
        print(f"{plans_dir()}: no plans there; evaluating the shipped records", file=sys.stderr)
        return from_frame(open_store().records()), {}
    documents = list(documents)
    folder = next((f for f in where if all((f / one.file).is_file() for one in documents)), where[-1])
    result = read_documents(documents, folder)
    return list(result.records), result.confidences


def _find(label: Label, where: Sequence[Path], label_files: set[Path]) -> Path:
    """The file named after a label's document; the first folder that has one decides."""
    key = label.document
    at = f"{label.file}:{label.line}: document {key!r}"
    for folder in where:
        found = sorted(
            path
            for path in folder.iterdir()
            if path.stem == key and path.is_file() and path.resolve() not in label_files
        )
        if len(found) > 1:
            raise InputError(f"{at} is {' and '.join(str(path) for path in found)}; expected one file")
        if found:
            return found[0]
    looked = ", ".join(str(folder) for folder in where) or "no folder (give one with --plans DIR)"
    raise InputError(f"{at} is not registered; expected a file {key}.* in {looked}")
