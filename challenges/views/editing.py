"""Writing a challenge: text and tables."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges import actions, queries, rules
from challenges.defaults import condition_rows
from challenges.forms import challenges as forms
from challenges.models import Batch, Challenge
from challenges.views.shared import crumb
from core.pages import FormPage
from core.permissions import require
from core.ui import Tab


class NewChallenge(FormPage):
    title = gettext_lazy("起草榜单")
    form = forms.NewChallengeForm
    submit = gettext_lazy("建立草稿")
    lead = gettext_lazy("先建立草稿，再分节填写；编号自动产生。")

    def prepare(self, **kwargs):
        self.batch = Batch.objects.select_related("programme__office", "rule_set").filter(pk=kwargs["pk"]).first()
        if self.batch is None:
            raise Http404
        require(rules.edit_challenge, self.request.user, self.batch)

    def extra(self):
        return {"batch": self.batch}

    def back(self):
        return self.batch.get_absolute_url()

    def crumbs(self):
        return [crumb(_("批次"), "batches"), (str(self.batch), self.batch.get_absolute_url()), (self.title, "")]

    def run(self, user, **cleaned):
        return actions.draft_challenge(batch=self.batch, by=user, **cleaned)


class _Editing(FormPage):
    """A page that changes one challenge of the user's office."""

    def prepare(self, **kwargs):
        rows = queries.challenges_for(self.request.user)
        self.challenge = rows.filter(code=kwargs["code"]).first()
        if self.challenge is None:
            raise Http404
        require(rules.edit_challenge, self.request.user, self.challenge)

    def back(self):
        return self.challenge.get_absolute_url()

    def crumbs(self):
        return [crumb(_("榜单"), "list"), (self.challenge.code, self.challenge.get_absolute_url()), (self.title, "")]

    def context(self):
        return {"challenge": self.challenge, "sections": _sections(self.challenge, self.request.path)}


def _sections(challenge: Challenge, address: str) -> list[Tab]:
    names = (
        ("edit", _("正文")),
        ("indicators", _("考核指标")),
        ("requirements", _("里程碑要求")),
        ("conditions", _("揭榜条件")),
    )
    urls = [(label, reverse(f"challenges:{name}", args=[challenge.code])) for name, label in names]
    return [Tab(label, url, is_current=url == address) for label, url in urls]


class EditChallenge(_Editing):
    title = gettext_lazy("编辑榜单")
    template_name = "challenges/edit.html"
    form = forms.ChallengeForm

    def extra(self):
        return {"batch": self.challenge.batch}

    def initial(self):
        names = forms.ChallengeForm.names
        return {name: getattr(self.challenge, name) for name in names} | {"seen": queries.text_digest(self.challenge)}

    def run(self, user, **cleaned):
        seen = cleaned.pop("seen")
        return actions.edit_challenge(challenge=self.challenge, changes=cleaned, seen=seen, by=user)


class _EditTable(_Editing):
    """A table of rows replaced as a whole; `replace` is the action, `columns` what is read."""

    template_name = "challenges/table.html"
    related = ""
    columns: tuple[str, ...] = ()

    def rows(self) -> list[dict]:
        return list(getattr(self.challenge, self.related).order_by("number").values(*self.columns))

    def initial(self):
        return {"rows": self.rows()}

    def replace(self, *, rows, by):
        raise NotImplementedError

    def run(self, user, rows):
        self.replace(rows=rows, by=user)
        return self.challenge


def _plain(number) -> str:
    """`3` rather than `3.0000` in a field to edit."""
    return "" if number is None else format(number.normalize(), "f")


class EditIndicators(_EditTable):
    title = gettext_lazy("考核指标")
    form = forms.IndicatorsForm
    related = "indicators"
    columns = ("name", "unit", "baseline", "comparator", "target", "is_hard", "weight", "test_method", "due_year")
    lead = gettext_lazy("方案须逐条响应；硬指标必须承诺达到。空行不保存。")

    def rows(self):
        return [{**row, "baseline": _plain(row["baseline"]), "target": _plain(row["target"])} for row in super().rows()]

    def replace(self, *, rows, by):
        return actions.set_indicators(challenge=self.challenge, rows=rows, by=by)


class EditRequirements(_EditTable):
    title = gettext_lazy("里程碑要求")
    form = forms.RequirementsForm
    related = "milestone_requirements"
    columns = ("name", "month_offset", "requirement")
    lead = gettext_lazy("各方案的里程碑须覆盖这些节点。空行不保存。")

    def replace(self, *, rows, by):
        return actions.set_requirements(challenge=self.challenge, rows=rows, by=by)


class EditConditions(_EditTable):
    title = gettext_lazy("揭榜条件")
    form = forms.ConditionsForm
    related = "conditions"
    columns = ("code", "text", "parameter", "is_waivable")
    lead = gettext_lazy("资格审查逐条核对。不得设置注册时间、学历、职称、年龄等门槛。空行不保存。")

    def rows(self):
        return super().rows() or condition_rows(self.challenge.batch.rule_set)

    def replace(self, *, rows, by):
        return actions.set_conditions(challenge=self.challenge, rows=rows, by=by)
