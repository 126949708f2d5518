"""The directory of consortia and the page of one."""

from django.utils.translation import gettext_lazy as _

from consortia import queries
from consortia.models import Consortium
from core.pages import ListPage, ObjectPage


class DirectoryPage(ListPage):
    is_public = True
    title = _("创新联合体")

    def rows(self, user):
        return queries.public_consortia()


class ConsortiumPage(ObjectPage):
    model = Consortium

    def rows(self, user):
        return queries.consortia_of(user)
