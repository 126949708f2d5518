"""`manage.py load_divisions`: bring divisions and offices up to what is shipped."""

from django.core.management.base import BaseCommand, CommandError

from accounts import actions
from accounts.queries import system_user


class Command(BaseCommand):
    help = "载入或更新行政区划和处室；可重复执行。"

    def handle(self, **options):
        try:
            system = system_user()
        except LookupError as error:
            raise CommandError(str(error)) from error
        divisions, offices = actions.load_divisions(by=system), actions.load_offices(by=system)
        self.stdout.write(f"新增区划 {divisions} 个，处室 {offices} 个。")
