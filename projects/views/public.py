"""What everybody may see of projects: the results of awards. Public fields only (R-SEC-09)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortia.enums import MembershipState
from core.pages import ListPage, ObjectPage
from core.ui import values
from projects.enums import ProjectState
from projects.filters import ResultFilter
from projects.models import Project
from projects.views.board import wanted


def published():
    rows = Project.objects.exclude(state=ProjectState.LAPSED)
    return rows.select_related("challenge__batch__programme", "lead__division", "consortium", "bid", "chief_scientist")


class ResultList(ListPage):
    is_public = True
    title = gettext_lazy("立项结果")
    lead = gettext_lazy("经评审、公示后立项的项目。财政经费为立项时确定的总额。")
    template_name = "projects/result_list.html"
    filterset = ResultFilter
    sorts = {"code": ("code",), "fiscal": ("fiscal_total_fen",), "lead": ("lead__name",)}
    default_sort = ("-code",)
    unit = gettext_lazy("项")

    def rows(self, user):
        return published()


class ResultPage(ObjectPage):
    is_public = True
    model = Project
    template_name = "projects/result.html"
    lookup = "code"
    shows_history = False

    def rows(self, user):
        return published()

    def address(self, obj) -> str:
        return reverse("projects:result", args=[obj.code])

    def heading(self, obj) -> str:
        return obj.title

    def crumbs(self, obj):
        return [(_("立项结果"), reverse("projects:results")), (obj.code, "")]

    def lead(self, obj, user) -> str:
        return obj.bid.public_summary

    def facts(self, obj, user) -> list:
        members = obj.consortium.memberships.filter(state=MembershipState.CONFIRMED).exclude(organization=obj.lead_id)
        names = members.order_by("pk").values_list("organization__name", flat=True)
        return [
            (_("项目编号"), obj.code),
            (_("榜单"), obj.challenge),
            (_("示范工程"), obj.challenge.batch.programme),
            (_("创新联合体"), obj.consortium),
            (_("牵头单位"), f"{obj.lead}（{obj.lead.division}）"),
            (_("成员单位"), "、".join(names) or "—"),
            (_("首席科学家"), obj.chief_scientist or "—"),
            (_("实施期"), _("%(from)s 至 %(to)s") % {"from": obj.starts_on, "to": obj.ends_on}),
            (_("财政经费"), values.money(obj.fiscal_total_fen)),
        ]

    def context(self, obj, user) -> dict:
        return {
            "indicators": wanted(obj.challenge.indicators.order_by("number")),
            "outcomes": obj.outcomes.order_by("-achieved_on", "-pk"),
            "race": obj.lane.race if hasattr(obj, "lane") else None,
        }
