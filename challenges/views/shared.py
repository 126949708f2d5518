"""What the pages of this app share."""

from django.urls import reverse
from django.utils.html import format_html

from challenges import queries


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
