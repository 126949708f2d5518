"""Pages of hand-overs: the list, one with its undoing, and a new one that shows beforehand what will move."""

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import rules
from accounts.enums import Role
from accounts.forms.picks import AccountField
from accounts.models import HandOver, User
from accounts.queries import colleagues, users_with_role
from accounts.roles import LENT
from config import handover
from core import clock
from core.errors import Forbidden
from core.pages import Act, FormPage, ListPage, ObjectPage


def _see(user) -> None:
    if not user.has_role(Role.SYSADMIN, Role.AUDITOR):
        raise Forbidden("forbidden", _("工作交接由系统管理员办理。"))


class HandOverList(ListPage):
    title = gettext_lazy("工作交接")
    template_name = "accounts/handover_list.html"
    unit = gettext_lazy("项")
    lead = gettext_lazy("人员轮岗、退休、调离时，把角色、处室和在办事项一次移交给接手人；接手人办理之前可以撤销。")

    def rows(self, user):
        _see(user)
        return HandOver.objects.select_related("predecessor__person", "successor__person", "handed_by__person")

    def context(self, user):
        may = user.has_role(Role.SYSADMIN)
        holders = users_with_role(*LENT, on=clock.today()).select_related("person", "office") if may else []
        return {"holders": [(one, reverse("new-hand-over", args=[one.pk])) for one in holders]}


class HandOverForm(forms.Form):
    successor = AccountField(User.objects.none(), label=gettext_lazy("接手人"))
    reason = forms.CharField(
        label=gettext_lazy("原因"),
        max_length=200,
        help_text=gettext_lazy("例如：轮岗、退休、调离。写入每件移交事项的办理记录。"),
    )

    def __init__(self, *args, account, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = colleagues(account).exclude(pk=user.pk)


class NewHandOver(FormPage):
    title = gettext_lazy("办理交接")
    template_name = "accounts/handover_new.html"
    form = HandOverForm
    rule = rules.hand_over_work
    submit = gettext_lazy("确认移交")
    done = gettext_lazy("已移交，并已通知接手人。")

    def prepare(self, pk: int) -> None:
        rows = User.objects.filter(is_system=False, is_active=True).select_related("person", "office", "organization")
        self.account = rows.filter(pk=pk).first()
        if self.account is None:
            raise Http404

    def extra(self):
        return {"account": self.account, "user": self.request.user}

    def back(self):
        return reverse("hand-overs")

    def crumbs(self):
        return [(_("工作交接"), self.back()), (str(self.account), "")]

    def context(self):
        return {"account": self.account, "preview": handover.preview(self.account)}

    def run(self, user, **cleaned):
        return handover.hand_over_work(predecessor=self.account, by=user, **cleaned)


class HandOverPage(ObjectPage):
    model = HandOver
    template_name = "accounts/handover.html"
    acts = (
        Act(
            "undo",
            gettext_lazy("撤销交接"),
            rules.undo_hand_over,
            lambda *, obj, by: handover.undo_hand_over(handover=obj, by=by),
            when=lambda obj: obj.undone_at is None and handover.used(obj) is None,
            sentence=gettext_lazy("接手人尚未办理任何事项，可以全部退回移交人。"),
        ),
    )

    def rows(self, user):
        _see(user)
        return HandOver.objects.select_related(
            "predecessor__person",
            "successor__person",
            "handed_by__person",
            "undone_by__person",
            "office",
            "former_office",
        )

    def crumbs(self, obj):
        return [(_("工作交接"), reverse("hand-overs")), (str(obj), "")]

    def lead(self, obj, user):
        if obj.undone_at:
            return _("已撤销，全部退回移交人。")
        first = handover.used(obj)
        if first is None:
            return _("接手人尚未办理任何事项，仍可撤销。")
        words = {"at": f"{clock.local(first.at):%Y-%m-%d %H:%M}", "what": first.label or first.verb}
        return _("接手人已于 %(at)s 开始办理（%(what)s），不能再撤销。") % words

    def facts(self, obj, user):
        left = obj.former_office_id and obj.former_office_id != obj.office_id
        former = [(_("接手人原处室"), str(obj.former_office))] if left else []
        return [
            (_("移交人"), str(obj.predecessor)),
            (_("接手人"), str(obj.successor)),
            *former,
            (_("原因"), obj.reason),
            (_("移交的角色"), "、".join(str(role.label) for role in Role if role.value in obj.roles) or "—"),
            (_("移交的处室"), str(obj.office or "—")),
            (_("办理人"), f"{obj.handed_by} {clock.local(obj.handed_at):%Y-%m-%d %H:%M}"),
            (_("撤销"), f"{obj.undone_by} {clock.local(obj.undone_at):%Y-%m-%d %H:%M}" if obj.undone_at else "—"),
        ]

    def context(self, obj, user):
        return {"items": [one for one in obj.items if "name" in one]}
