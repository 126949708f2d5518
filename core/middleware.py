"""Request facts for events and logs, and the translation of a refusal into a page."""

import uuid

from django.contrib.auth import SESSION_KEY as SIGNED_IN
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core import clock, context_vars, events
from core.errors import Forbidden, Refused


class RequestContextMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        facts = context_vars.RequestFacts(ip=request.META.get("REMOTE_ADDR") or None, request_id=uuid.uuid4().hex)
        token = context_vars.current.set(facts)
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = facts.request_id
            if SIGNED_IN in request.session:
                # No cache on the way keeps what one person was shown, and none shows it again without asking. Not
                # `no-store`: with it a browser forgets what was typed when its owner goes one page back.
                response.headers.setdefault("Cache-Control", "private, no-cache")
            return response
        finally:
            context_vars.current.reset(token)


class RefusedMiddleware:
    """A Refused that no view caught becomes a page that says what to do; sensitive ones leave an event."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        note_refusal(request, exception)
        status = 403 if isinstance(exception, Forbidden) else 409
        return render(request, f"{status}.html", {"refusal": exception}, status=status)


def note_refusal(request: HttpRequest, refusal: Refused) -> None:
    """Record an event of a refused attempt on sealed matter, after its transaction has been rolled back."""
    if refusal.sensitive and request.user.is_authenticated:
        data = {"code": refusal.code, "path": request.path, **{key: str(value) for key, value in refusal.ids.items()}}
        events.record(
            request.user,
            "attempt.refused",
            by=request.user,
            at=clock.now(),
            note=refusal.sentence,
            data=data,
            refused=True,
            restricted=True,
        )
