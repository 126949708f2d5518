"""The relations that the rules of this app ask for."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from challenges.rules import of_office
from core.permissions import Denied
from projects.models import Project


def of_the_lead(actor: User, project: Project) -> Denied | None:
    if actor.organization_id and actor.organization_id == project.lead_id:
        return None
    return Denied(str(_("只有牵头单位“%(name)s”的人员可以办理。") % {"name": project.lead.name}))


def of_the_end_user(actor: User, project: Project) -> Denied | None:
    end_user = project.challenge.end_user
    if end_user is not None and actor.organization_id == end_user.pk:
        return None
    name = end_user.name if end_user else "—"
    return Denied(str(_("只有榜单指定的发榜用户“%(name)s”可以评价。") % {"name": name}))


def of_the_office(actor: User, challenge) -> Denied | None:
    """Row-level right by office for officers (S57); a publisher, an expert or the system acts by the own role."""
    if challenge is None or not actor.has_role(Role.OFFICER) or actor.has_role(Role.PUBLISHER):
        return None
    return of_office(actor, challenge.batch.programme)
