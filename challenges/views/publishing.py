"""Before publishing: the pages as the public will see them; after it: corrections of what was published."""

from datetime import timedelta
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges import actions, checks, defaults, queries, rules
from challenges.actions.corrections import LIVE
from challenges.enums import BatchState, ChallengeState
from challenges.forms.publishing import CorrectionForm
from challenges.models import Challenge
from challenges.views.batches import BatchPage
from challenges.views.challenges import ChallengePage
from challenges.views.shared import crumb
from core import clock
from core.documents.links import both
from core.lifecycle import pictured
from core.pages import FormPage
from core.permissions import require

VISITOR = AnonymousUser()


def _as_published(challenge: Challenge) -> Challenge:
    """In memory alone: the state and the dates that publishing would write."""
    pictured(challenge, ChallengeState.PUBLISHED)
    challenge.published_at = clock.now()
    challenge.open_at, challenge.deadline = challenge.batch.open_at, challenge.batch.deadline
    challenge.get_absolute_url = lambda: reverse("challenges:preview", args=[challenge.code])
    return challenge


class _Preview:
    """The public page with a visitor's eyes, shown to the department; nothing is written."""

    is_public = False
    rule = rules.view_office_pages
    base = "base_public.html"
    is_office = False
    acts = ()

    def get(self, request, **kwargs):
        obj = self.load(**kwargs)
        context = {
            "base": self.base,
            "user": VISITOR,
            "object": obj,
            "page_title": self.heading(obj),
            "lead": self.lead(obj, VISITOR),
            "crumbs": self.crumbs(obj),
            "facts": self.facts(obj, VISITOR),
            "documents": self.documents(obj, VISITOR),
            "events": None,
            "preview_of": self.original(obj),
            **self.context(obj, VISITOR),
        }
        return render(request, self.template_name, context)

    def post(self, request, **kwargs):
        raise Http404


class ChallengePreview(_Preview, ChallengePage):
    def rows(self, user):
        return queries.challenges_for(user).filter(published_at=None)

    def load(self, **kwargs):
        return _as_published(super().load(**kwargs))

    def original(self, obj):
        return reverse("challenges:challenge", args=[obj.code])


class BatchPreview(_Preview, BatchPage):
    """The batch's public page, and the announcement that goes out with it, word for word."""

    template_name = "challenges/batch_preview.html"

    def rows(self, user):
        return super().rows(user).filter(state=BatchState.DRAFTING)

    def original(self, obj):
        return obj.get_absolute_url()

    def load(self, **kwargs):
        """With `going`, the keys of what would go out, and `left`, the others and why.

        From the form that publishes: what is ticked there; else all that are ready, whoever may publish them.
        """
        obj = super().load(**kwargs)
        ticked = set(self.request.POST.getlist("challenges")) if self.request.method == "POST" else None
        self.going, self.left = [], []
        for row, why in checks.readiness(obj, by=self.request.user):
            is_ready = row.state == ChallengeState.APPROVED and row.secrecy_reviewed_at is not None
            if is_ready and (ticked is None or str(row.pk) in ticked):
                self.going.append(row.pk)
            else:
                self.left.append((row, _("本次未勾选。") if is_ready else why))
        return obj

    def post(self, request, **kwargs):
        """What is ticked comes by POST, for the form asks for nothing else; nothing is written."""
        return self.get(request, **kwargs)

    def documents(self, obj, user):
        chosen = urlencode([("challenge", pk) for pk in self.going])
        return [
            (label, f"{url}{'&' if '?' in url else '?'}{chosen}")
            for label, url in both(_("发榜公告（草稿）"), "challenges:batch-document", obj.pk)
        ]

    def context(self, obj, user):
        found = super().context(obj, user)
        rows = obj.challenges.filter(pk__in=self.going).select_related("field__parent", "end_user", "batch__rule_set")
        challenges = list(rows.order_by("code"))
        body = checks.announcement(obj, challenges)
        pictured(obj, BatchState.PUBLISHED)
        return found | {
            "challenges": [(_as_published(row), "") for row in challenges],
            "left": self.left,
            "announcement": {
                "title": obj.notice_title,
                "number": obj.document_number,
                "body": body,
                "issuer": defaults.ISSUER,
            },
            "anti_fraud": defaults.ANTI_FRAUD,
        }


class CorrectChallenge(FormPage):
    """What was wrong → what is right. Another person publishes the correction; the words change then, for everybody."""

    title = gettext_lazy("起草更正公告")
    lead = gettext_lazy(
        "只改需要更正的地方，其余不动。发布审核人发布后，榜单立即更新，原文和更正后的内容一并公开，各揭榜方同时收到通知。"
    )
    template_name = "challenges/correct.html"
    form = CorrectionForm
    submit = gettext_lazy("起草更正公告")
    done = gettext_lazy("更正公告已起草，待发布审核人发布。")

    def prepare(self, **kwargs):
        rows = queries.challenges_for(self.request.user).filter(code=kwargs["code"], state__in=LIVE)
        self.challenge = rows.first()
        if self.challenge is None:
            raise Http404
        require(rules.edit_challenge, self.request.user, self.challenge)

    def extra(self):
        return {"passages": queries.correctable(self.challenge)}

    def context(self):
        left = max(timedelta(), self.challenge.deadline - clock.now())
        words = (
            _("%(days)d 天") % {"days": left.days}
            if left.days
            else _("%(hours)d 小时") % {"hours": left.seconds // 3600}
        )
        return {"challenge": self.challenge, "left": words, "is_late": left.days < 15}

    def back(self):
        return self.challenge.get_absolute_url()

    def crumbs(self):
        return [crumb(_("榜单"), "list"), (self.challenge.code, self.back()), (self.title, "")]

    def run(self, user, reason, **cleaned):
        changes = {key: cleaned[name] for key, name in CorrectionForm.names(queries.correctable(self.challenge))}
        return actions.draft_correction(challenge=self.challenge, changes=changes, reason=reason, by=user)
