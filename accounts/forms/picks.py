"""Fields that find a unit, a person or an account (core.forms_pick), with what tells namesakes apart."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Person, User
from accounts.queries import find_accounts, find_people, find_units
from core.forms_pick import PickField


def unit_line(unit: Organization) -> tuple[str, str]:
    return unit.name, f"{unit.uscc} · {unit.get_kind_display()} · {unit.division.full_name}"


def person_line(person: Person) -> tuple[str, str]:
    left = str(_("已离职")) if person.left_on else ""
    return person.name, " · ".join(part for part in (person.organization.name, person.title, left) if part)


def account_line(user: User) -> tuple[str, str]:
    place = user.office or user.division or user.organization
    return str(user), " · ".join(str(part) for part in (place, user.username) if part)


class UnitField(PickField):
    def __init__(self, queryset=None, **options):
        options.setdefault("help_text", _("输入名称中的几个字，或统一社会信用代码。"))
        rows = Organization.objects.all() if queryset is None else queryset
        related = ("division__parent",)
        super().__init__(rows, find=find_units, shown=unit_line, noun=_("单位"), related=related, **options)


class PersonField(PickField):
    def __init__(self, queryset=None, **options):
        options.setdefault("help_text", _("输入姓名，可加单位，例如：张三 农业大学。"))
        rows = Person.objects.all() if queryset is None else queryset
        super().__init__(
            rows, find=find_people, shown=person_line, noun=_("人员"), related=("organization",), **options
        )


class AccountField(PickField):
    def __init__(self, queryset=None, **options):
        options.setdefault("help_text", _("输入姓名、用户名或处室。"))
        rows = User.objects.filter(is_system=False, is_active=True) if queryset is None else queryset
        related = ("person", "office", "organization", "division")
        super().__init__(rows, find=find_accounts, shown=account_line, noun=_("账号"), related=related, **options)
