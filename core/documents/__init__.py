"""Official documents: one description (blocks), two outputs: PDF through Typst, and docx for what offices go on editing.

`text` makes any text harmless and printable, `pdf` and `word` draw, `pages` hands out with permission and a trace.
The words of documents are Chinese by law and not translated.
"""

from core.documents.blocks import (
    Annex,
    Column,
    Document,
    Facts,
    Heading,
    Layout,
    NewPage,
    Paragraph,
    Parties,
    Party,
    Table,
)
from core.documents.pdf import pictures, render
from core.documents.word import word

__all__ = [
    "Annex",
    "Column",
    "Document",
    "Facts",
    "Heading",
    "Layout",
    "NewPage",
    "Paragraph",
    "Parties",
    "Party",
    "Table",
    "pictures",
    "render",
    "word",
]
