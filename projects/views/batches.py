"""Finishing a batch: what is still open, and, once nothing is, the button."""

from collections import Counter

from django import forms
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges import rules
from challenges.enums import BatchState
from challenges.models import Batch
from core.pages import FormPage
from core.permissions import require
from projects import actions, queries


class FinishBatch(FormPage):
    title = gettext_lazy("办结批次")
    template_name = "projects/finish_batch.html"
    form = forms.Form
    submit = gettext_lazy("办结")
    done = gettext_lazy("批次已办结。")

    def prepare(self, **kwargs):
        rows = Batch.objects.select_related("programme__office", "rule_set")
        self.batch = rows.filter(pk=kwargs["pk"]).first()
        if self.batch is None:
            raise Http404
        require(rules.manage_batch, self.request.user, self.batch)

    def get(self, request, **kwargs):
        """Before the deadline and after the end there is nothing to finish: the batch's page says where it stands."""
        self.prepare(**kwargs)
        return (
            super().get(request, **kwargs)
            if self.batch.state == BatchState.CLOSED
            else HttpResponseRedirect(self.back())
        )

    def back(self):
        return self.batch.get_absolute_url()

    def crumbs(self):
        return [(_("批次"), reverse("challenges:batches")), (str(self.batch), self.back()), (self.title, "")]

    def context(self):
        states = Counter(one.get_state_display() for one in self.batch.challenges.order_by("state", "code"))
        return {"left": queries.unfinished(self.batch), "counts": states.items()}

    def run(self, user, **cleaned):
        return actions.finish_batch(batch=self.batch, by=user)
