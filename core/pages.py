"""The three kinds of pages everything is made of: a list, an object with what may be done to it, a form.

A view translates: it loads with permission (404 without a relation, 403 with a reason), calls one action, and translates
the result. What a person may do is an `Act`: shown exactly when its step fits the state and its rule allows it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views import View

from core import events, idempotency, lifecycle
from core.errors import Forbidden, Refused
from core.forms_pick import answer as pick_answer
from core.forms_rows import asks_for_rows, retyped
from core.forms_uploads import bind_uploads
from core.middleware import note_refusal
from core.paging import page_of
from core.permissions import allows, require
from core.ui import PageAction

#: Signs of a form's hidden `once` that count.
KEY_LENGTH = 40


def once(request: HttpRequest, name: str, effect: Callable[[], dict]) -> tuple[dict, bool]:
    """(what came of it, whether it ran now): a form that was sent again (same hidden `once`) has one effect."""
    key = "".join(sign for sign in request.POST.get("once", "")[:KEY_LENGTH] if sign.isalnum())
    if not name or not key or not request.user.is_authenticated:
        return effect(), True
    # All values of a field: other rows ticked are another request.
    typed = sorted((key, values) for key, values in request.POST.lists() if key != "csrfmiddlewaretoken")
    body = urlencode(typed, doseq=True).encode()
    return idempotency.once(actor=request.user, key=f"{name}:{key}", body=body, run=effect)


class ActForm(forms.Form):
    """A form of an act: it knows the object and the person."""

    def __init__(self, *args, obj=None, user=None, **kwargs):
        self.obj, self.user = obj, user
        super().__init__(*args, **kwargs)
        if obj is not None:
            bind_uploads(self, by=user, obj=obj)


@dataclass(frozen=True)
class Act:
    """One thing a person may do to an object.

    `run(obj=, by=, **cleaned_data)` calls one action and may answer the object to go to. `rule(actor, obj)` says who;
    `step` names the lifecycle step that must be possible now; `when(obj)` is for acts that are no step. What an act
    that `reveals` answers is shown in the answer itself: it passes through no session and no address, and no copy is kept.
    """

    name: str
    label: str
    rule: Callable
    run: Callable
    form: type[forms.Form] | None = None
    step: str = ""
    when: Callable | None = None
    sentence: str = ""
    button: str = ""
    done: str = ""
    is_primary: bool = False
    is_danger: bool = False
    reveals: bool = False
    preview: Callable | None = None  #: `preview(obj)`: the address that shows what the form as filled would do

    def fits(self, obj: models.Model) -> bool:
        """The state allows it; who asks is not looked at."""
        return (not self.step or lifecycle.can_step(obj, self.step)) and (self.when is None or self.when(obj))

    def offered(self, user, obj: models.Model) -> bool:
        return self.fits(obj) and allows(self.rule, user, obj)

    def bound(self, request: HttpRequest | None, obj: models.Model, user) -> forms.Form | None:
        """The form, empty or with what was typed."""
        if self.form is None:
            return None
        data = (request.POST, request.FILES) if request else (None, None)
        extra = {"obj": obj, "user": user} if issubclass(self.form, ActForm) else {}
        return self.form(*data, auto_id=f"id_{self.name}_%s", **extra)


class Page(View):
    """Base: asks for a sign-in unless `is_public`, and for `rule` where one is named."""

    is_public = False
    rule: Callable | None = None
    title = ""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.is_public and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if self.rule is not None:
            require(type(self).rule, request.user)
        return super().dispatch(request, *args, **kwargs)

    @property
    def base(self) -> str:
        """The shell: visitors see the public one."""
        is_desk = self.request.user.is_authenticated and not self.is_public
        return "base_desk.html" if is_desk else "base_public.html"


class ListPage(Page):
    """A list: filtered by django-filter (the filters live in the address), sorted by a fixed list of names, paged.

    `rows(user)` are the rows this person may see; `sorts` maps a name in the address to ordering fields.
    """

    template_name = "pages/list.html"
    filterset: type | None = None
    sorts: dict[str, tuple[str, ...]] = {}
    default_sort: tuple[str, ...] = ("-pk",)
    per_page = 30
    lead = ""
    unit = ""

    def rows(self, user) -> models.QuerySet:
        raise NotImplementedError

    def context(self, user) -> dict:
        """More for the template."""
        return {}

    def complete(self, page) -> None:
        """Give the rows of this page what is no column of theirs."""

    def crumbs(self) -> list[tuple[str, str]]:
        return [(self.title, "")]

    def sorted(self, rows: models.QuerySet) -> models.QuerySet:
        asked = self.request.GET.get("sort", "")
        fields = self.sorts.get(asked.removeprefix("-"))
        if fields is None:
            return rows.order_by(*self.default_sort)
        if asked.startswith("-"):
            fields = tuple(name.removeprefix("-") if name.startswith("-") else f"-{name}" for name in fields)
        return rows.order_by(*fields, "-pk")

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        rows = self.rows(request.user)
        filtered = self.filterset(request.GET, queryset=rows, request=request) if self.filterset else None
        if filtered is not None:
            rows = filtered.qs
        page = page_of(request, self.sorted(rows), per_page=self.per_page)
        self.complete(page)
        context = {
            "base": self.base,
            "page_title": self.title,
            "lead": self.lead,
            "crumbs": self.crumbs(),
            "filter": filtered,
            "page": page,
            "unit": self.unit,
            **self.context(request.user),
        }
        return render(request, self.template_name, context)


class ObjectPage(Page):
    """One object: its facts, its history, and exactly the acts this person may do now.

    `rows(user)` decides whom the object exists for (404 otherwise). Each act posts to `<page>/do/<act>/`.
    """

    model: type[models.Model]
    template_name = "pages/object.html"
    lookup = "pk"
    url_name = ""
    acts: tuple[Act, ...] = ()
    shows_history = True
    revealed: dict = {}  #: name of an act → what it revealed in this answer

    @classmethod
    def urls(cls, prefix: str, name: str, converter: str = "int:pk") -> list:
        """`prefix` like "bids/"; two addresses: the page and its acts."""
        view = cls.as_view()
        return [
            path(f"{prefix}<{converter}>/", view, name=name),
            path(f"{prefix}<{converter}>/do/<slug:act>/", view, name=f"{name}-do"),
        ]

    def rows(self, user) -> models.QuerySet:
        return self.model._default_manager.all()

    def facts(self, obj, user) -> list:
        """(label, value) pairs or core.ui.Fact."""
        return []

    def context(self, obj, user) -> dict:
        return {}

    def documents(self, obj, user) -> list[tuple[str, str]]:
        """(label, address) of what may be taken as a file (core.documents)."""
        return []

    def crumbs(self, obj) -> list[tuple[str, str]]:
        return [(str(obj), "")]

    def heading(self, obj) -> str:
        return str(obj)

    def lead(self, obj, user) -> str:
        return ""

    def address(self, obj) -> str:
        return obj.get_absolute_url()

    def load(self, **kwargs) -> models.Model:
        obj = self.rows(self.request.user).filter(**{self.lookup: kwargs[self.lookup]}).first()
        if obj is None:
            raise Http404
        return obj

    def get(self, request: HttpRequest, act: str = "", **kwargs) -> HttpResponse:
        obj = self.load(**kwargs)
        if act and "pick" in request.GET:
            return self.picked(obj, act)
        if act:  # a reload after a refusal, or a link out of a mail
            return HttpResponseRedirect(self.address(obj))
        return self.show(obj)

    def picked(self, obj, name: str) -> HttpResponse:
        """Options for a field of an act's form (core.forms_pick), for whom the act is offered."""
        user = self.request.user
        act = next((one for one in self.acts if one.name == name), None)
        if act is None or not user.is_authenticated or not act.fits(obj):
            raise Http404
        require(act.rule, user, obj)
        return pick_answer(self.request, act.bound(None, obj, user))

    def post(self, request: HttpRequest, act: str = "", **kwargs) -> HttpResponse:
        obj = self.load(**kwargs)
        chosen = next((one for one in self.acts if one.name == act), None)
        if chosen is None:
            raise Http404
        require(chosen.rule, request.user, obj)
        form = chosen.bound(request, obj, request.user)
        if form is not None and not form.is_valid():
            return self.show(obj, failed=(chosen, form), status=422)
        try:
            if chosen.reveals:
                return self.reveal(chosen, obj, form)
            return HttpResponseRedirect(self.run(chosen, obj, form))
        except Forbidden:
            raise
        except Refused as refusal:
            note_refusal(request, refusal)
            return self.show(self.load(**kwargs), failed=(chosen, form), refusal=refusal, status=409)

    def reveal(self, act: Act, obj, form) -> HttpResponse:
        self.revealed = {act.name: act.run(obj=obj, by=self.request.user, **(form.cleaned_data if form else {}))}
        response = self.show(obj)
        response["Cache-Control"] = "no-store"
        return response

    def run(self, act: Act, obj, form) -> str:
        """Run the act once, however often its button is pressed; the address to go to."""
        request = self.request

        def effect() -> dict:
            target = act.run(obj=obj, by=request.user, **(form.cleaned_data if form else {}))
            to = target if isinstance(target, models.Model) and hasattr(target, "get_absolute_url") else obj
            return {"address": to.get_absolute_url() if to is not obj else self.address(obj)}

        result, ran = once(request, f"{act.name}:{obj.pk}", effect)
        if ran:
            messages.success(request, act.done or _("已办理：%(what)s。") % {"what": act.label})
        return result["address"]

    def page_actions(self, obj, failed=None) -> list[PageAction]:
        user, shown = self.request.user, []
        if not user.is_authenticated:
            return shown
        for act in self.acts:
            is_failed = failed is not None and failed[0] is act
            if not (is_failed or act.offered(user, obj)):
                continue
            shown.append(
                PageAction(
                    act.label,
                    f"{self.address(obj)}do/{act.name}/",
                    act.sentence,
                    form=failed[1] if is_failed else act.bound(None, obj, user),
                    submit=act.button,
                    is_primary=act.is_primary,
                    is_danger=act.is_danger,
                    preview=act.preview(obj) if act.preview else "",
                )
            )
        return shown

    def show(self, obj, *, failed=None, refusal: Refused | None = None, status: int = 200) -> HttpResponse:
        user = self.request.user
        actions = self.page_actions(obj, failed)
        context = {
            "base": self.base,
            "object": obj,
            "page_title": self.heading(obj),
            "lead": self.lead(obj, user),
            "crumbs": self.crumbs(obj),
            "facts": self.facts(obj, user),
            "actions": actions,
            "offered": [one.title for one in actions if not (one.is_danger or one.refused)],
            "refusal": refusal,
            "documents": self.documents(obj, user),
            "events": events.of(obj) if self.shows_history and user.is_authenticated else None,
            **self.context(obj, user),
        }
        return render(self.request, self.template_name, context, status=status)


class FormPage(Page):
    """A form that makes something: `run(user, **cleaned_data)` calls one action and answers the object to go to."""

    template_name = "pages/form.html"
    form: type[forms.Form]
    submit = _("保存")
    lead = ""
    done = _("已保存。")  #: empty: `run` says itself what was done
    is_nameless = False  #: no key of the sending is kept: it would stand beside the sender's account

    def run(self, user, **cleaned) -> models.Model:
        raise NotImplementedError

    def prepare(self, **kwargs) -> None:
        """Load what the address names; 404 where it is not there for this person."""

    def extra(self) -> dict:
        """More arguments for the form."""
        return {}

    def initial(self) -> dict:
        return {}

    def context(self) -> dict:
        return {}

    def crumbs(self) -> list[tuple[str, str]]:
        return [(self.title, "")]

    def back(self) -> str:
        return reverse("desk")

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        self.prepare(**kwargs)
        form = self.form(initial=self.initial(), **self.extra())
        return pick_answer(request, form) if "pick" in request.GET else self.show(form)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        self.prepare(**kwargs)
        form = self.form(request.POST, request.FILES, **self.extra())
        if asks_for_rows(request.POST):
            return self.show(self.form(initial=retyped(form), **self.extra()))
        if not form.is_valid():
            return self.show(form, status=422)

        def effect() -> dict:
            return {"address": self.run(request.user, **form.cleaned_data).get_absolute_url()}

        try:
            result, ran = once(request, "" if self.is_nameless else type(self).__name__, effect)
        except Forbidden:
            raise
        except Refused as refusal:
            note_refusal(request, refusal)
            return self.show(form, refusal=refusal, status=409)
        if ran and self.done:
            messages.success(request, self.done)
        return HttpResponseRedirect(result["address"])

    def show(self, form, *, refusal: Refused | None = None, status: int = 200) -> HttpResponse:
        context = {
            "base": self.base,
            "page_title": self.title,
            "lead": self.lead,
            "crumbs": self.crumbs(),
            "form": form,
            "submit": self.submit,
            "back": self.back(),
            "refusal": refusal,
            **self.context(),
        }
        return render(self.request, self.template_name, context, status=status)
