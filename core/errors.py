"""What an action raises when it will not do a thing."""


class Refused(Exception):
    """A refusal that a person can act on.

    `code` is stable and for machines, `sentence` is Chinese and says what to do next, `ids` name the rows in the way.
    `sensitive` refusals (sealed matter) leave an event behind (core.middleware).
    """

    sensitive = False

    def __init__(
        self, code: str, sentence: str, /, *, sensitive: bool = False, defects: list[str] | None = None, **ids
    ):
        super().__init__(sentence)
        self.code = code
        self.sentence = str(sentence)
        self.sensitive = sensitive
        self.defects = [str(defect) for defect in defects or []]
        self.ids = ids

    def __str__(self) -> str:
        return self.sentence + ("" if not self.defects else " " + "；".join(self.defects))


class Forbidden(Refused):
    """The actor may not do this at all (HTTP 403); the sentence is the rule's reason."""


class Conflict(Refused):
    """Somebody else changed the thing meanwhile (HTTP 409)."""
