"""Writing a draft: one page a section, totals beside the budget."""

import json

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from consortia import actions, drafts, queries, rules
from consortia.drafts.schema import SECTIONS, WRITTEN
from consortia.enums import BidState
from consortia.forms.sections import SectionForms
from consortia.views.bids import BidPart, target
from core.errors import Conflict, Forbidden, Refused
from core.middleware import note_refusal
from core.permissions import require


class SectionPage(BidPart):
    """One section to fill in. Two writers: the second is told, keeps the text typed, and sees what the first saved."""

    def get(self, request, pk, name):
        self.check(name)
        found = queries.section(self.bid, name)
        content = json.loads(found.content) if found else drafts.blank(name)
        return self.page(name, SectionForms(name, self.bid, content=content), version=found.version if found else 0)

    def post(self, request, pk, name):
        self.check(name)
        found = queries.section(self.bid, name)
        content = json.loads(found.content) if found else drafts.blank(name)
        sent = SectionForms(name, self.bid, content=content, data=request.POST)
        version = request.POST.get("version", "")
        version = int(version) if version.isdigit() else 0
        if not sent.is_valid():
            return self.page(name, sent, version=version, status=422)
        try:
            actions.save_section(bid=self.bid, name=name, content=sent.content(), version=version, by=request.user)
        except Forbidden:
            raise
        except Conflict as conflict:
            # Saved again on purpose, the newest version is the one to replace.
            latest = queries.section(self.bid, name)
            return self.page(name, sent, version=latest.version, refusal=conflict, latest=latest, status=409)
        except Refused as refusal:
            note_refusal(request, refusal)
            return self.page(name, sent, version=version, refusal=refusal, status=409)
        following = request.POST.get("then") == "next" and self.following(name)
        return HttpResponseRedirect(
            reverse("consortia:section", args=[pk, following or name]) + ("" if following else "?saved=1")
        )

    def check(self, name: str) -> None:
        if name not in WRITTEN:
            raise Http404
        require(rules.author_bid, self.request.user, self.bid)
        if self.bid.state != BidState.DRAFT:
            state = self.bid.get_state_display()
            is_sealed = self.bid.state == BidState.SUBMITTED
            sentence = _("方案现为“%(state)s”，不能修改。") % {"state": state}
            raise Refused("not_writable", sentence, sensitive=is_sealed, bid=self.bid.pk)

    def following(self, name: str) -> str:
        place = WRITTEN.index(name) + 1
        return WRITTEN[place] if place < len(WRITTEN) else ""

    def page(self, name: str, forms: SectionForms, *, version: int, refusal=None, latest=None, status: int = 200):
        content = queries.sections(self.bid)
        found = drafts.defects(challenge=self.bid.challenge, consortium=self.bid.consortium, sections=content)
        saved = queries.section(self.bid, name)
        steps = [
            (SECTIONS[one].label, reverse("consortia:section", args=[self.bid.pk, one]), one == name) for one in WRITTEN
        ]
        return self.show(
            "consortia/section.html",
            "",
            str(SECTIONS[name].label),
            status=status,
            name=name,
            forms=forms,
            version=version,
            refusal=refusal,
            latest=json.dumps(json.loads(latest.content), ensure_ascii=False, indent=1) if latest else "",
            saved=saved,
            just_saved="saved" in self.request.GET,
            sections=steps,
            following=self.following(name),
            defects=[(one, target(one)) for one in found if one.section == name],
            other_count=sum(1 for one in found if one.section != name and not one.is_waivable),
            challenge=self.bid.challenge,
            totals=drafts.totals(content.get("budget") or drafts.blank("budget"), self.bid.challenge.batch.rule_set),
        )
