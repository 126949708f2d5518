"""Opening, its record, the checklist of eligibility."""

from django.db.models import Q
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges.enums import ChallengeState, Mechanism
from challenges.models import Challenge
from consortia import actions, checks, queries, rules
from consortia.actions.opening import BROKEN
from consortia.enums import BidState
from consortia.forms.bids import FindingFormSet
from consortia.models import Opening
from consortia.views.bids import BidPart
from consortia.views.shared import crumb, digest
from core import clock, events
from core.documents.links import pdf
from core.errors import Forbidden, Refused
from core.middleware import note_refusal
from core.navigation import address
from core.pages import Act, ListPage, ObjectPage, Page
from core.permissions import allows, require
from core.ui import Step, values

OPENINGS = gettext_lazy("开标")


class OpeningList(ListPage):
    title = OPENINGS
    template_name = "consortia/openings.html"
    rule = rules.consent_to_opening
    unit = gettext_lazy("项")
    default_sort = ("-deadline", "-pk")
    lead = gettext_lazy("截止后由两名不同的人员同意，密封方案一次开封。")

    def rows(self, user):
        """By the rules of 2021 nothing is sealed and nothing opened."""
        rows = Challenge.objects.filter(closed_at__isnull=False).select_related("opening", "batch__programme")
        return rows.exclude(batch__rule_set__mechanism=Mechanism.ENTERPRISE_2021)


_OPENING_VERBS = ("challenge.close", "challenge.sealed_root", "challenge.single_bid")


def _consent(obj, by):
    actions.consent_to_opening(challenge=obj, by=by)


def _again(obj, by):
    actions.open_consented(opening=Opening.objects.get(challenge=obj), by=by)


def _record(challenge: Challenge) -> Opening | None:
    return Opening.objects.filter(challenge=challenge).select_related("first_by__person", "second_by__person").first()


def _may_consent(challenge: Challenge) -> bool:
    record = _record(challenge)
    is_due = challenge.state == ChallengeState.CLOSED and clock.now() >= challenge.deadline
    waits = record is None or record.second_at is None
    return is_due and waits and challenge.bids.filter(state=BidState.SUBMITTED).exists()


def _has_broken(challenge: Challenge) -> bool:
    record = _record(challenge)
    return bool(record and record.opened_at and any(one["result"] == BROKEN for one in record.entries))


class OpeningPage(ObjectPage):
    """One challenge's opening: consents, and afterwards the record with the digests."""

    model = Challenge
    lookup = "challenge_id"
    template_name = "consortia/opening.html"
    acts = (
        Act("consent", gettext_lazy("同意开封"), rules.consent_to_opening, _consent, when=_may_consent, is_primary=True,
            sentence=gettext_lazy("须由两名不同的人员先后同意；第二人同意后，全部方案一次开封。")),
        Act("again", gettext_lazy("再次尝试打开损坏的密封件"), rules.consent_to_opening, _again, when=_has_broken),
    )  # fmt: skip

    def load(self, **kwargs):
        found = Challenge.objects.select_related("batch__programme").filter(
            pk=kwargs["challenge_id"], closed_at__isnull=False
        )
        challenge = found.first()
        if challenge is None:
            raise Http404
        require(rules.read_opening, self.request.user, challenge)
        return challenge

    def address(self, obj):
        return reverse("consortia:opening", args=[obj.pk])

    def post(self, request, **kwargs):
        try:
            return super().post(request, **kwargs)
        except Forbidden as refusal:
            refusal.sensitive = True
            raise

    def crumbs(self, obj):
        return [crumb(OPENINGS, "openings"), (obj.title, "")]

    def heading(self, obj):
        return _("开标：%(title)s") % {"title": obj.title}

    def facts(self, obj, user):
        record = _record(obj)
        found = [
            (_("榜单"), str(obj)),
            (_("截止时间"), values.instant(obj.deadline, deadline=True)),
            (_("密封方案"), _("%(count)d 份") % {"count": queries.sealed_bids(obj).count()}),
            (_("截止时公布的根哈希"), digest(obj.sealed_root) if obj.sealed_root else _("尚未公布")),
        ]
        if record:
            found += [
                (_("第一人同意"), _signed(record.first_by, record.first_at)),
                (_("第二人同意"), _signed(record.second_by, record.second_at)),
                (_("开封时间"), values.instant(record.opened_at, seconds=True)),
                (
                    _("开封份数"),
                    _("%(count)d 份") % {"count": record.bid_count} if record.bid_count is not None else "—",
                ),
            ]
        return found

    def stations(self, obj, record) -> list[Step]:
        """How far it has come: who has consented, who is awaited."""
        first, second = (record and record.first_at), (record and record.second_at)
        opened = record and record.opened_at
        waits = _("等待第一人") if not first else _("等待另一名人员") if not second else _("正在打开")
        done = [
            (_("揭榜截止"), obj.closed_at, values.instant_text(obj.deadline, deadline=True)),
            (_("公布根哈希"), obj.sealed_root, ""),
            (_("第一人同意"), first, _signed(record.first_by, first) if first else waits),
            (_("第二人同意"), second, _signed(record.second_by, second) if second else (waits if first else "")),
            (_("开封"), opened, values.instant_text(opened, seconds=True) if opened else (waits if second else "")),
        ]
        current = next((place for place, (_label, fact, _when) in enumerate(done) if not fact), len(done))
        words = ["done" if place < current else "current" if place == current else "todo" for place in range(len(done))]
        return [Step(label, word, when) for word, (label, _fact, when) in zip(words, done, strict=True)]

    def history(self, obj):
        """The opening's own part of the challenge's history; the rest is on the challenge's page."""
        of_opening = Q(verb__startswith="opening.") | Q(verb__in=_OPENING_VERBS)
        return events.of(obj).filter(of_opening)

    def documents(self, obj, user):
        record = _record(obj)
        return [pdf(_("开标记录"), "consortia:opening-document", obj.pk)] if record and record.opened_at else []

    def context(self, obj, user):
        record = _record(obj)
        numbers = {bid.number: bid for bid in queries.bids_of(user).filter(challenge=obj)}
        entries = [(one, numbers.get(one["bid"])) for one in record.entries] if record else []
        if not user.has_role(*queries.STAFF):
            entries = [(one, bid) for one, bid in entries if bid is not None]
        matches = bool(record and record.opened_at and record.root == obj.sealed_root)
        broken = [one for one, _bid in entries if one["result"] == BROKEN]
        return {
            "events": self.history(obj),
            "record": record,
            "entries": entries,
            "root_matches": matches,
            "stations": self.stations(obj, record),
            "broken_count": len(broken),
            "is_live": not (record and record.opened_at) and obj.bids.filter(state=BidState.SUBMITTED).exists(),
            "public_url": reverse("consortia:public-opening", args=[obj.pk]),
            "checking_url": reverse("consortia:checking", args=[obj.pk])
            if allows(rules.view_checking, user, obj)
            else "",
        }


class PublicOpening(Page):
    """The public part of the record: how many, when, which digests; no name of a unit, nothing of a content."""

    is_public = True

    def get(self, request, challenge_id):
        rows = Challenge.objects.filter(pk=challenge_id, closed_at__isnull=False).exclude(sealed_root="")
        challenge = rows.first()
        if challenge is None:
            raise Http404
        record = _record(challenge)
        opened = record.opened_at if record else None
        leaves = record.entries if opened else queries.sealed_root(challenge)[0]
        facts = [
            (_("榜单"), str(challenge)),
            (_("截止时间"), values.instant(challenge.deadline, deadline=True)),
            (_("截止时密封的方案"), _("%(count)d 份") % {"count": len(leaves)}),
            (_("截止时公布的根哈希"), digest(challenge.sealed_root)),
            (_("开封时间"), values.instant(opened, seconds=True) if opened else _("尚未开封")),
        ]
        if opened:
            facts.append((_("开封份数"), _("%(count)d 份") % {"count": record.bid_count}))
            facts.append((_("开封人员"), _("两名不同的工作人员先后同意")))
        context = {
            "base": "base_public.html", "page_title": _("开标记录（公开部分）"), "lead": str(challenge), "facts": facts,
            "crumbs": [(challenge.title, challenge.get_absolute_url()), (_("开标记录"), "")], "leaves": [{**one, "shown": digest(one["content_sha256"])} for one in leaves],
            "verify_url": reverse("consortia:verify"),
        }  # fmt: skip
        return render(request, "consortia/public_opening.html", context)


def _signed(person, at):
    return f"{person}，{values.instant_text(at, seconds=True)}" if person else "—"


class EligibilityPage(BidPart):
    """The checklist: each condition with the facts the system found, the conclusion by a person."""

    def get(self, request, pk):
        return self.page()

    def post(self, request, pk):
        require(rules.check_eligibility, request.user, self.bid)
        findings = self.findings()
        formset = FindingFormSet(request.POST, prefix="finding")
        if not formset.is_valid() or len(formset.forms) != len(findings):
            return self.page(formset=formset, status=422)
        said = {form.cleaned_data["code"]: form.cleaned_data for form in formset.forms}
        results = [
            {
                "code": one.code,
                "text": one.text,
                "facts": one.facts,
                "is_passed": said[one.code]["is_passed"] == "yes",
                "reason": said[one.code]["reason"],
            }
            for one in findings
            if one.code in said
        ]
        try:
            actions.decide_eligibility(bid=self.bid, results=results, by=request.user)
        except Forbidden:
            raise
        except Refused as refusal:
            note_refusal(request, refusal)
            return self.page(formset=formset, refusal=refusal, status=409)
        return HttpResponseRedirect(self.bid.get_absolute_url())

    def findings(self):
        return checks.for_bid(self.bid, on=clock.today())

    def page(self, *, formset=None, refusal=None, status: int = 200):
        bid, user = self.bid, self.request.user
        if bid.opened_at is None:
            raise Http404
        findings = self.findings()
        decides = bid.state == BidState.OPENED and allows(rules.check_eligibility, user, bid)
        if decides and formset is None:
            first = {True: "yes", False: "no", None: ""}
            initial = [{"code": one.code, "is_passed": first[one.is_passed]} for one in findings]
            formset = FindingFormSet(initial=initial, prefix="finding")
        rows = list(zip(findings, formset.forms, strict=False)) if decides else []
        return self.show(
            "consortia/eligibility.html", "eligibility", _("资格审查"), status=status, refusal=refusal, formset=formset,
            rows=rows, defects=[one for one in findings if one.is_passed is False],
            checking_url=reverse("consortia:checking", args=[bid.challenge_id]) if allows(rules.view_checking, user, bid.challenge) else "",
            beside_url=address("projects:beside-bid", bid.pk) if allows(rules.view_checking, user, bid.challenge) else "",
            findings=[] if decides else findings, decided=bid.checks.select_related("checked_by__person").order_by("pk"),
        )  # fmt: skip
