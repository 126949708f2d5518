from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("基础")

    def ready(self):
        from core import checks, reminders, telling  # noqa: F401 - what a machine must have, and what delivers warnings and news
