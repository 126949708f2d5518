"""Drafts of bids: the shape of their sections, what is still wrong with them, and an example.

A draft is a dictionary of sections; each section is JSON of whole numbers and text only (no floats): money in fen,
percentages whole, decimal values as text, references as row ids. The shape of each section: `schema`.
"""

from consortia.drafts.example import example
from consortia.drafts.faults import Defect, defects, totals
from consortia.drafts.schema import SECTIONS, blank, clean, modern

__all__ = ["SECTIONS", "Defect", "blank", "clean", "defects", "example", "modern", "totals"]
