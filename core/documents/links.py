"""Addresses of documents for pages that offer them."""

from django.urls import reverse
from django.utils.translation import gettext as _


def pdf(label: str, name: str, *args) -> tuple[str, str]:
    return (_("%(what)s（PDF）") % {"what": label}, reverse(name, args=args))


def docx(label: str, name: str, *args) -> tuple[str, str]:
    return (_("%(what)s（DOCX）") % {"what": label}, f"{reverse(name, args=args)}?format=docx")


def both(label: str, name: str, *args) -> list[tuple[str, str]]:
    return [pdf(label, name, *args), docx(label, name, *args)]
