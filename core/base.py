"""Abstract bases of the aggregates."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Aggregate(models.Model):
    """A thing with a lifecycle: when and by whom it was made, when it entered its state, when it must be looked at next."""

    created_at = models.DateTimeField(_("建立时间"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("建立人"))
    state_at = models.DateTimeField(_("进入当前状态的时间"))
    next_check_at = models.DateTimeField(_("下次检查时间"), null=True, blank=True, db_index=True)

    class Meta:
        abstract = True


def by_field(label: str) -> models.ForeignKey:
    """The person beside an instant `<stamp>_at`."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


def at_field(label: str) -> models.DateTimeField:
    return models.DateTimeField(label, null=True, blank=True)


def stamped(model: str, *stamps: str) -> list[models.CheckConstraint]:
    """`<stamp>_at` and `<stamp>_by`: both or neither. For `Meta.constraints`; `model` makes the names unique."""
    return [
        models.CheckConstraint(
            condition=models.Q(**{f"{stamp}_at__isnull": True, f"{stamp}_by__isnull": True})
            | models.Q(**{f"{stamp}_at__isnull": False, f"{stamp}_by__isnull": False}),
            name=f"{model}_{stamp}_pair",
        )
        for stamp in stamps
    ]


def choice(choices: type[models.TextChoices], label: str, **options) -> models.CharField:
    """A stored choice (uppercase code, Chinese label)."""
    return models.CharField(label, max_length=32, choices=choices.choices, **options)


def fen(label: str, **options) -> models.BigIntegerField:
    """An amount in integer fen (1/100 yuan)."""
    return models.BigIntegerField(label, **options)


def link(to: str, label: str, *, related: str = "+", optional: bool = False, **options) -> models.ForeignKey:
    """A foreign key that never deletes anything."""
    return models.ForeignKey(
        to, models.PROTECT, related_name=related, verbose_name=label, null=optional, blank=optional, **options
    )


def file_link(label: str) -> models.ForeignKey:
    return link("core.StoredFile", label, optional=True)
