"""What a password must be, said in the words of the interface: Django's own catalogue lacks or misspells some of them."""

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    def get_error_message(self):
        return _("密码太短，至少 %(count)d 个字符。") % {"count": self.min_length}

    def get_help_text(self):
        return _("至少 %(count)d 个字符。") % {"count": self.min_length}


class NotCommon(CommonPasswordValidator):
    def get_error_message(self):
        return _("这个密码太常见，容易被猜到，请换一个。")


class NotOnlyDigits(NumericPasswordValidator):
    """Telephone numbers and birthdays are what people take then."""

    def validate(self, password, user=None):
        if password.isdigit():
            raise ValidationError(_("密码不能只有数字，请加上字母或符号。"), code="password_entirely_numeric")

    def get_help_text(self):
        return _("不能只有数字。")


class NotLikeTheName(UserAttributeSimilarityValidator):
    def validate(self, password, user=None):
        try:
            super().validate(password, user)
        except ValidationError as error:
            raise ValidationError(_("密码与用户名等个人信息太相近，请换一个。"), code=error.code) from error
