"""Tables of a docx, written as elements: a thousand rows take a second, where cell objects would take a minute."""

from docx.oxml.ns import qn
from docx.shared import Emu, Pt

from core.documents import widths
from core.documents.word.styles import element

_FACTS = (0.27, 0.73)
#: LibreOffice leaves a quarter of a character between Chinese and figures and cannot be told not to.
_SEAM = 0.25


def table(file, one: dict, said: dict):
    """With its caption above on the left and the unit on the right; the head row repeats on every page."""
    first = None
    if one["caption"] or (one["unit"] and one["rows"]):
        unit = f"\t单位：{one['unit']}" if one["unit"] and one["rows"] else ""
        first = file.add_paragraph(f"{one['caption']}{unit}", style="表题")
        first.paragraph_format.tab_stops.add_tab_stop(_room(file), alignment=2)
        first.paragraph_format.keep_with_next = True
    rows = [*one["rows"], *([one["totals"]] if one["totals"] else [])]
    room = widths.ROOM[said["layout"], said["is_landscape"]]
    shares = widths.of_table(one["columns"], rows, room, seam=_SEAM)
    found, wide = _grid(file, [share / sum(shares) for share in shares])
    aligned = [column["align"] for column in one["columns"]]
    heads = [column["label"] for column in one["columns"]]
    found.append(_row(heads, wide, ["center"] * len(wide), styles=["表头"], is_head=True, keeps=True))
    for place, row in enumerate(rows, 1):
        is_total = bool(one["totals"]) and place == len(rows)
        keeps = place < len(rows) and (one["is_short"] or (bool(one["totals"]) and place == len(rows) - 1))
        found.append(_row(row, wide, aligned, styles=["表格文字"], is_strong=is_total, keeps=keeps))
    if not rows:
        found.append(_row([one["empty"]], [sum(wide)], ["center"], styles=["表格文字"], span=len(wide)))
    _after(file)
    return first or found


def facts(file, one: dict, said: dict):
    """Label and value."""
    first = None
    if one["caption"]:
        first = file.add_paragraph(one["caption"], style="表题")
        first.paragraph_format.keep_with_next = True
    if not one["rows"]:
        return first
    found, wide = _grid(file, (0.16, 0.84) if said["is_landscape"] else _FACTS)
    for place, row in enumerate(one["rows"], 1):
        keeps = one["is_short"] and place < len(one["rows"])
        found.append(_row(row, wide, ["left", "left"], styles=["要素名称", "要素文字"], keeps=keeps))
    _after(file)
    return first or found


def _room(file) -> Emu:
    section = file.sections[0]
    return Emu(section.page_width - section.left_margin - section.right_margin)


def _grid(file, shares) -> tuple:
    """An empty table of fixed columns at the end of the document, and their widths in twentieths of a point."""
    body = file.element.body
    before = body[-2] if len(body) > 1 else None  # the last is the section's properties
    if before is not None and before.tag == qn("w:p"):
        _room_below(before)
    room = int(_room(file).twips)
    wide = [int(room * share) for share in shares]
    found, form = element("w:tbl"), element("w:tblPr")
    form.append(element("w:tblStyle", **{"w:val": "TableGrid"}))
    form.append(element("w:tblW", **{"w:w": str(sum(wide)), "w:type": "dxa"}))
    form.append(element("w:jc", **{"w:val": "center"}))
    form.append(element("w:tblLayout", **{"w:type": "fixed"}))
    margins = element("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margins.append(element(side, **{"w:w": "80", "w:type": "dxa"}))
    form.append(margins)
    form.append(element("w:tblLook", **{"w:val": "0000"}))
    found.append(form)
    columns = element("w:tblGrid")
    for one in wide:
        columns.append(element("w:gridCol", **{"w:w": str(one)}))
    found.append(columns)
    body.insert(len(body) - 1, found)
    return found, wide


def _room_below(paragraph) -> None:
    """A line of text or a heading keeps off the border of a table below it; a title or a caption has its own measure."""
    if paragraph.style not in {None, "Normal", "Heading1", "Heading2", "小字"}:
        return
    spacing = paragraph.get_or_add_pPr().get_or_add_spacing()
    if spacing.after is None:
        spacing.after = Pt(6)


def _row(texts, wide, aligned, *, styles, is_head=False, is_strong=False, keeps=False, span=1):
    """`styles`: one for every cell, or one a cell. `keeps`: on one page with the next row."""
    row, form = element("w:tr"), element("w:trPr")
    form.append(element("w:cantSplit"))
    if is_head:
        form.append(element("w:tblHeader", **{"w:val": "true"}))
    row.append(form)
    for place, (text, width, side) in enumerate(zip(texts, wide, aligned, strict=True)):
        style = styles[min(place, len(styles) - 1)]
        cell, tidy = element("w:tc"), element("w:tcPr")
        tidy.append(element("w:tcW", **{"w:w": str(width), "w:type": "dxa"}))
        if span > 1:
            tidy.append(element("w:gridSpan", **{"w:val": str(span)}))
        if style in {"表头", "要素名称"}:
            tidy.append(element("w:shd", **{"w:val": "clear", "w:color": "auto", "w:fill": "F0F0F0"}))
        tidy.append(element("w:vAlign", **{"w:val": "center"}))
        cell.append(tidy)
        cell.append(_paragraph(text, style, side, is_strong=is_strong, keeps=keeps))
        row.append(cell)
    return row


def _paragraph(text: str, style: str, side: str, *, is_strong: bool, keeps: bool):
    paragraph, form = element("w:p"), element("w:pPr")
    form.append(element("w:pStyle", **{"w:val": style}))
    if keeps:
        form.append(element("w:keepNext"))
    form.append(element("w:jc", **{"w:val": side}))
    paragraph.append(form)
    run = element("w:r")
    if is_strong:
        bold = element("w:rPr")
        bold.append(element("w:b"))
        run.append(bold)
    for place, line in enumerate(text.split("\n")):
        if place:
            run.append(element("w:br"))
        run.append(element("w:t", text=line))
    paragraph.append(run)
    return paragraph


def _after(file) -> None:
    file.add_paragraph(style="表后")
