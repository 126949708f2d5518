"""Drafts that were begun before take the shape of today: the one text on benefits becomes the first of five."""

import json

from django.db import migrations

#: As they were when this was written; a migration does not follow later changes of the form.
NEW_TABLES = {"milestones": {"years": []}}
BENEFITS = ("economic", "social", "ecological", "scenarios", "ownership")


def forward(apps, schema_editor):
    sections = apps.get_model("consortia", "BidSection").objects.using(schema_editor.connection.alias)
    for row in sections.filter(name__in=["technical", "milestones"]).order_by("pk"):
        content = json.loads(row.content)
        former = content.pop("benefits", None)
        changed = NEW_TABLES.get(row.name, {}) | content
        if former is None and changed == content:
            continue
        if former:
            begun = dict.fromkeys(BENEFITS, "") | {"economic": former}
            said = {
                "content": json.dumps(begun, ensure_ascii=False),
                "saved_at": row.saved_at,
                "saved_by": row.saved_by,
            }
            sections.get_or_create(bid_id=row.bid_id, name="benefits", defaults=said)
        row.content = json.dumps(changed, ensure_ascii=False)
        # A page opened before holds the old version: it is told of the change and shows both.
        row.version += 1
        row.save(update_fields=["content", "version"])


class Migration(migrations.Migration):
    dependencies = [("consortia", "0002_year_targets_platforms_rights_running")]

    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
