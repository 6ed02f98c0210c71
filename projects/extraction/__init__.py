"""Extraction: from a file to the Mentions that it holds, and Rejects with a reason.

::

    file ──readers──▶ paragraphs ──tree──▶ boxes, lists, tasks, passages
         ──candidates──▶ spans ──verdict──▶ Mentions | Rejects

The document:

==================  ===========================================================
``readers``         any file (txt, docx, pdf, html, md, xlsx, xls, csv) as one Source
``unregistered``    what a plan that no registry names tells of itself
``scopes``          what a document speaks for
``parse``           text to paragraphs with positions, page breaks mended
``blocks``          text to runs of lines; what is no text of it (``brackets``: how many are open)
``lines``           what one line looks like, whether it goes on with the one above
``markers``         list marks (一、 （一） 1. ① 01 ——), their rank and number
``units``           what a document is made of: boxes, lists, tasks, passages
``tree``            the units of a text; never asks what a name looks like (``trail``: the headings
                    above one; ``open_box``: what belongs to one)
``sections``        which sections look back, describe the situation or explain words
``entries``         the entries of a box or list, nested by their marks
``tasks``           numbered tasks and flattened responsibility tables (``task_rows``: with cells)
``conservation``    what every character of the text became
==================  ===========================================================

Names, ``extract`` for the text and ``lists`` for the tables:

==================  ===========================================================
``extract``         all units of one document as Mentions (``mention``)
``candidates``      spans that may be names, by the shape of their clause (``candidate``: their form)
``enumeration``     lists cut into members; ``shared_parts``: shared heads and tails put back
``cutting``         where a name may begin and end; each way is a rival
``lexicon``         verbs and adverbs before a name, what is told behind it
``features``        what is weighed of a candidate
``verdict``         which candidates are names, how sure, by which rule
``entry_names``     the names in one entry of a box (``entry_parts``, ``listed``, ``packed``,
                    ``pieces``, ``tails``: explicit lists behind a category; ``box_names``:
                    its sentences; ``labels_beside``: names or categories, by the whole box)
``box_tables``      boxes that are tables, category beside entries, as lines
``lists``           project lists in tables (``list_header``, ``list_rows``,
                    ``list_values``, ``codes``); ``flat_tables``: without their lines;
                    ``table_shapes``: in pieces, side by side
==================  ===========================================================

The words:

==================  ===========================================================
``words``           what closes a name, what names nothing; ``numerals``: numbers
``ngrams``          in the reports of how many areas a run of characters stands
``toponyms``        names of provinces, cities and counties of the country
``names``           the parts of a name
``values``          amounts, years, scales, companies
``stages``          前期 签约 开工 在建 建成, by the words around a name
``targets``         output and sales figures, which are no investment
``classify``        industry and kind, with the rule that fired (``described``: with values, a Mention's own)
``weighing``        industry by weights, where no rule is beyond doubt
==================  ===========================================================
"""
