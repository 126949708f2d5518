"""manage.py check_books: prove that the books are right, or name every fault and exit with 1."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from funding.models import Transfer
from funding.queries.books import CHECKS, faults


class Command(BaseCommand):
    help = "Checks every invariant of the ledger, the tranches, decisions, races and settlements."

    def handle(self, *args, **options):
        with transaction.atomic():
            with connection.cursor() as cursor:
                # One snapshot for all checks: payments made meanwhile cannot look like faults.
                if not connection.needs_rollback and connection.in_atomic_block and len(connection.savepoint_ids) == 0:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            found = list(faults())
            count = Transfer.objects.count()
        for fault in found:
            self.stdout.write(f"{fault.code}\t{fault.place}\t{fault.sentence}")
        if found:
            raise CommandError(f"check_books: {len(found)} 处问题。")
        self.stdout.write(f"check_books: 台账 {count} 笔，{len(CHECKS)} 项检查，无问题。")
