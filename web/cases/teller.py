"""The teller of a case: who acted as what, what was written, and what stands beside a fact."""

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup, escape

from engine.domain.facts import Fact
from engine.domain.machine import CLOSED, READY
from engine.domain.people import Standing
from web.cases.file import CaseFile
from web.cases.words import gettext as _
from web.cases.words import html, say

_ACTING = {Standing.PLT: "Plt. ", Standing.PLH: "Plh. "}
# Words said beside a fact, in the order in which they are quoted.
QUOTED = ("note", "reason")


class Teller:
    """Tells the facts of one case in the reader's language."""

    def __init__(self, file: CaseFile) -> None:
        self.file = file
        self.words = file.dossier.words
        self._known: dict[tuple[Any, ...], Markup] = {}

    def who(self, fact: Fact) -> Markup:
        """Who did it and as what: the signer, where it was recorded for another."""
        person = fact.says.get("signer", fact.actor)
        key = (person, fact.position, fact.says.get("standing"))
        if key not in self._known:
            self._known[key] = self._named(*key)
        return self._known[key]

    def _named(self, person: int | None, desk: str, standing: str | None) -> Markup:
        name = html("<b>{}</b>", self.file.name(person))
        if person is None:
            return name
        acting = _ACTING.get(Standing(standing), "") if standing else ""
        return html("{} ({}{})", name, acting, self.file.office.title(desk))

    def word(self, fact: Fact, field: str) -> str:
        """What was written in a field of this fact, or that it has been erased."""
        text = self.words.get((fact.version, field))
        if text is None:
            return _("(isi telah dihapus)") if field in fact.committed else ""
        return text

    def quotes(self, fact: Fact) -> Iterator[str]:
        """The note and the reason given with a fact."""
        for field in QUOTED:
            if text := self.word(fact, field):
                yield text

    def remarks(self, fact: Fact) -> Iterator[Markup]:
        """That it was recorded for another, or entered late, and why."""
        if "signer" in fact.says:
            recorder = html("<b>{}</b>", self.file.name(fact.actor))
            said = _("Dicatat oleh %(who)s menurut surat %(letter)s.")
            yield say(said, who=recorder, letter=self.word(fact, "letter") or "–")
        if fact.says.get("late_entry"):
            yield say(_("Entri susulan: %(why)s"), why=self.word(fact, "why_late"))

    def step_after(self, target: str) -> Markup:
        """Where a completed step has led."""
        if target == READY:
            return escape(_("Hasil siap diambil."))
        if target == CLOSED:
            return Markup("")
        state = self.file.sop.states[target]
        roles = _(" atau ").join(self.file.sop.roles[role].title for role in state.roles)
        said = _("Giliran pindah ke %(role)s, langkah %(step)s.")
        return say(said, role=roles, step=state.step.number)
