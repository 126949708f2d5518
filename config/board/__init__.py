"""The batches as a board for the department: stages, days, what blocks and whose turn it is."""

from config.board.rows import BoardRow, board, rows, totals

__all__ = ["BoardRow", "board", "rows", "totals"]
