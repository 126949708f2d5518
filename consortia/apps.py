from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsortiaConfig(AppConfig):
    name = "consortia"
    verbose_name = _("创新联合体与揭榜")

    def ready(self):
        from consortia.actions import copies  # noqa: F401 - names what makes a copy
