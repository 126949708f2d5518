"""`manage.py bootstrap NAME`: the system account, the first system administrator and the reference data."""

import getpass

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts import actions
from core.errors import Refused


class Command(BaseCommand):
    help = "初始化：建立系统账号、第一个系统管理员，并载入行政区划和处室。"

    def add_arguments(self, parser):
        parser.add_argument("username", help="系统管理员的用户名")
        parser.add_argument("--name", default="", help="姓名")
        parser.add_argument("--unit", default="", help="科技厅本单位的名称；给出时须同时给出 --uscc")
        parser.add_argument("--uscc", default="", help="本单位的统一社会信用代码")
        parser.add_argument(
            "--password",
            default="",
            help="密码；不给出时询问。写在命令中的密码会留在命令历史里，首次登录时须改为自己的密码",
        )

    def handle(self, *, username, name, unit, uscc, password, **options):
        is_own = not password  # what stands in a command line is known to whoever reads its history
        password = password or getpass.getpass("系统管理员密码：")
        try:
            password_validation.validate_password(password)
            actions.bootstrap(
                sysadmin=username, password=password, is_own_password=is_own, name=name, unit=unit, uscc=uscc, by=None
            )
        except ValidationError as error:
            raise CommandError("".join(error.messages)) from error
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"已初始化，系统管理员为 {username}。")
