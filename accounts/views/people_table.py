"""Many people of a unit at once: paste or upload, look, enter what is right."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import actions, queries, rules
from accounts.forms.people_table import COLUMNS, Checked, PeopleTableForm, check
from accounts.models import Organization
from core import digests
from core.errors import Refused
from core.pages import Page, once
from core.permissions import require


class PeopleTable(Page):
    """GET: the empty box. POST: what the table would do, or with `step=add` does it for the lines without a defect.

    The text goes to and fro in the box; nothing of it is kept here. What is entered is what was looked at: the digest of
    the text comes along, and another text is shown first.
    """

    title = gettext_lazy("批量登记人员")
    lead = gettext_lazy("从 Excel 复制粘贴，一次最多 500 人；先检查，确认后才登记。")

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            self.organization = self.load(kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def load(self, pk: int) -> Organization:
        found = queries.organizations_of(self.request.user).filter(pk=pk).first()
        if found is None:
            raise Http404
        require(rules.add_person, self.request.user, found)
        return found

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(PeopleTableForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = PeopleTableForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        cleaned = form.cleaned_data
        checked = check(cleaned["head"], cleaned["lines"], self.organization)
        wants = request.POST.get("step") == "add" and "upload" not in request.FILES
        if wants and request.POST.get("seen") != digest(cleaned["text"]):
            messages.warning(request, _("框中内容在检查之后有改动，尚未登记；请再看一遍。"))
            wants = False
        return self.enter(checked, cleaned["text"]) if wants else self.preview(checked, cleaned["text"])

    def enter(self, checked: Checked, text: str) -> HttpResponse:
        """Once, however often the button is pressed; what cannot be entered yet goes back into the box."""
        request, left_over = self.request, checked.left_over
        good = [{name: value for name, value in one.cleaned.items() if name != "index"} for one in checked.good]

        def effect() -> dict:
            return {"count": len(actions.add_people(organization=self.organization, people=good, by=request.user))}

        try:
            result, _ran = once(request, f"{type(self).__name__}:{self.organization.pk}", effect)
        except Refused as refusal:
            return self.preview(checked, text, refusal=refusal)
        count = {"count": result["count"], "left": len(checked.bad)}
        if not left_over:
            messages.success(request, _("已登记 %(count)d 人。") % count)
            return HttpResponseRedirect(self.after())
        messages.success(request, _("已登记 %(count)d 人；其余 %(left)d 行有问题，留在框中，改好后再检查。") % count)
        form = PeopleTableForm({"text": left_over})
        form.is_valid()
        rest = check(form.cleaned_data["head"], form.cleaned_data["lines"], self.organization)
        return self.preview(rest, left_over)

    def after(self) -> str:
        user = self.request.user
        is_own = user.organization_id == self.organization.pk
        return reverse("accounts:people") if is_own else self.organization.get_absolute_url()

    def preview(self, checked: Checked, text: str, *, refusal: Refused | None = None) -> HttpResponse:
        form = PeopleTableForm(initial={"text": text})
        return self.show(form, checked=checked, refusal=refusal, seen=digest(text), status=409 if refusal else 200)

    def show(self, form, *, checked=None, refusal=None, seen: str = "", status: int = 200) -> HttpResponse:
        here = self.organization
        context = {
            "base": self.base,
            "page_title": self.title,
            "lead": self.lead,
            "crumbs": [(here.name, here.get_absolute_url()), (self.title, "")],
            "form": form,
            "checked": checked,
            "seen": seen,
            "refusal": refusal,
            "columns": COLUMNS,
            "back": self.after(),
            "template_url": reverse("accounts:people-template", args=[here.pk]),
            "one_url": reverse("accounts:add-person", args=[here.pk]),
        }
        return render(self.request, "accounts/people_table.html", context, status=status)


def digest(text: str) -> str:
    """Of what is in the box; a browser ends lines in its own way."""
    return digests.of_bytes(text.replace("\r\n", "\n").replace("\r", "\n").strip().encode()).sha256
