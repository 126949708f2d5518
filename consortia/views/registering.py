"""Around one consortium: its basic facts, invitations, a unit's own part, the agreement, versions, changes, the certificate."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.queries import barred, staying_people
from consortia import actions, queries, register, rules
from consortia.enums import ChangeState, ConsortiumState, MembershipState
from consortia.forms import consortia as forms
from consortia.models import Consortium, ConsortiumChange, Platform
from consortia.views.shared import CONSORTIA, MINE, crumb
from core import clock, storage
from core.pages import Act, FormPage, ObjectPage, Page
from core.permissions import allows, require
from core.ui import Fact, values


class OfConsortium:
    """Loads the consortium that the address names, among those this person sees from the inside."""

    def consortium_of(self, pk: int) -> Consortium:
        rows = queries.consortia_of(self.request.user)
        found = rows.filter(pk=pk).select_related(
            "lead__division", "programme__office", "field", "chief_scientist__organization", "agreement"
        )
        row = found.first()
        if row is None:
            raise Http404
        return row

    def way(self, *more) -> list[tuple[str, str]]:
        return [crumb(MINE, "mine"), (self.consortium.name, self.consortium.get_absolute_url()), *more]


class EditConsortium(OfConsortium, FormPage):
    title = gettext_lazy("修改基本信息")
    form = forms.EditConsortiumForm
    template_name = "consortia/consortium_form.html"
    done = gettext_lazy("基本信息已保存。")

    def prepare(self, pk: int) -> None:
        self.consortium = self.consortium_of(pk)
        require(rules.manage_consortium, self.request.user, self.consortium)

    def extra(self):
        return {"obj": self.consortium}

    def initial(self):
        names = ("name", "programme", "field", "chief_scientist", "goals", "benefit_terms")
        return {name: getattr(self.consortium, name) for name in names}

    def back(self):
        return self.consortium.get_absolute_url()

    def crumbs(self):
        return self.way((self.title, ""))

    def run(self, user, **cleaned):
        return actions.edit_consortium(consortium=self.consortium, changes=cleaned, by=user)


#: How many units a search shows; more are asked for with more words.
FOUND = 20


class InvitePage(OfConsortium, Page):
    """Finds a unit by its code or name; each found one has its own button (R-CON-04)."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.consortium = self.consortium_of(pk)
        require(rules.manage_consortium, request.user, self.consortium)
        word = request.GET.get("q", "").replace("\x00", "").strip()[:100]
        members = {one.organization_id: one for one in self.consortium.memberships.all()}
        units = list(forms.found_units(word, limit=FOUND + 1))
        has_more, units = len(units) > FOUND, units[:FOUND]
        caught = barred(units, clock.today())
        found = [(unit, members.get(unit.pk), unit in caught) for unit in units]
        context = {
            "base": self.base,
            "page_title": _("邀请成员单位"),
            "lead": _("按统一社会信用代码或单位名称查找；由该单位的单位管理员登录后确认。"),
            "crumbs": self.way((_("邀请成员单位"), "")),
            "consortium": self.consortium,
            "word": word,
            "found": found,
            "has_more": has_more,
            "tasks": request.GET.get("tasks", "").replace("\x00", "")[:2000],
            "taking_part": register.TAKING_PART,
            "may_invite": self.consortium.state in {*register.FORMING, ConsortiumState.REGISTERED},
            "register_url": request.build_absolute_uri(reverse("accounts:register")),
        }
        return render(request, "consortia/invite.html", context)


class PartPage(OfConsortium, FormPage):
    """A unit's own part: task, share, money, people, platforms, signature; saved alone or confirmed with it (C02)."""

    form = forms.PartForm
    template_name = "consortia/part.html"
    done = ""

    def prepare(self, pk: int) -> None:
        self.consortium = self.consortium_of(pk)
        own = self.consortium.memberships.filter(
            organization=self.request.user.organization_id, state__in=register.TAKING_PART
        )
        self.membership = own.select_related("organization__division", "consortium__agreement").first()
        if self.membership is None:
            raise Http404
        require(rules.fill_part, self.request.user, self.membership)
        state, is_new = self.consortium.state, self.membership.state != MembershipState.CONFIRMED
        writes = state in register.FORMING or (is_new and state == ConsortiumState.REGISTERED)
        self.locks_terms = not writes
        self.locks_people = state not in {*register.FORMING, ConsortiumState.AGREED, ConsortiumState.REGISTERED}

    title = gettext_lazy("本单位部分")

    def extra(self):
        return {
            "obj": self.membership,
            "user": self.request.user,
            "locks_terms": self.locks_terms,
            "locks_people": self.locks_people,
        }

    def initial(self):
        names = ("tasks", "share_percent", "self_fund_commitment_fen")
        chosen = self.consortium.roster.filter(organization=self.membership.organization_id)
        return {name: getattr(self.membership, name) for name in names} | {
            "people": list(chosen.values_list("person", flat=True))
        }

    def back(self):
        return self.consortium.get_absolute_url()

    def crumbs(self):
        return self.way((self.title, ""))

    def context(self):
        user, unit = self.request.user, self.membership.organization
        may_answer = self.membership.state == MembershipState.INVITED and user.has_role(Role.UNIT_ADMIN)
        platforms = Platform.objects.filter(organization=unit, ended_on__isnull=True).order_by("level", "name")
        return {
            "consortium": self.consortium,
            "membership": self.membership,
            "locks_terms": self.locks_terms,
            "may_answer": may_answer,
            "waits_for_admin": self.membership.state == MembershipState.INVITED and not may_answer,
            "platforms": platforms,
            "has_people": staying_people(unit).exists(),
            "missing": register.missing_of(self.consortium, self.membership),
            "needs_signature": register.needs_signature(self.consortium),
            "is_signed": register.is_signed(self.consortium, self.membership),
            "may_sign": allows(rules.sign_for_unit, user, self.consortium),
            "sign_form": forms.SignForm(obj=self.consortium, user=user, auto_id="id_sign_%s"),
        }

    def run(self, user, **cleaned):
        people = cleaned.pop("people", None)
        confirms = self.request.POST.get("then") == "confirm"
        if self.locks_terms:
            if people is not None:
                actions.set_part_people(membership=self.membership, people=list(people), by=user)
        else:
            actions.fill_part(
                membership=self.membership,
                people=None if people is None else list(people),
                confirms=confirms,
                by=user,
                **cleaned,
            )
        messages.success(self.request, _("已确认加入。") if confirms else _("本单位部分已保存。"))
        return self.consortium


class AgreementFile(OfConsortium, Page):
    """The text of the agreement, for the units that take part and the department."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        file = self.consortium_of(pk).agreement
        if file is None:
            raise Http404
        stream = storage.open_stored(file)
        return FileResponse(stream, as_attachment=True, filename=file.name, content_type=file.content_type)


class VersionsPage(OfConsortium, Page):
    """Every version of the entry with what changed since the one before."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.consortium = self.consortium_of(pk)
        rows = list(self.consortium.versions.select_related("made_by__person").order_by("number"))
        compared = [
            (row, register.differences(rows[place - 1].content, row.content) if place else [])
            for place, row in enumerate(rows)
        ]
        asked = self.consortium.changes.select_related("created_by__person").order_by("-pk")
        context = {
            "base": self.base,
            "page_title": _("备案版本"),
            "lead": _("每次变更形成新版本，旧版本完整保留；已提交的揭榜方案按提交时的版本认定。"),
            "crumbs": self.way((_("备案版本"), "")),
            "consortium": self.consortium,
            "versions": list(reversed(compared)),
            "changes": asked,
        }
        return render(request, "consortia/versions.html", context)


class AskChange(OfConsortium, FormPage):
    """The lead asks for a change, or mends one that came back."""

    title = gettext_lazy("备案变更")
    lead = gettext_lazy("提交后由主管处室审核；准予后形成新版本，旧版本保留。牵头单位不能变更。")
    form = forms.AskChangeForm
    template_name = "consortia/ask_change.html"
    submit = gettext_lazy("提交变更申请")
    done = gettext_lazy("变更申请已提交。")

    def prepare(self, pk: int) -> None:
        self.consortium = self.consortium_of(pk)
        require(rules.manage_consortium, self.request.user, self.consortium)
        self.change = register.open_change(self.consortium)

    def extra(self):
        return {"obj": self.consortium, "user": self.request.user}

    def initial(self):
        now = {name: getattr(self.consortium, name) for name in ("name", "goals", "benefit_terms")}
        now |= {"field": self.consortium.field_id, "chief_scientist": self.consortium.chief_scientist_id}
        if self.change is None:
            return now
        return now | self.change.wanted | {"removals": self.change.removals, "reason": self.change.reason}

    def back(self):
        return self.consortium.get_absolute_url()

    def crumbs(self):
        return self.way((self.title, ""))

    def context(self):
        coming = self.consortium.memberships.filter(state__in=[MembershipState.INVITED, MembershipState.JOINING])
        return {
            "consortium": self.consortium,
            "change": self.change,
            "coming": coming.select_related("organization").order_by("pk"),
            "invite_url": reverse("consortia:invite", args=[self.consortium.pk]),
        }

    def run(self, user, reason, upload, removals=(), **changes):
        asked = {"changes": changes, "reason": reason, "removals": list(removals), "upload": upload, "by": user}
        if self.change is not None and self.change.state == ChangeState.RETURNED:
            return actions.resubmit_change(change=self.change, **asked)
        return actions.propose_change(consortium=self.consortium, **asked)


def _of_change(rule):
    """A rule about a consortium, asked about one of its changes."""

    def ask(actor, change):
        return rule(actor, change.consortium)

    ask.permission = rule.permission
    return ask


class ChangePage(ObjectPage):
    """One asked change: what it means line by line, and the office's answer."""

    model = ConsortiumChange
    template_name = "consortia/change.html"
    acts = (
        Act(
            "approve",
            gettext_lazy("准予变更"),
            _of_change(rules.decide_registration),
            lambda obj, by, note: actions.approve_change(change=obj, note=note, by=by),
            form=forms.NoteForm,
            step="approve",
            is_primary=True,
            sentence=gettext_lazy("系统按变更后的内容核查备案条件；准予后形成新版本。"),
        ),
        Act(
            "return",
            gettext_lazy("退回修改"),
            _of_change(rules.decide_registration),
            lambda obj, by, defects: actions.return_change(change=obj, defects=defects, by=by),
            form=forms.DefectsForm,
            step="return",
        ),
        Act(
            "withdraw",
            gettext_lazy("撤回变更申请"),
            _of_change(rules.manage_consortium),
            lambda obj, by: actions.withdraw_change(change=obj, by=by),
            step="withdraw",
        ),
    )

    def rows(self, user):
        return queries.changes_of(user).select_related(
            "consortium__lead", "consortium__programme__office", "created_by__person", "supplement"
        )

    def heading(self, obj):
        return _("备案变更：%(name)s") % {"name": obj.consortium.name}

    def crumbs(self, obj):
        here = (obj.consortium.name, obj.consortium.get_absolute_url())
        return [crumb(MINE, "mine"), here, (_("备案变更"), "")]

    def lead(self, obj, user):
        if obj.state == ChangeState.PROPOSED:
            return _("等待%(office)s审核。") % {
                "office": obj.consortium.programme.office if obj.consortium.programme else _("自治区科技厅")
            }
        return ""

    def facts(self, obj, user):
        return [
            (_("联合体"), obj.consortium.name),
            (_("申请人"), f"{obj.consortium.lead.name} {obj.created_by}"),
            (_("申请时间"), values.instant(obj.created_at)),
            (_("变更理由"), obj.reason),
            Fact(_("补充协议或证明"), obj.supplement.name if obj.supplement else "—"),
            (_("审核时间"), values.instant(obj.decided_at)),
        ]

    def context(self, obj, user):
        is_open = obj.state in {ChangeState.PROPOSED, ChangeState.RETURNED}
        may_mend = obj.state == ChangeState.RETURNED and allows(rules.manage_consortium, user, obj.consortium)
        return {
            "differences": register.would_be(obj) if is_open else [],
            "is_open": is_open,
            "mend_url": reverse("consortia:ask-change", args=[obj.consortium_id]) if may_mend else "",
            "versions_url": reverse("consortia:versions", args=[obj.consortium_id]),
            "waiting": obj.consortium.memberships.filter(state=MembershipState.INVITED).select_related("organization"),
        }


class RegistrationPage(Page):
    """The certificate of registration: what stands in the public register, to be printed or shown."""

    is_public = True

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = queries.public_consortia().select_related("lead__division", "programme", "field")
        consortium = rows.filter(pk=pk).first()
        if consortium is None:
            raise Http404
        context = {
            "base": self.base,
            "page_title": _("备案证书"),
            "crumbs": [crumb(CONSORTIA, "list"), (consortium.name, consortium.get_absolute_url()), (_("备案证书"), "")],
            "object": consortium,
            "certificate": register.certificate(consortium),
            "pdf_url": self.pdf_of(consortium),
            "is_valid": consortium.state == ConsortiumState.REGISTERED and queries.today_is_within(consortium),
        }
        return render(request, "consortia/registration.html", context)

    def pdf_of(self, consortium: Consortium) -> str:
        """The file is for the units of the consortium and the department; everybody may look at the page."""
        user = self.request.user
        is_inside = user.is_authenticated and queries.consortia_of(user).filter(pk=consortium.pk).exists()
        return reverse("consortia:certificate", args=[consortium.pk]) if is_inside else ""
