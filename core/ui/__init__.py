"""What views hand to the components of templates/ui/: small frozen records, and values shown the same way everywhere."""

from core.ui.parts import Fact, Lane, LaneGate, NextItem, PageAction, Step, Tab, TimelineItem

__all__ = ["Fact", "Lane", "LaneGate", "NextItem", "PageAction", "Step", "Tab", "TimelineItem"]
