"""Needs that say the same, side by side; and one challenge out of several."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges import actions, queries, rules
from challenges.actions.pool import USABLE, with_same
from challenges.filters import PairFilter
from challenges.findings import alike
from challenges.forms import pool as forms
from challenges.models import Need, NeedPair
from challenges.views.shared import crumb
from core import differences
from core.pages import FormPage, ListPage
from core.permissions import allows, require
from core.selecting import key_of, keys_of
from core.ui import Tab, values


class PairList(ListPage):
    title = gettext_lazy("疑似重复的需求")
    template_name = "challenges/pairs.html"
    rule = rules.view_office_pages
    filterset = PairFilter
    unit = gettext_lazy("对")
    lead = gettext_lazy("系统按文本找出相似的需求，由经办人判断合并或分别办理，理由留痕。")
    sorts = {"percent": ("percent", "pk"), "found": ("found_at", "pk")}
    default_sort = ("-percent", "pk")

    def rows(self, user):
        return NeedPair.objects.select_related("first__organization", "second__organization", "decided_by")

    def crumbs(self):
        return [crumb(_("需求库"), "pool"), (self.title, "")]


_TEXTS = ("title", "problem", "current_level", "expected_indicators")


class AlikePage(FormPage):
    """One need beside those most like it; `with` in the address chooses which."""

    title = gettext_lazy("查重")
    template_name = "challenges/alike.html"
    form = forms.JudgeForm
    submit = gettext_lazy("保存结论")
    done = gettext_lazy("结论已保存。")

    def prepare(self, **kwargs):
        user = self.request.user
        require(rules.view_office_pages, user)
        rows = queries.needs_for(user)
        self.need = rows.filter(pk=kwargs["pk"]).first()
        if self.need is None:
            raise Http404
        self.found = alike.alike(self.need)
        asked = self.request.GET.get("with", "")
        chosen = next((one for one in self.found if str(one.need.pk) == asked), None)
        if asked and chosen is None:
            other = rows.filter(pk=key_of(asked)).exclude(pk=self.need.pk).first()
            if other is None:
                raise Http404
            pair = NeedPair.objects.filter(first__in=[self.need, other], second__in=[self.need, other]).first()
            chosen = alike.Alike(other, alike.percent_of(self.need, other), pair)
        self.chosen = chosen or next(iter(self.found), None)

    def initial(self):
        pair = self.chosen.pair if self.chosen else None
        return {"verdict": pair.verdict, "reason": pair.reason} if pair and pair.decided_at else {}

    def back(self):
        return self.need.get_absolute_url()

    def crumbs(self):
        return [crumb(_("需求库"), "pool"), (self.need.title, self.need.get_absolute_url()), (self.title, "")]

    def context(self):
        may = allows(rules.decide_need, self.request.user, self.need)
        return {
            "need": self.need,
            "chosen": self.chosen,
            "candidates": [
                Tab(
                    f"{one.percent}% {one.need.title}",
                    f"?with={one.need.pk}",
                    is_current=self.chosen is not None and one.need.pk == self.chosen.need.pk,
                )
                for one in self.found
            ],
            "sides": self.sides() if self.chosen else [],
            "may_judge": may and self.chosen is not None,
        }

    def sides(self) -> list[tuple]:
        """(label, pieces of this need, pieces of the other): texts with what differs marked, facts as they are."""
        other = self.chosen.need
        found = []
        for name in _TEXTS:
            mine, its = getattr(self.need, name), getattr(other, name)
            if mine or its:
                found.append((Need._meta.get_field(name).verbose_name, *differences.marked(mine, its)))
        for label, value in (
            (_("提出单位"), lambda need: str(need.organization)),
            (_("登记地"), lambda need: str(need.organization.division)),
            (_("领域"), lambda need: str(need.field or "—")),
            (_("拟自投经费"), lambda need: values.money(need.own_investment_fen)),
            (_("提交时间"), lambda need: values.instant_text(need.submitted_at) if need.submitted_at else "—"),
            (_("状态"), lambda need: str(need.get_state_display())),
        ):
            found.append((label, *([differences.Piece(value(need))] for need in (self.need, other))))
        return found

    def run(self, user, **cleaned):
        if self.chosen is None:
            raise Http404
        actions.judge_pair(first=self.need, second=self.chosen.need, by=user, **cleaned)
        return _At(f"{reverse('challenges:alike', args=[self.need.pk])}?with={self.chosen.need.pk}")


class _At:
    """Where to go after saving."""

    def __init__(self, url: str):
        self.url = url

    def get_absolute_url(self) -> str:
        return self.url


class GroupPage(FormPage):
    """One challenge out of several needs."""

    title = gettext_lazy("凝练成一项榜单")
    template_name = "challenges/group.html"
    form = forms.GroupForm
    submit = gettext_lazy("起草榜单")
    lead = gettext_lazy("文字已由所选需求填入并注明来源；起草后继续填写考核指标、里程碑和揭榜条件。")
    done = gettext_lazy("榜单已起草，所选需求均已关联。")

    def prepare(self, **kwargs):
        user = self.request.user
        require(rules.decide_bulk, user)
        data = self.request.POST if self.request.method == "POST" else self.request.GET
        chosen = keys_of(data.getlist("need"))[:50]
        rows = queries.needs_for(user).filter(pk__in=chosen, call__programme__office=user.office_id)
        self.asked = {need.pk for need in rows}
        self.every = with_same(list(rows))
        self.needs = [need for need in self.every if need.state in USABLE]

    def extra(self):
        return {"needs": self.needs, "office": self.request.user.office_id}

    def initial(self):
        return forms.GroupForm.initial_of(self.needs)

    def back(self):
        return reverse("challenges:pool")

    def crumbs(self):
        return [crumb(_("需求库"), "pool"), (self.title, "")]

    def context(self):
        return {
            "needs": self.needs,
            "unusable": [need for need in self.every if need.state not in USABLE],
            "batches_url": reverse("challenges:batches"),
            "came_along": [need for need in self.needs if need.pk not in self.asked],
        }

    def run(self, user, **cleaned):
        cleaned.pop("need")
        return actions.draft_from_needs(needs=self.needs, by=user, **cleaned)
