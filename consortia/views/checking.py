"""All bids of one challenge on one page: what was found, all defects in one list, several decided at once, 流榜 (3.4, C07)."""

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges.enums import ChallengeState
from challenges.models import Challenge
from challenges.rules import relist_challenge
from consortia import actions, checks, queries, rules
from consortia.enums import BidState
from consortia.forms import checking as forms
from consortia.views.opening import OPENINGS
from consortia.views.shared import crumb
from core import clock
from core.pages import Act, ObjectPage

WAITING = (BidState.OPENED, BidState.CORRECTING)


def _is_empty(challenge: Challenge) -> bool:
    """Nobody bid, or nobody is left."""
    if challenge.state != ChallengeState.CLOSED:
        return False
    return not challenge.bids.exclude(state__in=[*queries.DEAD, *queries.UNSENT]).exists()


def _has_opened(challenge: Challenge) -> bool:
    return challenge.bids.filter(state=BidState.OPENED).exists()


class CheckingPage(ObjectPage):
    model = Challenge
    lookup = "challenge_id"
    template_name = "consortia/checking.html"
    rule = rules.view_checking
    shows_history = False  # the opening's page has it
    acts = (
        Act("several", gettext_lazy("批量通过资格审查"), rules.check_several,
            lambda obj, by, bids, note: actions.decide_several(bids=list(bids), note=note, by=by),
            form=forms.SeveralForm, when=_has_opened, done=gettext_lazy("批量审查已办理，结果逐份如下。")),
        Act("single", gettext_lazy("复核单一合格方案"), rules.review_single_bid,
            lambda obj, by, note: actions.review_single_bid(challenge=obj, note=note, by=by) and obj,
            form=forms.SingleForm, when=queries.needs_single_review, is_primary=True,
            sentence=gettext_lazy("只有一份合格方案，须由起草人以外的人复核后方可进入评审。")),
        Act("unclaimed", gettext_lazy("记为流榜"), relist_challenge,
            lambda obj, by, **data: actions.declare_unclaimed(challenge=obj, by=by, **data),
            form=forms.UnclaimedForm, when=_is_empty, is_danger=True,
            sentence=gettext_lazy("没有合格方案时办理；可同时在后续批次重新张榜，保留来源。")),
    )  # fmt: skip

    def load(self, **kwargs):
        rows = Challenge.objects.select_related("batch__programme__office", "batch__rule_set", "field")
        challenge = rows.filter(pk=kwargs["challenge_id"], closed_at__isnull=False).first()
        if challenge is None:
            raise Http404
        return challenge

    def address(self, obj):
        return reverse("consortia:checking", args=[obj.pk])

    def heading(self, obj):
        return _("资格审查：%(title)s") % {"title": obj.title}

    def crumbs(self, obj):
        opening = reverse("consortia:opening", args=[obj.pk])
        return [crumb(OPENINGS, "openings"), (obj.code, opening), (_("资格审查"), "")]

    def run(self, act, obj, form):
        """The report of each bid stands above the page."""
        if act.name != "several":
            return super().run(act, obj, form)
        report = act.run(obj=obj, by=self.request.user, **form.cleaned_data)
        for bid, why in report:
            if why:
                messages.warning(self.request, f"{bid.number}：{why}")
            else:
                messages.success(self.request, _("%(number)s：资格审查通过") % {"number": bid.number})
        return self.address(obj)

    def lines(self, obj) -> list[dict]:
        today, lines = clock.today(), []
        rows = obj.bids.exclude(state__in=queries.UNSENT).exclude(opened_at=None).select_related("consortium__lead")
        rows = list(rows.prefetch_related("checks").order_by("number"))
        found = checks.for_bids([bid for bid in rows if bid.state in WAITING], on=today)
        for bid in rows:
            findings, done = found.get(bid.pk, []), sorted(bid.checks.all(), key=lambda one: one.pk)
            decided = [] if findings else [one for one in done if not one.is_passed]
            failed = [f"{one.text}（{one.facts}）" for one in findings if one.is_passed is False]
            failed += [f"{one.text}（{one.reason}）" for one in decided]
            open_ones = [one.text for one in findings if one.is_passed is None]
            total = len(findings) or len(done)
            lines.append({"bid": bid, "failed": failed, "open": open_ones, "total": total, "waits": bool(findings)})
        return lines

    def context(self, obj, user):
        lines = self.lines(obj)
        is_single = queries.is_single(obj)
        return {
            "lines": lines,
            "defects": [(line["bid"], text) for line in lines for text in line["failed"]],
            "is_single": is_single,
            "needs_single": queries.needs_single_review(obj),
            "opening": getattr(obj, "opening", None),
            "overlaps": queries.overlaps(obj) if lines else [],
            "relisted_as": obj.relisted_as.first(),
            "is_unclaimed": obj.state in {ChallengeState.UNCLAIMED, ChallengeState.UNQUALIFIED},
        }
