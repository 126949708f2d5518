"""Reference data: divisions (appendix A) and the department's offices (R-ROL-04)."""

import json
from datetime import datetime
from pathlib import Path

from accounts import rules
from accounts.enums import DivisionLevel
from accounts.models import Division, Office, User
from core.actions import action
from core.permissions import require

DIVISIONS = Path(__file__).resolve().parent.parent / "data" / "divisions.json"
OFFICES = (
    ("战略规划处", "规划处"),
    ("资源配置与管理处", "资管处"),
    ("高新技术处", "高新处"),
    ("社会发展科技处", "社发处"),
    ("农村科技处", "农村处"),
    ("监督评估与诚信建设处", "监督处"),
)


@action
def load_divisions(*, by: User, at: datetime | None = None) -> int:
    """Write the shipped divisions; answers how many are new. Loading them again brings names up to date."""
    require(rules.load_reference_data, by)
    shipped = json.loads(DIVISIONS.read_text(encoding="utf-8"))
    known = Division.objects.in_bulk(field_name="code")
    new = 0
    for level in DivisionLevel.values:  # parents first
        rows = []
        for entry in shipped:
            if entry["level"] != level:
                continue
            fields = {
                "name": entry["name"],
                "level": level,
                "parent": known.get(entry.get("parent")),
                "is_functional_zone": entry.get("is_functional_zone", False),
                "reports_directly": entry.get("reports_directly", False),
            }
            rows.append(Division(code=entry["code"], **fields))
        new += sum(row.code not in known for row in rows)
        made = Division.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["name", "level", "parent", "is_functional_zone", "reports_directly"],
        )
        known |= {row.code: row for row in made}
    return new


@action
def load_offices(*, by: User, at: datetime | None = None) -> int:
    """Write the department's offices; answers how many are new."""
    require(rules.load_reference_data, by)
    names = set(Office.objects.values_list("name", flat=True))
    rows = [Office(name=name, short_name=short) for name, short in OFFICES if name not in names]
    return len(Office.objects.bulk_create(rows))
