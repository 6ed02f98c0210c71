"""Records against hand-made labels: recall, precision, industry, kind, stage, place; every miss and extra.

==================  ===========================================================
``labelled``        the label files: read, checked, and how much of a document each labels
``texts``           the documents that the labels speak of, found and read
``likeness``        which record is which label
``scoring``         the counts
``places``          whether a place is right
``leaving``         one place left out; ``calibration``: how far a confidence can be believed
``reporting``       the tables; ``runs``: a run kept as JSON, and two runs compared
==================  ===========================================================

Conservation: of each document the records are hits, neutral hits, repeats, extras or not judged
(:class:`projects.evaluation.scoring.Tally`), and these add up.
"""

from projects.evaluation.labelled import COLUMNS, Label, read_labels
from projects.evaluation.likeness import match
from projects.evaluation.reporting import report
from projects.evaluation.runs import compared, to_json
from projects.evaluation.scoring import Evaluation, Score, evaluate

__all__ = [
    "COLUMNS",
    "Evaluation",
    "Label",
    "Score",
    "compared",
    "evaluate",
    "match",
    "read_labels",
    "report",
    "to_json",
]
