"""Bids: the list, beginning one, the page of one with what may be done to it, reading its content."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from challenges.enums import ChallengeState
from challenges.models import Challenge
from consortia import actions, drafts, queries, rules
from consortia.actions import pledges
from consortia.actions.access import require_on_sealed
from consortia.drafts.schema import SECTIONS, WRITTEN
from consortia.enums import BidState, PledgeKind
from consortia.filters import BidFilter
from consortia.forms import bids as forms
from consortia.models import Bid
from consortia.views import progress, reading
from consortia.views.shared import BIDS, crumb, digest, ratio_floor
from core import clock
from core.documents.links import pdf
from core.errors import Forbidden, Refused
from core.pages import Act, FormPage, ListPage, ObjectPage, Page
from core.permissions import allows
from core.ui import Tab, values

_RELATED = (
    "challenge__batch__rule_set",
    "challenge__batch__programme__office",
    "consortium__lead__division",
    "leader",
    "chief_scientist",
)
WRITING = (BidState.DRAFT, BidState.UNIT_REVIEW)


class BidList(ListPage):
    title = BIDS
    template_name = "consortia/bids.html"
    filterset = BidFilter
    unit = gettext_lazy("份")
    sorts = {"number": ("number",), "deadline": ("challenge__deadline",), "state": ("state_at",)}
    default_sort = ("-state_at", "-pk")

    @property
    def lead(self) -> str:
        if self.request.user.has_role(*queries.STAFF, Role.PREFECTURE):
            return _("开封前只显示编号和揭榜单位；内容任何人不能查看。")
        return _("本单位牵头和参加的方案。密封提交后、开标前，任何人（包括科技厅）都不能查看内容。")

    def rows(self, user):
        return queries.bids_of(user).select_related(*queries.TURN_OF_BID)


class StartBid(FormPage):
    title = gettext_lazy("发起揭榜")
    template_name = "consortia/start.html"
    form = forms.StartForm
    submit = gettext_lazy("开始填报")
    done = gettext_lazy("方案草稿已建立。各部分可分开填写，随时保存，截止前由单位管理员提交。")
    rule = rules.start_bid

    def prepare(self, pk):
        self.challenge = Challenge.objects.filter(pk=pk, state=ChallengeState.OPEN).first()
        if self.challenge is None:
            raise Http404

    @property
    def lead(self):
        until = values.instant_text(self.challenge.deadline, deadline=True)
        return _("%(challenge)s。截止时间 %(until)s（北京时间），以系统时间为准。") % {
            "challenge": self.challenge,
            "until": until,
        }

    def extra(self):
        return {"user": self.request.user}

    def context(self):
        user = self.request.user
        begun = queries.bids_of(user).select_related(*queries.TURN_OF_BID)
        begun = begun.filter(challenge=self.challenge, consortium__lead=user.organization_id)
        return {
            "challenge": self.challenge,
            "begun": begun.exclude(state__in=[BidState.WITHDRAWN, BidState.EXPIRED]).first(),
            "has_consortium": forms.StartForm(user=user).fields["consortium"].queryset.exists(),
            "underway": queries.own_consortia(user)
            .filter(lead=user.organization_id)
            .select_related("lead", "programme__office")
            .order_by("-state_at", "pk")[:5],
            "sections": [SECTIONS[name].label for name in WRITTEN],
        }

    def back(self):
        return self.challenge.get_absolute_url()

    def crumbs(self):
        return [(self.challenge.title, self.challenge.get_absolute_url()), (self.title, "")]

    def run(self, user, consortium):
        return actions.start_bid(challenge=self.challenge, consortium=consortium, by=user)


def _pledge(kind: str):
    return lambda obj, by, agree: actions.sign_pledge(bid=obj, kind=kind, by=by)


def _pledge_sentence(kind: str) -> str:
    return "《{}》{}".format(*pledges.shown_text(kind))


def _run(action):
    return lambda obj, by, **data: action(bid=obj, by=by, **data)


ACTS = (
    Act("pledge-leader", gettext_lazy("签署负责人信用承诺"), rules.pledge_for_leader, _pledge(PledgeKind.LEADER),
        form=forms.PledgeForm, when=lambda obj: obj.state == BidState.DRAFT),
    Act("pledge-unit", gettext_lazy("签署单位信用承诺"), rules.pledge_for_unit, _pledge(PledgeKind.ORGANIZATION),
        form=forms.PledgeForm, when=lambda obj: obj.state in WRITING),
    Act("send", gettext_lazy("送单位审核"), rules.author_bid, _run(actions.send_to_unit), step="send_to_unit",
        is_primary=True, sentence=gettext_lazy("缺漏会一次列出；送出后由单位管理员审核并提交。")),
    Act("submit", gettext_lazy("密封提交"), rules.submit_bid, lambda obj, by, sure: actions.submit_bid(bid=obj, by=by),
        form=forms.SubmitForm, step="submit", is_primary=True,
        sentence=gettext_lazy("提交后立即出具带签名的回执；截止前可以撤回修改。"),
        done=gettext_lazy("提交成功。")),
    Act("return", gettext_lazy("退回修改"), rules.submit_bid, _run(actions.return_bid), form=forms.ReturnForm, step="return"),
    Act("recall", gettext_lazy("撤回修改"), rules.submit_bid, _run(actions.recall_bid), step="recall",
        when=lambda obj: clock.now() < obj.challenge.deadline,
        sentence=gettext_lazy("只能在截止前撤回；撤回后须重新送审并提交才有效，两次提交均留存。"),
        done=gettext_lazy("已撤回。现在没有有效的提交，修改后请重新送审并密封提交。")),
    Act("recommend", gettext_lazy("出具推荐意见"), rules.recommend_bid, _run(actions.recommend_bid), form=forms.RecommendForm,
        when=lambda obj: obj.state in queries.RECOMMENDABLE and clock.now() >= obj.challenge.deadline
        and obj.challenge.batch.rule_set.needs_recommendation and not hasattr(obj, "recommendation")),
    Act("ask-correction", gettext_lazy("要求形式补正"), rules.check_eligibility, _run(actions.ask_correction),
        form=forms.DefectsForm, step="ask_correction", when=lambda obj: obj.correction_count == 0),
    Act("correct", gettext_lazy("提交补正"), rules.submit_bid,
        lambda obj, by, **content: actions.correct_bid(bid=obj, content=content, by=by), form=forms.CorrectForm,
        step="correct", is_primary=True, sentence=gettext_lazy("只补正形式内容；补正文件请先在“附件”中上传。")),
    Act("withdraw", gettext_lazy("放弃揭榜"), rules.submit_bid, _run(actions.withdraw_bid), form=forms.WithdrawForm,
        step="withdraw", is_danger=True, sentence=gettext_lazy("放弃后本方案作废，不能恢复。")),
)  # fmt: skip


def tabs(bid: Bid, user, current: str) -> list[Tab]:
    """Where one may go from here; the content only where it may be read."""
    found = [Tab(_("概况"), bid.get_absolute_url(), current == "bid")]
    if allows(rules.read_bid, user, bid) and (bid.opened_at or bid.sections.exists()):
        content = _("方案内容") if bid.opened_at else _("预览")
        found.append(Tab(content, reverse("consortia:content", args=[bid.pk]), current == "content"))
        found.append(Tab(_("附件"), reverse("consortia:attachments", args=[bid.pk]), current == "attachments"))
    if bid.opened_at and (user.has_role(*queries.STAFF) or queries.is_own(user, bid.consortium)):
        found.append(Tab(_("资格审查"), reverse("consortia:eligibility", args=[bid.pk]), current == "eligibility"))
    return found


class BidPage(ObjectPage):
    model = Bid
    template_name = "consortia/bid.html"
    acts = ACTS

    def rows(self, user):
        return queries.bids_of(user).select_related(*_RELATED)

    def crumbs(self, obj):
        return [crumb(BIDS, "bids"), (obj.number, "")]

    def heading(self, obj):
        return obj.title or _("%(challenge)s：揭榜方案") % {"challenge": obj.challenge.title}

    def post(self, request, **kwargs):
        try:
            return super().post(request, **kwargs)
        except Forbidden as refusal:
            refusal.sensitive = True  # an attempt on sealed matter leaves an event
            raise

    def page_actions(self, obj, failed=None):
        found = super().page_actions(obj, failed)
        kinds = {"pledge-leader": PledgeKind.LEADER, "pledge-unit": PledgeKind.ORGANIZATION}
        for place, action in enumerate(found):
            name = action.url.rstrip("/").rpartition("/")[2]
            if name in kinds:
                found[place] = type(action)(**{**action.__dict__, "sentence": _pledge_sentence(kinds[name])})
        return found

    def facts(self, obj, user):
        challenge = obj.challenge
        found = [
            (_("方案编号"), obj.number),
            (_("榜单"), f"{challenge.code} {challenge.title}"),
            (_("创新联合体"), obj.consortium_snapshot.get("name") or obj.consortium.name),
            (_("牵头单位"), obj.consortium.lead.name),
            (_("截止时间"), values.instant(challenge.deadline, deadline=True)),
        ]
        if obj.submitted_at:
            found.append((_("提交时间"), values.instant(obj.submitted_at, seconds=True)))
            found.append((_("内容摘要 SHA-256"), digest(obj.content_sha256)))
        if obj.opened_at and allows(rules.read_bid, user, obj):
            found += [
                (_("开封时间"), values.instant(obj.opened_at, seconds=True)),
                (_("项目负责人"), str(obj.leader or "—")),
                (_("首席科学家"), str(obj.chief_scientist or "—")),
                (_("申请财政经费"), values.money(obj.fiscal_fen)),
                (_("企业自筹"), values.money(obj.self_fen)),
                (
                    _("自筹与财政之比"),
                    values.ratio(obj.self_fen, obj.fiscal_fen, ratio_floor(challenge.batch.rule_set)),
                ),
                (_("地方配套"), values.money(obj.matching_fen)),
            ]
        return found

    def documents(self, obj, user):
        if not allows(rules.read_bid, user, obj) or not (obj.opened_at or obj.sections.exists()):
            return []
        return [pdf(_("揭榜方案") if obj.opened_at else _("方案草稿"), "consortia:bid-document", obj.pk)]

    def context(self, obj, user):
        own = queries.is_own(user, obj.consortium)
        receipts = obj.receipts.order_by("-version") if own or user.has_role(*queries.STAFF) else []
        found = {
            "events": queries.history_for(user, obj),
            "tabs": tabs(obj, user, "bid"),
            "is_own": own,
            "receipts": receipts,
            "is_sealed": obj.state == BidState.SUBMITTED,
            "is_recalled": own and obj.state in WRITING and bool(obj.version),
        }
        if hasattr(obj, "recommendation"):
            found["recommendation"] = obj.recommendation
        if own and obj.state in WRITING:
            found |= self.draft(obj, user)
        return found

    def draft(self, bid: Bid, user) -> dict:
        """What the draft holds and what it still lacks."""
        stand = progress.Progress(bid, user)
        signatures = progress.signatures(bid, user)
        return {
            "floor": ratio_floor(bid.challenge.batch.rule_set),
            "is_restoring": bool(bid.version and not stand.rows),
            "progress": stand,
            "signatures": signatures,
            "missing": sum(1 for one in signatures if one.pledge is None),
            "returned": progress.returned(bid),
            "totals": stand.totals,
        }


class BidPart(Page):
    """A page under one bid: 404 without a relation, an event where the content is sealed."""

    reads_content = True

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            self.bid = queries.bids_of(request.user).select_related(*_RELATED).filter(pk=kwargs["pk"]).first()
            if self.bid is None:
                raise Http404
            if self.reads_content:
                require_on_sealed(rules.read_bid, request.user, self.bid)
        return super().dispatch(request, *args, **kwargs)

    def show(self, template: str, tab: str, title: str, *, status: int = 200, **context) -> HttpResponse:
        shown = {
            "base": self.base,
            "bid": self.bid,
            "floor": ratio_floor(self.bid.challenge.batch.rule_set),
            "page_title": title,
            "lead": f"{self.bid.number} {self.bid.challenge.title}",
            "crumbs": [crumb(BIDS, "bids"), (self.bid.number, self.bid.get_absolute_url()), (title, "")],
            "tabs": tabs(self.bid, self.request.user, tab),
            **context,
        }
        return render(self.request, template, shown, status=status)


class ContentPage(BidPart):
    """The whole content to read: the draft for its own people, an opened bid for whoever may."""

    def get(self, request, pk):
        bid = self.bid
        content = queries.content_of(bid) if bid.opened_at else queries.sections(bid)
        if not content:
            raise Refused("sealed", _("方案已密封，截止前可以撤回修改；开封后可以查看。"), sensitive=True, bid=bid.pk)
        sums = drafts.totals(content.get("budget") or drafts.blank("budget"), bid.challenge.batch.rule_set)
        is_draft = bid.opened_at is None
        title = _("预览：评审专家看到的样子") if is_draft else _("方案内容")
        return self.show(
            "consortia/content.html",
            "content",
            title,
            parts=reading.parts(bid.challenge, content),
            totals=sums,
            is_draft=is_draft,
            answers=reading.answers(bid.challenge, content.get("responses") or drafts.blank("responses")),
        )
