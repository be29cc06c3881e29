"""The fast press: the same pages as the plain press in `evalsys/pdf/press.py`, drawn in a fifth of the time.

What many pages have in common, their form, is made into a plate once per process: written, compressed, kept, and
drawn on each page as one form XObject. A page adds only what was filled in.

    ink.py      marks → the operators of a content stream
    subsets.py  the characters of one font that a document needs → its objects, compressed
    plates.py   a form → its plate, and the fonts of all plates of a document
    press.py    pages → a PDF, on a Canvas of reportlab

A character is written as its number among all characters of its font (`fontfile.Letter.code`), never as its place in
a subset. So a plate can be used with any subset that holds its characters, and the bytes of a document depend on
its pages alone, not on what was printed before: kept plates and subsets save time and change nothing.

The fences are in `tests/pdf/test_fast_press.py`; decision 0016 says what this costs. The setting PAPERS chooses the
press.
"""
