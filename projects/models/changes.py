"""Change requests (3.7, E-29)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.base import Aggregate, at_field, by_field, choice, file_link, link, stamped
from core.history import tracked
from projects.enums import ChangeKind
from projects.lifecycle import CHANGE_REQUEST


@tracked
class ChangeRequest(Aggregate):
    """变更: what was, what shall be, why; who decides follows from the kind and the chief scientist's mode."""

    project = link("projects.Project", _("项目"), related="change_requests")
    kind = choice(ChangeKind, _("变更事项"))
    before = models.JSONField(_("变更前"), default=dict)
    after = models.JSONField(_("变更后"), default=dict)
    reason = models.TextField(_("理由"))
    file = file_link(_("附件"))
    resolution = link("challenges.Resolution", _("决议"), optional=True)
    decision_note = models.TextField(_("处理意见"), blank=True)
    state = CHANGE_REQUEST.field()
    decided_at = at_field(_("决定时间"))
    decided_by = by_field(_("决定人"))

    class Meta:
        verbose_name = verbose_name_plural = _("变更")
        constraints = [
            *stamped("change", "decided"),
            models.CheckConstraint(condition=~Q(reason=""), name="change_reason"),
        ]
        triggers = CHANGE_REQUEST.triggers()

    def __str__(self):
        return f"{self.project.code} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("projects:change", args=[self.pk])
