"""What the pages of this app share."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from challenges import queries
from challenges.enums import NoticeKind
from core.pages import FormPage


class OpenToAll:
    """A page that visitors see in the public shell and the department at its desk."""

    is_public = True

    @property
    def base(self) -> str:
        return "base_desk.html" if queries.is_department(self.request.user) else "base_public.html"

    @property
    def is_office(self) -> bool:
        return queries.is_department(self.request.user)


def crumb(label: str, name: str) -> tuple[str, str]:
    return (label, reverse(f"challenges:{name}"))


def through(rule, name: str):
    """The same rule, asked of what the object belongs to: `through(rules.manage_sitting, "sitting")`."""

    def ask(actor, obj):
        return rule(actor, getattr(obj, name))

    ask.permission = rule.permission
    return ask


def link_to(obj) -> str:
    """A link to another object's page, in a row of facts."""
    return format_html('<a href="{}">{}</a>', obj.get_absolute_url(), obj)


def file_link(name: str, file, *args) -> str:
    """A link to a stored file by the name it was handed in under, or nothing."""
    if file is None:
        return ""
    return format_html('<a href="{}">{}</a>', reverse(f"challenges:{name}", args=args), file.name)


class TellSupervision(FormPage):
    """What anybody may hand in during a notice of proposed awards, for supervision alone.

    The answer has no address of its own: whoever filed it learns the number here and nowhere else.
    """

    is_public = True
    done = ""
    answer_template = ""
    answer_title = ""

    def prepare(self, **kwargs):
        self.notice = queries.public_notices().filter(pk=kwargs["pk"], kind=NoticeKind.PROPOSED_AWARD).first()
        if self.notice is None:
            raise Http404

    def extra(self):
        return {"notice": self.notice}

    def context(self):
        return {"notice": self.notice}

    def back(self):
        return self.notice.get_absolute_url()

    def crumbs(self):
        return [crumb(_("公示公告"), "notices"), (self.notice.title, self.back()), (self.title, "")]

    def file(self, user, **cleaned):
        """Call the one action; answers what was filed."""
        raise NotImplementedError

    def run(self, user, **cleaned):
        self.filed = self.file(user, **cleaned)
        return self.notice

    def post(self, request, **kwargs):
        response = super().post(request, **kwargs)
        filed = getattr(self, "filed", None)
        if filed is None:
            return response
        context = {
            "base": self.base,
            "page_title": self.answer_title,
            "crumbs": self.crumbs(),
            "filed": filed,
            "notice": self.notice,
        }
        response = render(request, self.answer_template, context)
        response["Cache-Control"] = "no-store"  # the code is shown this once
        return response
