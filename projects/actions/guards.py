"""What the actions of this app ask for again and again."""

from django.utils.translation import gettext as _

from challenges.enums import ResolutionKind
from challenges.models import Resolution
from core.errors import Refused
from projects.models import Project


def passed(resolution: Resolution | None, *kinds: str) -> None:
    """Raise unless the resolution was passed and is about such a matter."""
    if resolution is None:
        raise Refused("resolution_needed", _("须先有会议决议，请在“会议与决议”中登记后再办理。"))
    if not resolution.is_passed:
        raise Refused(
            "resolution_not_passed",
            _("决议 %(number)s 未获通过，不能据此办理。") % {"number": resolution.number},
            resolution=resolution.pk,
        )
    if kinds and resolution.kind not in kinds:
        labels = "、".join(str(ResolutionKind(kind).label) for kind in kinds)
        words = {"number": resolution.number, "kind": resolution.get_kind_display(), "wanted": labels}
        raise Refused(
            "resolution_kind",
            _("决议 %(number)s 的事项为“%(kind)s”，此处需要“%(wanted)s”事项的决议。") % words,
            resolution=resolution.pk,
        )


def required_text(text: str, label: str) -> str:
    text = (text or "").strip()
    if not text:
        raise Refused("text_needed", _("请填写%(label)s。") % {"label": label})
    return text


def project_url(project: Project) -> str:
    return f"/projects/{project.code}/"
