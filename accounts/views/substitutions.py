"""Substitution during leave: who stands in for whom, and the switch to act for somebody."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts import actions, queries, rules
from accounts.enums import Role
from accounts.forms import DateInput, ReasonForm
from accounts.forms.picks import AccountField
from accounts.models import Substitution, User
from accounts.roles import LENT
from core import clock
from core.pages import Act, FormPage, ListPage, ObjectPage
from core.selecting import key_of

SESSION_KEY = "acting"


class ActingMiddleware:
    """Puts the acting account in the place of the signed-in one while a substitution of the session is in force."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: _acting(request))
        return self.get_response(request)


def _acting(request: HttpRequest):
    user = get_user(request)
    chosen = request.session.get(SESSION_KEY) if user.is_authenticated else None
    if chosen is None:
        return user
    substitution = queries.lent_to(user, clock.today()).filter(pk=chosen).first()
    return queries.acting_as(user, substitution) if substitution else user


@require_POST
@login_required
def switch(request: HttpRequest) -> HttpResponse:
    """Begin to act for somebody (`substitution`), or end it (nothing named). Every act is recorded under both names."""
    chosen = request.POST.get("substitution", "")
    rows = queries.lent_to(request.user, clock.today())
    substitution = rows.filter(pk=key_of(chosen)).first()
    if substitution is None:
        request.session.pop(SESSION_KEY, None)
        messages.info(request, _("已结束代办，现以您本人的角色办理。"))
    else:
        request.session[SESSION_KEY] = substitution.pk
        messages.info(request, _("现代%(who)s办理，所办事项以两人姓名留痕。") % {"who": substitution.principal})
    return redirect("desk")


class SubstitutionForm(forms.Form):
    principal = AccountField(User.objects.none(), label=gettext_lazy("被代理人"))
    substitute = AccountField(User.objects.none(), label=gettext_lazy("代理人"))
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("代理的角色"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(role.value, role.label) for role in LENT],
        help_text=gettext_lazy("只能是被代理人现任的角色。代理人按被代理人的处室办理，并留名“代××”。"),
    )
    valid_from = forms.DateField(label=gettext_lazy("开始日期"), widget=DateInput())
    valid_to = forms.DateField(label=gettext_lazy("结束日期"), widget=DateInput(), help_text=gettext_lazy("含当日。"))
    reason = forms.CharField(
        label=gettext_lazy("事由"), max_length=200, help_text=gettext_lazy("例如：年休假、学习、出差。")
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if user.has_role(Role.SYSADMIN):
            lending = queries.users_with_role(*LENT, on=clock.today()).select_related("person", "office")
            self.fields["principal"].queryset = lending
            self.fields["substitute"].queryset = lending
        else:
            self.fields["principal"].queryset = User.objects.filter(pk=user.pk)
            self.fields["principal"].initial = user.pk
            self.fields["substitute"].queryset = queries.colleagues(user)
            held = [role for role in LENT if role.value in user.role_codes]
            self.fields["roles"].choices = [(role.value, role.label) for role in held]
            self.fields["roles"].initial = [role.value for role in held]


class SubstitutionList(ListPage):
    title = gettext_lazy("代理")
    template_name = "accounts/substitution_list.html"
    unit = gettext_lazy("项")
    lead = gettext_lazy("请假、出差期间由同事代办；代办以两人姓名留痕，双人规则中代理人与被代理人是同一人。")
    default_sort = ("-valid_to", "-pk")

    def rows(self, user):
        return queries.substitutions_of(user)

    def context(self, user):
        may = user.acting is None and user.has_role(*LENT, Role.SYSADMIN)
        return {
            "new_url": reverse("accounts:new-substitution") if may else "",
            "today": clock.today(),
            "lent": {row.pk for row in queries.lent_to(user, clock.today())},
        }


class NewSubstitution(FormPage):
    title = gettext_lazy("安排代理")
    form = SubstitutionForm
    rule = rules.arrange_substitution
    done = gettext_lazy("代理已安排，并已通知代理人。")

    def extra(self):
        return {"user": self.request.user}

    def initial(self):
        return {"valid_from": clock.today()}

    def back(self):
        return reverse("accounts:substitutions")

    def crumbs(self):
        return [(_("代理"), self.back()), (self.title, "")]

    def run(self, user, **cleaned):
        return actions.arrange_substitution(by=user, **cleaned)


class SubstitutionPage(ObjectPage):
    model = Substitution
    template_name = "accounts/substitution.html"
    acts = (
        Act(
            "end",
            gettext_lazy("结束代理"),
            rules.end_substitution,
            lambda *, obj, by, reason: actions.end_substitution(substitution=obj, note=reason, by=by),
            form=ReasonForm,
            when=lambda obj: obj.ended_at is None and obj.valid_to >= clock.today(),
            sentence=gettext_lazy("立即生效，代理人不能再以此代理办理；已办事项不变。"),
        ),
    )

    def rows(self, user):
        return queries.substitutions_of(user).select_related("arranged_by__person", "ended_by__person")

    def crumbs(self, obj):
        return [(_("代理"), reverse("accounts:substitutions")), (str(obj), "")]

    def facts(self, obj, user):
        return [
            (_("被代理人"), str(obj.principal)),
            (_("处室"), str(obj.principal.office or "—")),
            (_("代理人"), str(obj.substitute)),
            (_("代理的角色"), "、".join(obj.role_labels)),
            (_("起止日期"), _("%(from)s 至 %(to)s（含当日）") % {"from": obj.valid_from, "to": obj.valid_to}),
            (_("事由"), obj.reason),
            (_("安排人"), str(obj.arranged_by)),
            (_("提前结束"), f"{clock.local(obj.ended_at):%Y-%m-%d %H:%M} {obj.ended_by}" if obj.ended_at else "—"),
        ]

    def context(self, obj, user):
        may_act = obj.substitute_id == user.pk and obj.is_in_force(clock.today())
        return {"switch_url": reverse("accounts:acting"), "may_act": may_act, "acting": user.acting}
