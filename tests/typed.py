"""What a browser sends back of a form."""

from core.forms_rows import RowsField


def rows(name: str, *found: dict) -> dict:
    """The fields of a table of rows (core.forms_rows)."""
    sent = {f"{name}-TOTAL_FORMS": len(found), f"{name}-INITIAL_FORMS": 0}
    return sent | {f"{name}-{at}-{key}": value for at, row in enumerate(found) for key, value in row.items()}


def values_of(form) -> dict:
    """Every field of an unbound form with its value, tables row by row."""
    sent = {}
    for one in form:
        value = one.value()
        if isinstance(one.field, RowsField):
            sent |= rows(one.name, *(value or []))
        elif value is not False:
            sent[one.name] = "" if value is None else one.field.prepare_value(value)
    return sent
