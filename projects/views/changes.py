"""Changes: the list, one change with what was and what shall be, asking for one."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.money import with_unit
from core.pages import Act, FormPage, ListPage, ObjectPage
from core.permissions import require
from core.ui import values
from projects import actions, forms, queries, rules
from projects.enums import ChangeKind
from projects.filters import ChangeFilter
from projects.models import ChangeRequest
from projects.queries.changes import DECIDER_LABELS, OFFICE


def changes_for(user):
    projects = queries.projects_for(user).order_by()
    rows = ChangeRequest.objects.filter(project__in=projects.values("pk"))
    return rows.select_related(
        "project__lead", "project__leader", "project__chief_scientist", "decided_by", "resolution"
    )


class ChangeList(ListPage):
    title = gettext_lazy("变更")
    template_name = "projects/change_list.html"
    filterset = ChangeFilter
    sorts = {"project": ("project__code",), "asked": ("created_at",), "state": ("state",)}
    default_sort = ("-created_at", "-pk")
    unit = gettext_lazy("件")

    def rows(self, user):
        return changes_for(user)


def by_office(change) -> bool:
    return queries.who_decides(change.project, change.kind) == OFFICE


class ChangePage(ObjectPage):
    model = ChangeRequest
    template_name = "projects/change.html"
    acts = (
        Act(
            "decide", gettext_lazy("决定变更"), rules.decide_change,
            lambda *, obj, by, **cleaned: actions.decide_change(change=obj, by=by, **cleaned),
            form=forms.ChangeDecisionForm, step="approve", when=by_office, is_primary=True,
        ),
        Act(
            "record", gettext_lazy("决定并备案"), rules.record_change,
            lambda *, obj, by, note: actions.record_change(change=obj, note=note, by=by),
            form=forms.RecordForm, step="record", is_primary=True,
            sentence=gettext_lazy("属首席科学家或项目负责人自主决定事项，备案即生效。"),
        ),
    )  # fmt: skip

    def rows(self, user):
        return changes_for(user)

    def heading(self, obj) -> str:
        return _("变更：%(kind)s") % {"kind": obj.get_kind_display()}

    def crumbs(self, obj):
        return [
            (_("变更"), reverse("projects:changes")),
            (obj.project.code, obj.project.get_absolute_url()),
            (str(obj.pk), ""),
        ]

    def lead(self, obj, user) -> str:
        return f"{obj.project.title} · {DECIDER_LABELS[queries.who_decides(obj.project, obj.kind)]}"

    def facts(self, obj, user) -> list:
        rows = [
            (_("项目"), obj.project),
            (_("变更理由"), obj.reason),
            (_("申请人"), obj.created_by),
            (_("申请时间"), values.instant(obj.created_at)),
        ]
        if obj.decided_at:
            rows += [
                (_("决定人"), obj.decided_by),
                (_("决定时间"), values.instant(obj.decided_at)),
                (_("处理意见"), obj.decision_note or "—"),
                (_("决议"), obj.resolution or "—"),
            ]
        return rows

    def context(self, obj, user) -> dict:
        names = dict(obj.project.challenge.indicators.values_list("pk", "name"))
        return {"before": shown(obj.before, names), "after": shown(obj.after, names)}


def shown(data: dict, names: dict[int, str]) -> list[str]:
    """The stored shape of a change in words."""
    lines = [str(data[key]) for key in ("text", "name") if data.get(key)]
    if "months" in data:
        lines.append(_("延期 %(months)d 个月") % {"months": data["months"]})
    if "ends_on" in data:
        lines.append(_("%(from)s 至 %(to)s") % {"from": data.get("starts_on", ""), "to": data["ends_on"]})
    lines += [
        _("里程碑 %(number)s：%(on)s") % {"number": row["number"], "on": row["due_on"]}
        for row in data.get("milestones", [])
    ]
    lines += [f"{names.get(row['indicator'], row['indicator'])}：{row['target']}" for row in data.get("indicators", [])]
    lines += [str(name) for name in data.get("members", [])]
    if "fiscal_fen" in data:
        sums = {"fiscal": with_unit(data["fiscal_fen"]), "self": with_unit(data["self_fen"])}
        lines.append(_("财政 %(fiscal)s，自筹 %(self)s") % sums)
    return lines or ["—"]


class RequestChange(FormPage):
    form = forms.ChangeForm
    submit = gettext_lazy("提交变更")
    done = gettext_lazy("变更已提交。")

    def prepare(self, code: str = "", kind: str = "") -> None:
        self.kind = kind.upper().replace("-", "_")
        if self.kind not in ChangeKind.values:
            raise Http404
        self.project = get_object_or_404(queries.projects_for(self.request.user), code=code)
        require(rules.request_change, self.request.user, self.project)
        self.title = _("申请变更：%(kind)s") % {"kind": ChangeKind(self.kind).label}
        self.lead = str(DECIDER_LABELS[queries.who_decides(self.project, self.kind)])

    def extra(self) -> dict:
        return {"project": self.project, "kind": self.kind}

    def run(self, user, **cleaned) -> ChangeRequest:
        form = self.form(self.request.POST, **self.extra())
        form.is_valid()
        return actions.request_change(
            project=self.project, kind=self.kind, after=form.after(), reason=cleaned["reason"], by=user
        )

    def crumbs(self):
        return [(_("项目"), reverse("projects:projects")), (self.project.code, self.back()), (self.title, "")]

    def back(self) -> str:
        return self.project.get_absolute_url()
