"""What stands in a PDF or a docx, without the breaks that the layout put in."""

import io
import re

from docx import Document
from pypdf import PdfReader


def pages(content: bytes) -> list[str]:
    return [re.sub(r"[\s\u200b]+", "", page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages]


def words(content: bytes) -> str:
    return "".join(pages(content))


def word_of(content: bytes) -> tuple[str, list]:
    """(all text, tables) of a docx."""
    file = Document(io.BytesIO(content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in file.paragraphs), *cells]), file.tables
