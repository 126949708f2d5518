"""axe on one page as it stands: what is serious or critical. The walk over all pages asks it by itself (look.js)."""

from importlib.resources import files

from tests.browser.person import Person

SCRIPT = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
#: WCAG 2.2 AA and the rules of its earlier versions.
RUN = """
() => axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"]})
"""
GRAVE = ["serious", "critical"]


def faults(person: Person) -> list[dict]:
    """The window must have been opened with `bypass_csp`: the policy of the site forbids the script of the test."""
    person.page.add_script_tag(content=SCRIPT)
    return [fault for fault in person.page.evaluate(RUN)["violations"] if fault["impact"] in GRAVE]
