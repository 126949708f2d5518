from django.core.management.base import BaseCommand, CommandError

from core import audit
from core.models import AuditBlock


class Command(BaseCommand):
    help = "Prove that no history was edited, deleted or inserted; exits non-zero and names every fault."

    def handle(self, *args, **options):
        faults = audit.verify()
        for fault in faults:
            self.stderr.write(str(fault))
        if faults:
            raise CommandError(f"{len(faults)} faults")
        self.stdout.write(f"No fault; {AuditBlock.objects.count()} blocks.")
