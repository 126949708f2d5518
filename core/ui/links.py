"""Addresses of the same list with one thing changed."""

from django.http import QueryDict


def changed(query: QueryDict | None, name: str, value) -> str:
    """`?…&name=value`, everything else kept."""
    if query is None:
        return f"?{name}={value}"
    query = query.copy()
    query[name] = value
    return f"?{query.urlencode()}"
