"""What every API view shares: keyset pages and RFC 9457 problem details."""

from rest_framework.exceptions import APIException
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response
from rest_framework.views import exception_handler

from core.errors import Forbidden, Refused


class KeysetPagination(CursorPagination):
    """Pages by key, newest first; page 5,000 costs what page 1 costs."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    ordering = "-id"


def problem_details(exception: Exception, context: dict) -> Response | None:
    """Refusals as 409 (or 403) with code and ids; everything else in the same form."""
    if isinstance(exception, Refused):
        status = 403 if isinstance(exception, Forbidden) else 409
        body = {
            "type": f"about:blank#{exception.code}",
            "title": exception.sentence,
            "status": status,
            "code": exception.code,
        }
        body |= {"ids": {key: str(value) for key, value in exception.ids.items()}, "defects": exception.defects}
        return Response(body, status=status, content_type="application/problem+json")
    response = exception_handler(exception, context)
    if response is not None:
        title = (
            str(exception.detail) if isinstance(exception, APIException) and isinstance(exception.detail, str) else ""
        )
        response.data = {
            "type": "about:blank",
            "title": title or response.status_text,
            "status": response.status_code,
            "errors": response.data,
        }
        response.content_type = "application/problem+json"
    return response
