"""Signing in and out, the password, and what a person keeps up to date."""

from typing import NamedTuple

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, update_session_auth_hash
from django.contrib.auth import SESSION_KEY as SIGNED_IN
from django.contrib.auth.views import LoginView, LogoutView, redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import actions, queries
from accounts.checks import refuse_guessing
from accounts.enums import Role
from accounts.forms import PasswordForm, ProfileForm, SignInForm
from accounts.roles import DEMO_PASSWORD, DEMO_USERNAMES, DESCRIPTIONS
from accounts.rules import OWN_PASSWORD_NEEDED
from core import clock
from core.errors import Refused
from core.pages import FormPage
from core.text import nfkc


class Destination(NamedTuple):
    """Where a form that makes no object leads to."""

    url: str

    def get_absolute_url(self) -> str:
        return self.url


class SignIn(LoginView):
    """In demo mode a link fills in a demo account: `?as=officer`. Nowhere else does the page know of them."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    @property
    def filled(self) -> str:
        name = self.request.GET.get("as", "")
        return name if settings.DEMO and name in DEMO_USERNAMES else ""

    def get_initial(self):
        return {"username": self.filled, "password": DEMO_PASSWORD} if self.filled else {}

    def post(self, request, *args, **kwargs) -> HttpResponse:
        name = nfkc(request.POST.get("username", ""))
        try:
            refuse_guessing(name=name, address=request.META.get("REMOTE_ADDR") or None, at=clock.real())
        except Refused as refusal:
            form = SignInForm(request, initial={"username": name})
            return self.render_to_response(self.get_context_data(form=form, refusal=refusal), status=429)
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"shows_password": bool(self.filled) and self.request.method == "GET"}

    def form_valid(self, form) -> HttpResponse:
        response = super().form_valid(form)
        actions.record_sign_in(by=form.get_user())
        return response

    def form_invalid(self, form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs):
        demo = demo_rows() if settings.DEMO else []
        context = {"page_title": _("登录"), "demo_rows": demo, "demo_password": DEMO_PASSWORD if demo else ""}
        return super().get_context_data(**context, filled=self.filled, **kwargs)


class DemoRow(NamedTuple):
    """One role of the demo, its one line, and the accounts that play it."""

    role: str
    description: str
    users: list


def demo_rows() -> list[DemoRow]:
    """The demo accounts that exist, by role in the order of their list."""
    users = {user.username: user for user in queries.accounts_named(DEMO_USERNAMES)}
    rows: dict[str, list] = {}
    for username in DEMO_USERNAMES:
        if user := users.get(username):
            role = next((role for role in Role if role.value in user.role_codes), None)
            if role is not None:
                rows.setdefault(role, []).append(user)
    return [DemoRow(role.label, DESCRIPTIONS[role], found) for role, found in rows.items()]


class SignOut(LogoutView):
    """POST only. What the browser keeps of the pages goes too: the next person at this desk does not leaf back to them."""

    def post(self, request, *args, **kwargs) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"cache"'
        return response


class ChangePassword(FormPage):
    """The holder's own page; at the first sign-in with a password that somebody else set, the only one (R-SEC-03)."""

    title = gettext_lazy("修改密码")
    lead = gettext_lazy("修改后，您在其他设备上的登录立即退出，接口令牌作废。")
    form = PasswordForm
    submit = gettext_lazy("修改密码")
    done = gettext_lazy("密码已修改，其他设备上的登录已退出。")

    def prepare(self) -> None:
        self.is_first = self.request.user.must_choose_password
        if self.is_first:
            self.template_name = "accounts/own_password.html"
            self.title, self.submit = _("设置自己的密码"), _("设置密码")
            self.lead = _(
                "您现在的密码由他人设置（新开账号或由管理员重设），他人也知道。请改为只有您自己知道的密码，改好后即可使用其他页面。"
            )

    def extra(self) -> dict:
        return {"user": self.request.user}

    def back(self) -> str:
        return reverse("accounts:profile")

    def context(self) -> dict:
        return {"account_nav": ()} if self.is_first else {}  # its pages are not open yet

    def run(self, user, *, new: str, **_typed) -> Destination:
        actions.change_password(user=user, password=new, by=user)
        update_session_auth_hash(self.request, user)  # this session stays, all others end
        return Destination(self.next_page() if self.is_first else reverse("accounts:profile"))

    def next_page(self) -> str:
        """Where the holder was going when he was sent here."""
        url = self.request.GET.get(REDIRECT_FIELD_NAME, "")
        return url if url_has_allowed_host_and_scheme(url, {self.request.get_host()}) else reverse("desk")


class OwnPasswordMiddleware:
    """Whose password is known to somebody else sees nothing before he has chosen another (R-SEC-03).

    A page leads to the form, a program gets a problem with a code. Tokens: accounts.api.
    """

    OPEN = frozenset({"accounts:password", "accounts:logout", "health"})

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view) -> HttpResponse | None:
        if SIGNED_IN not in request.session or request.resolver_match.view_name in self.OPEN:
            return None
        if not getattr(request.user, "must_choose_password", False):
            return None
        if is_program(request):
            return own_password_problem()
        if request.method in {"GET", "HEAD"}:
            return redirect_to_login(request.get_full_path(), reverse("accounts:password"))
        messages.warning(request, _("请先设置自己的密码；刚才的操作没有办理，填写的内容可用浏览器的“后退”找回。"))
        return HttpResponseRedirect(reverse("accounts:password"))


def is_program(request: HttpRequest) -> bool:
    """Asked by the API's callers and by scripts of a page, not by a person who would read a page."""
    wanted = request.get_preferred_type(["text/html", "application/json", "application/problem+json"])
    return request.path.startswith("/api/") or (wanted or "").endswith("json")


def own_password_problem() -> HttpResponse:
    body = {"type": "about:blank#own_password_needed", "title": str(OWN_PASSWORD_NEEDED), "status": 403}
    body |= {"code": "own_password_needed", "ids": {}, "defects": []}
    return JsonResponse(body, status=403, content_type="application/problem+json")


class Profile(FormPage):
    """What the person keeps up to date; an account without a person only shows what it is."""

    title = gettext_lazy("个人信息")
    template_name = "accounts/profile.html"
    form = ProfileForm
    done = gettext_lazy("个人信息已保存。")

    def initial(self) -> dict:
        person = self.request.user.person
        return {name: getattr(person, name) for name in ProfileForm.base_fields} if person else {}

    def run(self, user, **cleaned) -> Destination:
        if user.person_id:
            actions.edit_profile(person=user.person, changes=cleaned, by=user)
        else:
            messages.info(self.request, _("该账号没有对应人员，无可保存的个人信息。"))
        return Destination(reverse("accounts:profile"))

    def context(self) -> dict:
        user = self.request.user
        grants = queries.valid_grants(clock.today()).filter(user=user).order_by("pk")
        return {
            "facts": [
                (_("姓名"), str(user)),
                (_("用户名"), user.username),
                (_("单位"), str(user.organization or _("科技厅"))),
                (_("处室"), str(user.office or "—")),
                (_("角色"), "、".join(user.role_labels) or _("尚无角色")),
            ],
            "grants": [(grant, DESCRIPTIONS[Role(grant.role)]) for grant in grants],
            "has_person": bool(user.person_id),
        }
