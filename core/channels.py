"""How a message leaves the house: mail by Django's back end, text messages behind an interface (E-43).

The account is asked for two things: `mail_address` and `mobile_number` ("" where there is none).
"""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from core.models import OBLIGATORY_KINDS, MutedKind


class NullSms:
    """Where no provider is configured: nothing is sent, nothing is kept, nothing is logged."""

    is_available = False

    def send(self, *, number: str, text: str) -> None:
        """A provider's class sends here and raises when it could not; the outbox tries again."""


def sms_backend():
    return import_string(settings.SMS_BACKEND)()


def wanted(user_id: int, *, kind: str, is_urgent: bool) -> list[str]:
    """The channels beside the in-box: mail unless the account muted this kind, text messages for urgent matters."""
    by_text = is_urgent and sms_backend().is_available
    if not (settings.SENDS_MAIL or by_text):
        return []
    user = _account(user_id)
    if user is None or (
        kind not in OBLIGATORY_KINDS and MutedKind.objects.filter(owner_id=user_id, kind=kind).exists()
    ):
        return []
    found = []
    if settings.SENDS_MAIL and user.mail_address:
        found.append("mail")
    if by_text and user.mobile_number:
        found.append("sms")
    return found


def mail(payload: dict) -> None:
    """One plain-text mail; the address is looked up when it is sent, so that the outbox holds no personal data."""
    user = _account(payload["recipient"])
    if user is None or not user.mail_address:
        return
    lines = [payload["title"], payload["body"], address_of(payload["url"])]
    footer = _("本邮件由系统自动发送，请勿回复。不需要此类邮件时，可在“个人信息”中关闭。")
    text = "\n\n".join([line for line in lines if line] + ["--\n" + footer])
    EmailMessage(subject=" ".join(payload["title"].split()), body=text, to=[user.mail_address]).send()


def sms(payload: dict) -> None:
    user = _account(payload["recipient"])
    if user is not None and user.mobile_number:
        sms_backend().send(number=user.mobile_number, text=payload["title"])


def address_of(url: str) -> str:
    """The whole address of a page, where the site knows its own (SITE_URL)."""
    return f"{settings.SITE_URL.rstrip('/')}{url}" if url and settings.SITE_URL else ""


def _account(user_id: int):
    return get_user_model()._default_manager.filter(pk=user_id, is_active=True).first()
