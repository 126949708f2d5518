"""How a need call goes: how many from where, in which field, from whom; longer, or closed early."""

from django.db.models import Count, F, Q
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import OrganizationKind
from accounts.models import HOME_REGION, Division
from challenges import actions, rules
from challenges.enums import NeedState
from challenges.forms.fields import ReasonForm
from challenges.forms.pool import ExtendCallForm
from challenges.models import Need, NeedCall
from challenges.views.shared import crumb, through
from core import clock
from core.pages import Act, ObjectPage
from core.permissions import require
from core.ui import values


def _act(name, label, action, **options) -> Act:
    may_manage = through(rules.manage_call, "programme")
    return Act(name, label, may_manage, lambda obj, by, **data: action(call=obj, by=by, **data) and obj, **options)


class CampaignPage(ObjectPage):
    model = NeedCall
    template_name = "challenges/campaign.html"
    acts = (
        _act(
            "extend",
            gettext_lazy("延长征集"),
            actions.extend_call,
            form=ExtendCallForm,
            sentence=gettext_lazy("已截止的征集也可以重新开放；原因进入办理记录。"),
        ),
        _act(
            "close",
            gettext_lazy("提前结束征集"),
            actions.close_call,
            form=ReasonForm,
            when=lambda obj: obj.opens_at < clock.now() < obj.closes_at,
            is_danger=True,
            sentence=gettext_lazy("立即停止接收新需求；已退回的需求仍可补正后提交。"),
        ),
    )

    def rows(self, user):
        require(rules.view_office_pages, user)
        return NeedCall.objects.select_related("programme__office")

    def address(self, obj):
        return reverse("challenges:campaign", args=[obj.pk])

    def crumbs(self, obj):
        return [crumb(_("需求征集"), "calls"), (obj.title, obj.get_absolute_url()), (_("进展"), "")]

    def heading(self, obj):
        return _("%(title)s：进展") % {"title": obj.title}

    def facts(self, obj, user):
        return [
            (_("示范工程"), obj.programme),
            (_("开始"), values.instant(obj.opens_at)),
            (_("截止"), values.instant(obj.closes_at, deadline=True)),
        ]

    def context(self, obj, user):
        counts = dict(obj.needs.order_by().values_list("state").annotate(Count("pk")))
        handed_in = sum(count for state, count in counts.items() if state not in _OUT)
        waiting = sum(counts.get(state, 0) for state in (NeedState.SUBMITTED, NeedState.FORWARDED))
        return {
            "call": obj,
            "figures": [
                (handed_in, _("已提交"), ""),
                (waiting, _("待处理"), "amber" if waiting else ""),
                (counts.get(NeedState.RETURNED, 0), _("待补正"), ""),
                (counts.get(NeedState.ACCEPTED, 0) + counts.get(NeedState.POOLED, 0), _("已受理待凝练"), ""),
                (counts.get(NeedState.MERGED, 0), _("已凝练入榜"), ""),
                (counts.get(NeedState.DRAFT, 0), _("填报中"), ""),
            ],
            "tables": [
                (_("按盟市"), _("盟市"), by_league(obj)),
                (_("按领域"), _("领域"), by_field(obj)),
                (_("按单位类型"), _("单位类型"), by_kind(obj)),
            ],
            "pool_url": f"{reverse('challenges:pool')}?call={obj.pk}",
        }


_OUT = (NeedState.DRAFT, NeedState.WITHDRAWN)
_COUNTS = {
    "total": Count("pk"),
    "units": Count("organization", distinct=True),
    "waiting": Count("pk", filter=Q(state__in=[NeedState.SUBMITTED, NeedState.FORWARDED])),
    "merged": Count("pk", filter=Q(state=NeedState.MERGED)),
}


def _handed_in(call: NeedCall):
    return Need.objects.filter(call=call).exclude(state__in=_OUT).order_by()


def by_league(call: NeedCall) -> list[dict]:
    """Every league of the region, those with nothing too: a bureau that sends nothing is called up; the rest is outside."""
    leagues = Division.objects.filter(level="PREFECTURE", code__startswith=HOME_REGION).order_by("code")
    rows = _handed_in(call).annotate(place=Left("organization__division__code", 4)).values("place").annotate(**_COUNTS)
    counts = {row["place"]: row for row in rows}
    found = [
        {"label": league.name, "query": f"league={league.pk}", **counts.pop(league.code[:4], _NONE)}
        for league in leagues
    ]
    rest = {name: sum(row[name] for row in counts.values()) for name in _COUNTS}
    return found + ([{"label": _("自治区本级和区外"), "query": "", **rest}] if rest["total"] else [])


_NONE = dict.fromkeys(_COUNTS, 0)


def by_field(call: NeedCall) -> list[dict]:
    counts = {row["field"]: row for row in _handed_in(call).values("field").annotate(**_COUNTS)}
    fields = call.programme.fields.order_by(F("position"), "pk")
    found = [
        {"label": field.name, "query": f"field={field.pk}", **counts.pop(field.pk, {**_NONE, "field": field.pk})}
        for field in fields
    ]
    return found + [{"label": _("未填领域"), "query": "", **row} for row in counts.values()]


def by_kind(call: NeedCall) -> list[dict]:
    rows = _handed_in(call).values("organization__kind").annotate(**_COUNTS).order_by("-total")
    labels = dict(OrganizationKind.choices)
    return [
        {"label": labels[row["organization__kind"]], "query": f"kind={row['organization__kind']}", **row}
        for row in rows
    ]
