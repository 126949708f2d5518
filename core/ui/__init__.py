"""What views hand to the components of templates/ui/: small frozen records, and values as markup."""

from core.ui.parts import Fact, Lane, LaneGate, NextItem, PageAction, Step, Tab, TimelineItem

__all__ = ["Fact", "Lane", "LaneGate", "NextItem", "PageAction", "Step", "Tab", "TimelineItem"]
