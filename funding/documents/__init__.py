"""The decision pack of a challenge, and reports of money. Their words are official Chinese and not translated."""

from funding.documents.decisions import decision_pack, sitting_pack
from funding.documents.money import batch_money, project_money

__all__ = ["batch_money", "decision_pack", "project_money", "sitting_pack"]
