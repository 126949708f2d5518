"""Writing a draft: one page a section, saved as it is typed; two writers never overwrite each other."""

import json

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from consortia import actions, drafts, queries, rules
from consortia.drafts import comparison
from consortia.drafts.schema import SECTIONS, WRITTEN
from consortia.enums import BidState
from consortia.forms.sections import TABLES, SectionForms
from consortia.models import BidSection
from consortia.views import budgeting, comparing, keeping, progress
from consortia.views.bids import BidPart
from core import clock
from core.errors import Conflict, Forbidden, Refused
from core.middleware import note_refusal
from core.permissions import require

#: How many empty rows may be asked for at once.
MORE_ROWS = 20


class SectionPage(BidPart):
    """One section to fill in.

    A POST saves what can be read. Asked by the script (Accept: application/json) it answers data:
    200 saved; 401 sign in first; 409 `conflict` (somebody else saved; with the latest values) or `refused`;
    422 saved but for the cells named in `errors`.
    """

    def dispatch(self, request, *args, **kwargs):
        if request.method == "POST" and not request.user.is_authenticated:
            answer = keeping.sign_in_first(request)
            if answer is not None:
                return answer
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, pk, name):
        self.check(name)
        found = queries.section(self.bid, name)
        content = json.loads(found.content) if found else drafts.blank(name)
        asked = request.GET.get("more", "")
        more = {asked: 1} if asked in {table for table, *_rest in TABLES.get(name, ())} else {}
        return self.page(name, self.forms(name, content, more=more), version=found.version if found else 0)

    def post(self, request, pk, name):
        if not keeping.wants_data(request):
            return self.store(name)
        try:
            return self.store(name)
        except Refused as refusal:
            note_refusal(request, refusal)
            status = 403 if isinstance(refusal, Forbidden) else 409
            return JsonResponse(
                {"kind": "refused", "code": refusal.code, "sentence": refusal.sentence, "version": self.version_sent},
                status=status,
            )

    @property
    def version_sent(self) -> int:
        version = self.request.POST.get("version", "")
        return int(version) if version.isdecimal() and len(version) < 10 else 0

    @property
    def seen_sent(self) -> str:
        return self.request.POST.get("seen", "")

    def forms(self, name: str, content: dict, *, data=None, more: dict | None = None) -> SectionForms:
        months = budget = None
        if name in {"budget", "milestones"}:
            basic = queries.section(self.bid, "basic")
            months = json.loads(basic.content)["duration_months"] if basic else None
        if name == "milestones":
            saved = queries.section(self.bid, "budget")
            budget = json.loads(saved.content) if saved else None
        return SectionForms(name, self.bid, content=content, data=data, more=more, months=months, budget=budget)

    def store(self, name: str) -> HttpResponse:
        self.check(name)
        request = self.request
        if request.POST.get("author", str(request.user.pk)) != str(request.user.pk):
            sentence = _("本浏览器现在登录的是另一个账号（%(who)s），请改用原来的账号登录。") % {"who": request.user}
            raise Refused("other_account", sentence, bid=self.bid.pk)
        found = queries.section(self.bid, name)
        stored = json.loads(found.content) if found else drafts.blank(name)
        sent = self.forms(name, stored, data=self.data())
        is_whole = sent.is_valid()
        content = sent.content()
        try:
            content = drafts.clean(name, content)
            if found is not None and "decided" in request.POST and found.version == self.version_sent:
                content = comparison.merged(name, content, stored, self.choices(), seen=self.seen_sent)
            saved = actions.save_section(
                bid=self.bid, name=name, content=content, version=self.version_sent, by=request.user
            )
        except Forbidden:
            raise
        except Conflict as conflict:
            return self.conflict(name, content, conflict)
        except Refused as refusal:
            if keeping.wants_data(request):
                raise
            note_refusal(request, refusal)
            return self.page(name, sent, version=self.version_sent, refusal=refusal, status=409)
        if keeping.wants_data(request):
            return self.saved(name, sent, saved, is_whole=is_whole)
        if not is_whole:
            return self.page(name, sent, version=saved.version, status=422)
        return HttpResponseRedirect(self.after(name))

    def data(self):
        """What was typed, without the row that a pressed 删除 names."""
        remove = self.request.POST.get("remove", "")
        if not remove:
            return self.request.POST
        data = self.request.POST.copy()
        data[f"{remove}-DELETE"] = "on"
        return data

    def choices(self) -> dict[str, str]:
        picked = {key.removeprefix("take-"): value for key, value in self.request.POST.items()}
        allowed = {comparison.MINE, comparison.THEIRS, comparison.BOTH}
        return {key: value for key, value in picked.items() if value in allowed}

    def after(self, name: str) -> str:
        """Where a saved form leads to."""
        here = reverse("consortia:section", args=[self.bid.pk, name])
        post = self.request.POST
        if post.get("more"):
            return f"{here}?more={post['more'][:20]}#part-{post['more'][:20]}"
        if post.get("then") == "next":
            following = WRITTEN[WRITTEN.index(name) + 1 :][:1]
            if following:
                return reverse("consortia:section", args=[self.bid.pk, following[0]])
            return reverse("consortia:attachments", args=[self.bid.pk])
        return f"{here}?saved=1"

    def check(self, name: str) -> None:
        if name not in WRITTEN:
            raise Http404
        require(rules.author_bid, self.request.user, self.bid)
        if self.bid.state != BidState.DRAFT:
            state = self.bid.get_state_display()
            is_sealed = self.bid.state == BidState.SUBMITTED
            sentence = _("方案现为“%(state)s”，不能修改。") % {"state": state}
            raise Refused("not_writable", sentence, sensitive=is_sealed, bid=self.bid.pk)

    # Answers

    def saved(self, name: str, sent: SectionForms, saved: BidSection, *, is_whole: bool) -> HttpResponse:
        context = self.parts(name, sent)
        answer = {
            "kind": "saved" if is_whole else "partly",
            "version": saved.version,
            "seen": comparison.seen_of(name, json.loads(saved.content)),
            "time": f"{clock.local(saved.saved_at):%H:%M}",
            "errors": dict(sent.errors()),
            "parts": {
                "bid-rail": render_to_string("consortia/parts/rail.html", context, self.request),
                "bid-defects": render_to_string("consortia/parts/section_defects.html", context, self.request),
                "bid-sums": render_to_string("consortia/parts/sums.html", context, self.request),
            },
        }
        return JsonResponse(answer, status=200 if is_whole else 422)

    def conflict(self, name: str, content: dict, conflict: Conflict) -> HttpResponse:
        """Somebody else saved first: the script gets the latest values, a person the comparison."""
        latest = queries.section(self.bid, name)
        stored = json.loads(latest.content) if latest else drafts.blank(name)
        version = latest.version if latest else 0
        if keeping.wants_data(self.request):
            answer = {
                "kind": "conflict",
                "sentence": conflict.sentence,
                "version": version,
                "who": str(latest.saved_by) if latest else "",
                "time": f"{clock.local(latest.saved_at):%H:%M}" if latest else "",
                "latest": comparing.values(self.forms(name, stored)),
                "seen": comparison.seen_of(name, stored),
            }
            return JsonResponse(answer, status=409)
        rows = comparing.rows(self.bid.challenge, name, content, stored, seen=self.seen_sent)
        if not rows:
            joined = comparison.merged(name, content, stored, {}, seen=self.seen_sent)
            actions.save_section(bid=self.bid, name=name, content=joined, version=version, by=self.request.user)
            return HttpResponseRedirect(self.after(name))
        post = self.request.POST
        dropped = {"csrfmiddlewaretoken", "version", "decided", "then", "more", "username", "password", "sign_in"}
        kept = [(key, value) for key in post if key not in dropped for value in post.getlist(key)]
        kept = [(key, value) for key, value in kept if not key.startswith("take-")]
        return self.show(
            "consortia/compare.html",
            "",
            _("%(part)s：有两份内容") % {"part": SECTIONS[name].label},
            status=409,
            name=name,
            version=version,
            latest=latest,
            kept=kept,
            rows=rows,
            back=reverse("consortia:section", args=[self.bid.pk, name]),
        )

    def parts(self, name: str, forms: SectionForms) -> dict:
        """What stands around the form and changes with every save."""
        stand = progress.Progress(self.bid, self.request.user, current=name, forms=forms)
        sums = budgeting.sums(name, stand, forms)
        return {"bid": self.bid, "progress": stand, "name": name, "sums": sums, "challenge": self.bid.challenge}

    def page(self, name: str, forms: SectionForms, *, version: int, refusal=None, status: int = 200):
        saved = queries.section(self.bid, name)
        seen = comparison.seen_of(name, json.loads(saved.content) if saved else drafts.blank(name))
        context = self.parts(name, forms)
        rule_set = self.bid.challenge.batch.rule_set
        return self.show(
            "consortia/section.html",
            "",
            str(SECTIONS[name].label),
            status=status,
            forms=forms,
            version=version,
            # Of a form that comes back unsaved: what it began with, not what it says.
            seen=self.seen_sent if status == 409 else seen,
            refusal=refusal,
            saved=saved,
            just_saved="saved" in self.request.GET,
            presence=progress.presence(saved, self.request.user),
            returned=progress.returned(self.bid),
            rule_set=rule_set,
            loan_counts=int(rule_set.loan_counts_as_self),
            **context,
        )
