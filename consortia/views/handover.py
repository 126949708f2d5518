"""Handing an applicant's work to a successor (C04: how the authorised filler is changed)."""

from django.contrib import messages
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.queries import users_of
from consortia import actions, queries, rules
from consortia.forms import consortia as forms
from core.pages import FormPage
from core.permissions import require


class HandOver(FormPage):
    title = gettext_lazy("交接在办事项")
    lead = gettext_lazy("在办的需求、联合体和揭榜方案转由接手人办理，办理记录全部保留。")
    form = forms.HandOverForm
    template_name = "consortia/hand_over.html"
    submit = gettext_lazy("办理交接")
    done = ""

    def prepare(self, pk: int) -> None:
        self.account = users_of(self.request.user).filter(pk=pk).first()
        if self.account is None or self.account.organization_id is None:
            raise Http404
        require(rules.hand_over, self.request.user, self.account)

    def extra(self):
        return {"obj": self.account, "user": self.request.user}

    def back(self):
        return self.account.get_absolute_url()

    def crumbs(self):
        return [(str(self.account), self.account.get_absolute_url()), (self.title, "")]

    def context(self):
        labels = (_("需求"), _("创新联合体"), _("揭榜方案"))
        open_rows = [list(rows.order_by("pk")) for rows in queries.handled_by(self.account)]
        return {"account": self.account, "groups": list(zip(labels, open_rows, strict=True))}

    def run(self, user, **cleaned):
        handed = actions.hand_over(user=self.account, by=user, **cleaned)
        messages.success(self.request, _("已交接 %(count)d 件事项。") % {"count": handed})
        return self.account
