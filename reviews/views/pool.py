"""The expert pool."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.pages import Act, FormPage, ListPage, ObjectPage
from core.permissions import allows
from core.ui import values
from reviews import actions, rules
from reviews.enums import ExpertState
from reviews.filters import ExpertFilter
from reviews.forms.plain import ReasonForm
from reviews.forms.pool import AdmitForm, ConflictForm, EditForm
from reviews.models import Expert
from reviews.queries import acts_as_expert, desks
from reviews.views.shared import crumb

POOL = gettext_lazy("评审专家库")


class ExpertList(ListPage):
    title = POOL
    lead = gettext_lazy("抽取、回避、保密和责任追究都以本库为准。专家名单在结果公布前不公开。")
    template_name = "reviews/expert_list.html"
    filterset = ExpertFilter
    rule = rules.see_pool
    sorts = {
        "name": ("person__name",),
        "unit": ("person__organization__name",),
        "seats": ("seat_count",),
        "since": ("in_pool_since",),
    }
    default_sort = ("person__name", "pk")
    unit = gettext_lazy("人")

    def rows(self, user):
        return desks.experts()

    def context(self, user) -> dict:
        return {"new_url": reverse("reviews:admit") if allows(rules.manage_pool, user) else ""}


class ExpertPage(ObjectPage):
    model = Expert
    template_name = "reviews/expert.html"
    acts = (
        Act(
            "edit", gettext_lazy("修改信息"), rules.manage_pool,
            lambda *, obj, by, **data: actions.edit_expert(expert=obj, by=by, **data), form=EditForm,
        ),
        Act(
            "conflict", gettext_lazy("登记利益关系"), rules.declare_conflict,
            lambda *, obj, by, **data: _declare(obj, by, data), form=ConflictForm,
            sentence=gettext_lazy("涉及该专家在席的评审组时，席位立即回避。"),
        ),
        Act(
            "pause", gettext_lazy("停用"), rules.manage_pool,
            lambda *, obj, by, reason: actions.pause_expert(expert=obj, reason=reason, by=by), form=ReasonForm, step="pause",
        ),
        Act(
            "resume", gettext_lazy("恢复"), rules.manage_pool,
            lambda *, obj, by: actions.resume_expert(expert=obj, by=by), step="resume",
        ),
        Act(
            "bar", gettext_lazy("列为失信"), rules.bar_expert,
            lambda *, obj, by, reason: actions.bar_expert(expert=obj, reason=reason, by=by), form=ReasonForm, step="bar",
            is_danger=True, sentence=gettext_lazy("列为失信后不能再参加评审，在席的席位立即回避。"),
        ),
    )  # fmt: skip

    def rows(self, user):
        rows = desks.experts()
        if allows(rules.see_pool, user):
            return rows
        return rows.filter(person=user.person_id) if acts_as_expert(user) else rows.none()

    def crumbs(self, obj):
        return [crumb(POOL, "experts"), (str(obj), "")]

    def facts(self, obj, user):
        person = obj.person
        return [
            (_("单位"), person.organization.name),
            (_("类别"), obj.get_kind_display()),
            (_("地域"), _("区内") if obj.is_local else _("区外")),
            (_("职称"), person.title),
            (_("专业领域"), "、".join(obj.specialties)),
            (_("入库日期"), values.date(obj.in_pool_since)),
            (_("核验日期"), values.date(obj.verified_on)),
            (
                _("受邀、谢绝"),
                _("受邀%(invited)s次，谢绝%(declined)s次")
                % {"invited": obj.invited_count, "declined": obj.declined_count},
            ),
        ]

    def context(self, obj, user) -> dict:
        is_staff = allows(rules.see_pool, user)
        rows = obj.conflicts.select_related("organization", "person", "challenge").order_by("-declared_at")
        seats = obj.seats.select_related("panel__challenge").order_by("-pk")[:20]
        return {
            "conflicts": rows if is_staff else rows.exclude(kind="REQUEST"),
            "seats": seats if is_staff else [],
            "is_dishonest": obj.state == ExpertState.DISHONEST,
        }


def _declare(expert, by, data) -> None:
    actions.declare_conflict(expert=expert, by=by, **data)


class AdmitPage(FormPage):
    title = gettext_lazy("专家入库")
    lead = gettext_lazy("失信惩戒期内的人员不能入库。区内、区外按所在单位登记地确定。")
    form = AdmitForm
    rule = rules.manage_pool
    submit = gettext_lazy("入库")
    done = gettext_lazy("专家已入库。")

    def run(self, user, **cleaned):
        return actions.admit_expert(by=user, **cleaned)

    def crumbs(self):
        return [crumb(POOL, "experts"), (self.title, "")]

    def back(self):
        return reverse("reviews:experts")
