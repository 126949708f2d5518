"""A save that arrives after the session has ended: nothing of it is lost (R-BUR-03).

The script keeps the text in the browser and is told by a 401. Without script the posted form comes back whole inside a
sign-in form; signing in there saves it. Nothing of a visitor's text is stored on the server.
"""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actions import record_sign_in
from accounts.forms import SignInForm

_OWN = {"csrfmiddlewaretoken", "username", "password", "sign_in"}


def wants_data(request: HttpRequest) -> bool:
    """A save made by the script, which reads JSON."""
    return request.headers.get("Accept", "") == "application/json"


def sign_in_first(request: HttpRequest) -> HttpResponse | None:
    """The answer to a POST of nobody; None where he has just signed in with it, and the save may go on."""
    if wants_data(request):
        sentence = _("登录已过期，内容还没有保存到服务器。")
        address = reverse("accounts:login")
        return JsonResponse({"kind": "signed_out", "sentence": sentence, "url": address}, status=401)
    is_answer = "sign_in" in request.POST
    form = SignInForm(request, data=request.POST if is_answer else None)
    if is_answer and form.is_valid():
        login(request, form.get_user())
        record_sign_in(by=form.get_user())
        return None
    kept = [(name, value) for name in request.POST if name not in _OWN for value in request.POST.getlist(name)]
    context = {"page_title": _("登录已过期，内容已保留"), "form": form, "kept": kept}
    return render(request, "consortia/kept.html", context, status=422 if is_answer else 401)
