"""Replay the expert draws of a panel from their public record alone (R-REV-03)."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reviews.models import Draw
from reviews.queries import draws


class Command(BaseCommand):
    help = "Replays every draw of a panel, or one record from a file, and fails when the outcome differs."

    def add_arguments(self, parser):
        parser.add_argument("panel", nargs="?", type=int, help="number of the panel")
        parser.add_argument("--file", help="a record saved with --json; the database is not asked")
        parser.add_argument("--json", action="store_true", help="print the public records instead of replaying them")

    def handle(self, *args, **options):
        if options["file"]:
            records = json.loads(Path(options["file"]).read_text(encoding="utf-8"))
        elif options["panel"] is not None:
            rows = Draw.objects.filter(panel=options["panel"], drawn_at__isnull=False).order_by("number")
            records = [draws.public_record(row) for row in rows]
        else:
            raise CommandError("Name a panel, or a record with --file.")
        if not records:
            raise CommandError("This panel has no draw that was run.")
        if options["json"]:
            self.stdout.write(json.dumps(records, ensure_ascii=False, indent=2))
            return
        broken = False
        for record in records:
            faults = draws.replay(record)
            broken |= bool(faults)
            outcome = "; ".join(faults) or "the record gives the same experts"
            self.stdout.write(f"panel {record['panel']} draw {record['number']} seed {record['seed'][:16]}…: {outcome}")
        if broken:
            raise CommandError("The draw does not follow from its record.")
