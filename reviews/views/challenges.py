"""A challenge on its way into review: what still blocks it, its panels, requests for recusal."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges.enums import ChallengeState
from challenges.models import Challenge
from consortia.queries import needs_single_review
from core.pages import Act, ListPage, ObjectPage
from reviews import actions, rules
from reviews.enums import ConflictKind, PanelPurpose
from reviews.filters import PanelFilter
from reviews.forms.panels import AssessmentSetUpForm, SetUpForm
from reviews.forms.pool import RequestForm
from reviews.models import Conflict
from reviews.queries import desks, panels_for
from reviews.queries.assessments import subjects
from reviews.queries.conflicts import competing_bids
from reviews.queries.panels import UNDECIDED_BIDS
from reviews.views.shared import crumb

REVIEWS = gettext_lazy("专家评审")


class PanelList(ListPage):
    title = REVIEWS
    lead = gettext_lazy("资格审查全部完成的榜单进入评审；里程碑、赛马和验收也在评审组中考核。")
    template_name = "reviews/panel_list.html"
    filterset = PanelFilter
    rule = rules.see_panels
    sorts = {"code": ("challenge__code",), "closes": ("closes_at",), "state": ("state",)}
    default_sort = ("-pk",)
    unit = gettext_lazy("个评审组")

    def rows(self, user):
        return panels_for(user)

    def context(self, user) -> dict:
        return {"waiting": desks.waiting_challenges(user).order_by("code")}


def _set_up(*, obj, by, rubric, **data):
    if rubric is None:
        rules_of = obj.batch.rule_set
        rubric = actions.create_rubric(
            name=_("%(rules)s评分表") % {"rules": rules_of.name}, criteria=rules_of.rubric, by=by
        )
    return actions.set_up_panel(challenge=obj, rubric=rubric, by=by, **data)


def _assess(challenge, subject, by, data):
    return actions.set_up_panel(challenge=challenge, by=by, **subjects(challenge)[subject], **data)


def _may_set_up(challenge) -> bool:
    is_review = challenge.state == ChallengeState.UNDER_REVIEW
    return is_review and not challenge.panels.filter(purpose=PanelPurpose.BID).exists()


def _may_request(challenge) -> bool:
    return challenge.state in (ChallengeState.CLOSED, ChallengeState.UNDER_REVIEW)


class ChallengeReview(ObjectPage):
    model = Challenge
    lookup = "code"
    template_name = "reviews/challenge.html"
    rule = rules.see_panels
    shows_history = False
    acts = (
        Act(
            "begin", gettext_lazy("进入评审"), rules.begin_review,
            lambda *, obj, by: actions.begin_review(challenge=obj, by=by), step="review", is_primary=True,
            sentence=gettext_lazy("全部方案资格审查有结论后办理。"), when=lambda challenge: competing_bids(challenge).exists(),
        ),
        Act(
            "set-up", gettext_lazy("组建评审组"), rules.begin_review, _set_up, form=SetUpForm, when=_may_set_up, is_primary=True,
            sentence=gettext_lazy("先定评分表、秘书和人数，再封存种子、抽取专家。"),
        ),
        Act(
            "assess", gettext_lazy("组建考核评审组"), rules.begin_review,
            lambda *, obj, by, subject, **data: _assess(obj, subject, by, data), form=AssessmentSetUpForm,
            when=lambda challenge: bool(subjects(challenge)),
            sentence=gettext_lazy("已报告的里程碑、已开启的赛马考核点、已申请的验收，由专家考核。"),
        ),
        Act(
            "request", gettext_lazy("登记单位回避申请"), rules.record_recusal_request,
            lambda *, obj, by, **data: _request(obj, by, data), form=RequestForm, when=_may_request,
            sentence=gettext_lazy("参评单位可书面申请三名以内的专家回避。"),
        ),
    )  # fmt: skip

    def rows(self, user):
        return desks.challenges_in_review(user)

    def address(self, obj) -> str:
        return reverse("reviews:challenge", args=[obj.code])

    def crumbs(self, obj):
        return [crumb(REVIEWS, "panels"), (obj.code, "")]

    def context(self, obj, user) -> dict:
        requests = Conflict.objects.filter(challenge=obj, kind=ConflictKind.REQUEST)
        return {
            "needs_single": needs_single_review(obj),
            "checking_url": reverse("consortia:checking", args=[obj.pk]),
            "bids": competing_bids(obj).select_related("consortium__lead").order_by("number"),
            "undecided": set(obj.bids.filter(state__in=UNDECIDED_BIDS).values_list("pk", flat=True)),
            "panels": panels_for(user).filter(challenge=obj).order_by("pk"),
            "requests": requests.select_related("organization", "expert__person").order_by("organization__name", "pk"),
        }


def _request(challenge, by, data) -> None:
    data["experts"] = list(data["experts"])
    actions.record_recusal_request(challenge=challenge, by=by, **data)
