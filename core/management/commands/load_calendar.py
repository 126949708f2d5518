"""`manage.py load_calendar 2027 --file 2027.json`: load a year's public holidays and make-up days (R-TIM-04)."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core import calendars, clock
from core.working_days import SHIPPED


class CommandLine:
    """Whoever works at the shell of the server; there is no account behind it."""

    pk = None

    def __str__(self):
        return "命令行维护"


class Command(BaseCommand):
    help = "Load the working-day calendar of a year from a holiday-cn style JSON file (default: the shipped file)."

    def add_arguments(self, parser):
        parser.add_argument("year", type=int)
        parser.add_argument("--file", type=Path, help="JSON with year, source or papers, and days")

    def handle(self, *, year, file, **options):
        path = file or SHIPPED / f"{year}.json"
        if not path.is_file():
            raise CommandError(
                f"没有随附 {year} 年的日历。请在国务院办公厅公布放假安排后准备 JSON 文件，"
                f"执行 manage.py load_calendar {year} --file 文件。"
            )
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
            if document.get("year") != year:
                raise ValueError(f"文件是 {document.get('year')} 年的日历，不是 {year} 年。")
            loaded = calendars.load_year(document=document, by=CommandLine(), at=clock.now())
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"已载入 {loaded.year} 年工作日历：{loaded.source}")
