"""The department's letters. Their words are official Chinese and not translated."""

from challenges.documents.notices import batch, in_order, notice
from challenges.documents.objections import objection_reply
from challenges.documents.sittings import sitting, to_approve

__all__ = ["batch", "in_order", "notice", "objection_reply", "sitting", "to_approve"]
