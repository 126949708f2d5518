"""What every API view shares: keyset pages, idempotent posts and RFC 9457 problem details."""

import hashlib
import json
from collections.abc import Callable

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import APIException, NotFound, ParseError
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response
from rest_framework.views import exception_handler

from core import idempotency
from core.errors import Forbidden, Refused
from core.middleware import note_refusal
from core.selecting import key_of

#: For the schema of a POST that answers with `once`.
IDEMPOTENCY_KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, required=True)


def body_key(request) -> str:
    """The caller's Idempotency-Key; every POST that moves a state or money must carry one."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if not key or len(key) > 64:
        raise ParseError("Idempotency-Key is missing or longer than 64 characters.")
    return key


def once(request, run: Callable[[], dict], *, status: int = 200) -> Response:
    """Run `run` once under the caller's key; a repeat gets the first answer (R3)."""
    place = hashlib.sha256(f"{request.method} {request.path}".encode()).hexdigest()[:16]
    body = json.dumps(request.data, sort_keys=True, default=str).encode()
    result, ran = idempotency.once(actor=request.user, key=f"{place}:{body_key(request)}", body=body, run=run)
    return Response(result, status=status if ran else 200, headers={"Idempotent-Replay": "false" if ran else "true"})


class KeysetPagination(CursorPagination):
    """Pages by key, newest first; page 5,000 costs what page 1 costs."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    ordering = "-id"

    def decode_cursor(self, request):
        """A cursor is only base64: whoever writes one himself may put anything where the key belongs."""
        cursor = super().decode_cursor(request)
        if cursor is not None and cursor.position is not None and key_of(cursor.position) is None:
            raise NotFound(self.invalid_cursor_message)
        return cursor


def problem_details(exception: Exception, context: dict) -> Response | None:
    """Refusals as 409 (or 403) with code and ids; everything else in the same form."""
    if isinstance(exception, RecursionError):
        exception = ParseError("The body is nested too deeply.")
    if isinstance(exception, Refused):
        note_refusal(context["request"], exception)
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
