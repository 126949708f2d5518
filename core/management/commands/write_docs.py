"""`manage.py write_docs`: write the generated documents; `--check` only says whether they are fresh."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core import docs


class Command(BaseCommand):
    help = "生成 docs/lifecycles.md 和 docs/permissions.md；--check 只检查是否最新。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="只比较，不写文件")

    def handle(self, *, check, **options):
        folder = settings.BASE_DIR / "docs"
        stale = docs.stale(folder)
        if check:
            if stale:
                raise CommandError(f"docs/ differs from the code ({', '.join(stale)}); run `make docs`.")
            return
        for name in stale:
            (folder / name).write_text(docs.DOCUMENTS[name](), encoding="utf-8")
            self.stdout.write(f"docs/{name}")
