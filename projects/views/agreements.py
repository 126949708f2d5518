"""A task agreement beside its bid, and the form that edits it."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.documents.links import both
from core.errors import Conflict
from core.pages import Act, FormPage, ObjectPage
from core.permissions import allows, require
from core.ui import values
from projects import actions, forms, queries, rules
from projects.actions.agreements import content_digest
from projects.enums import AgreementState
from projects.models import TaskAgreement
from projects.queries.agreements import indicators_of


def agreements_for(user):
    projects = queries.projects_for(user).order_by()
    rows = TaskAgreement.objects.filter(project__in=projects.values("pk"))
    return rows.select_related("project__lead", "project__challenge__batch__rule_set", "project__bid")


class AgreementPage(ObjectPage):
    model = TaskAgreement
    template_name = "projects/agreement.html"
    acts = (
        Act(
            "sign", gettext_lazy("代表牵头单位签署"), rules.sign_agreement_by_unit,
            lambda *, obj, by: actions.sign_agreement_by_unit(agreement=obj, by=by),
            step="sign_by_unit", is_primary=True, sentence=gettext_lazy("签署后内容按摘要冻结，送科技厅签署。"),
        ),
        Act(
            "countersign", gettext_lazy("代表科技厅签署"), rules.sign_agreement_by_department,
            lambda *, obj, by: actions.sign_agreement_by_department(agreement=obj, by=by),
            step="sign_by_department", is_primary=True, sentence=gettext_lazy("签署后任务书生效，里程碑以任务书为准。"),
        ),
        Act(
            "return", gettext_lazy("退回修改"), rules.return_agreement,
            lambda *, obj, by, reason: actions.return_agreement(agreement=obj, reason=reason, by=by),
            form=forms.ReasonForm, step="return",
        ),
    )  # fmt: skip

    def rows(self, user):
        return agreements_for(user)

    def heading(self, obj) -> str:
        return _("任务书（第 %(version)d 版）") % {"version": obj.version}

    def crumbs(self, obj):
        project = obj.project
        return [
            (_("项目"), reverse("projects:projects")),
            (project.code, project.get_absolute_url()),
            (_("任务书"), ""),
        ]

    def lead(self, obj, user) -> str:
        return _("%(title)s · 牵头单位 %(lead)s") % {"title": obj.content.get("title", ""), "lead": obj.project.lead}

    def facts(self, obj, user) -> list:
        content = obj.content
        return [
            *((label, content.get("parties", {}).get(label, "—")) for label in ("甲方", "乙方", "丙方")),
            (_("实施期"), _("%(from)s 至 %(to)s") % {"from": content.get("starts_on"), "to": content.get("ends_on")}),
            (_("财政经费"), values.money(content.get("fiscal_fen"))),
            (_("企业自筹"), values.money(content.get("self_fen"))),
            (_("地方配套"), values.money(content.get("matching_fen"))),
            (_("牵头单位签署"), values.instant(obj.unit_signed_at)),
            (_("科技厅签署"), values.instant(obj.department_signed_at)),
            (_("内容摘要（SHA-256）"), obj.content_sha256 or "—"),
        ]

    def documents(self, obj, user):
        return both(_("任务书"), "projects:agreement-document", obj.pk)

    def context(self, obj, user) -> dict:
        project, content = obj.project, obj.content
        asked = {row.pk: row for row in indicators_of(project)}
        draft = obj.state == AgreementState.DRAFT
        # A later version is signed for what it changes: both parties see exactly that.
        former = project.agreements.filter(version__lt=obj.version).exclude(state=AgreementState.LAPSED)
        former = former.order_by("-version").first()
        may_edit = draft and allows(rules.edit_agreement, user, obj)
        return {
            "content": content,
            "texts": [(label, content.get(key, "")) for key, label in forms.agreements.LONG_TEXTS.items()],
            "indicators": [(row, asked.get(row["indicator"])) for row in content.get("indicators", [])],
            "milestones": [(row, _targets(row, asked)) for row in content.get("milestones", [])],
            "differences": queries.differences(project, content),
            "since": queries.differences(project, content, against=former.content) if former else None,
            "former": former,
            "defects": queries.defects(project, content) if draft else [],
            "edit_url": reverse("projects:edit-agreement", args=[obj.pk]) if may_edit else "",
        }


def _targets(row: dict, asked: dict) -> str:
    parts = []
    for key, value in (row.get("targets") or {}).items():
        indicator = asked.get(int(key))
        if indicator is not None:
            parts.append(f"{indicator.name} {indicator.get_comparator_display()} {value}{indicator.unit}")
    return "；".join(parts)


class EditAgreement(FormPage):
    """All parts of a draft; a second editor's work is not overwritten."""

    title = gettext_lazy("修改任务书")
    lead = gettext_lazy("考核指标不得弱于榜单；首期之后的每期拨款至少对应一个里程碑。")
    template_name = "projects/agreement_edit.html"
    form = forms.AgreementForm
    submit = gettext_lazy("保存任务书")
    done = gettext_lazy("任务书已保存。")

    def prepare(self, pk: int = 0) -> None:
        self.agreement = get_object_or_404(agreements_for(self.request.user), pk=pk)
        require(rules.edit_agreement, self.request.user, self.agreement)

    def extra(self) -> dict:
        return {"agreement": self.agreement}

    def initial(self) -> dict:
        return {"base": content_digest(self.agreement.content)}

    def run(self, user, **cleaned) -> TaskAgreement:
        form = self.form(self.request.POST, agreement=self.agreement)
        form.is_valid()
        base = cleaned.get("base") or None
        if base is None:
            raise Conflict("agreement_changed", _("页面已失效，请刷新后重新填写。"))
        return actions.edit_agreement(agreement=self.agreement, content=form.content(), base_sha256=base, by=user)

    def crumbs(self):
        project = self.agreement.project
        return [(project.code, project.get_absolute_url()), (_("任务书"), self.back()), (_("修改"), "")]

    def back(self) -> str:
        return self.agreement.get_absolute_url()
