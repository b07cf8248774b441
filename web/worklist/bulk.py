"""Completing the same step of many cases at once: summed up first, then answered case by case."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.commands import By, complete_many
from engine.commands.act import situation
from engine.commands.complete_many import Result
from engine.domain.errors import ChecklistOpen, ReasonMissing, Refusal
from engine.queries.worklist import Task, named
from engine.store import cases
from web import due_words, errors, guards
from web.cases.turn import choices
from web.reader import actor, store
from web.worklist.lines import Line, completes_alike, lines
from web.worklist.look import filters, present, today_of

_AT_MOST = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Chosen:
    """The ticked cases whose open step is the same step of the same SOP text."""

    tasks: tuple[Task, ...]

    @property
    def numbers(self) -> list[str]:
        """Their numbers."""
        return [task.number for task in self.tasks]

    @property
    def first(self) -> Task:
        """Any of them: the step is the same."""
        return self.tasks[0]


@guards.at_work
def sum_up() -> Any:
    """What would happen to the ticked cases, before anything does."""
    groups = _alike(_ticked(request.args.getlist("nomor")))
    if not groups:
        flash(_("Centang dahulu baris yang akan diselesaikan bersama."), "dekat")
        return redirect(url_for("worklist.index"), 303)
    if len(groups) > 1:
        return render_template("worklist/which.html", groups=groups)
    return _form(groups[0])


@guards.at_work
def carry_out() -> Any:
    """Completes them; those that refuse stay as they are and say why."""
    seen = dict(_read(entry) for entry in request.form.getlist("berkas"))
    standing = [task for task in _ticked(seen) if seen[task.number] == task.version]
    groups = _alike(standing)
    if len(groups) == 1 and not request.form.get("hasil"):
        return _form(groups[0], _("Pilih dahulu hasil langkah ini.")), 422
    done = [result for group in groups[:1] for result in _completed(group)]
    told = {result.number: result.refusal for result in done}
    if len(groups) == 1 and done and all(_is_about_the_form(result.refusal) for result in done):
        return _form(groups[0], errors.sentence_of(done[0].refusal or Refusal())), 422
    return _answered({number: told.get(number, _moved()) for number in seen})


def _completed(group: Chosen) -> list[Result]:
    return complete_many(
        store(), group.numbers, request.form["hasil"], by=By(person=actor().id or 0),
        note=request.form.get("catatan", ""), ticked=frozenset(request.form.getlist("periksa")),
        seen={task.number: task.version for task in group.tasks},
    )  # fmt: skip


def _answered(told: Mapping[str, Refusal | str | None]) -> Any:
    """To the worklist when all went well; else a page with the answer of each case."""
    done = [number for number, refusal in told.items() if refusal is None]
    if len(done) == len(told) and done:
        numbers = ", ".join(done)
        flash(_("%(num)s langkah diselesaikan: %(numbers)s.", num=len(done), numbers=numbers))
        return redirect(url_for("worklist.index"), 303)
    refused = {
        number: errors.sentence_of(why) if isinstance(why, Refusal) else why
        for number, why in told.items()
        if why is not None
    }
    return render_template("worklist/answered.html", done=done, refused=refused), 409


def _form(group: Chosen, alert: str = "") -> str:
    loaded = cases.load(store(), group.first.number)
    at = situation(store(), loaded, By(person=actor().id or 0))
    who = present()
    rows: list[Line] = list(lines(group.tasks, who, due_words.calendars_of(who)))
    return render_template(
        "worklist/together.html", group=group, rows=rows, alert=alert, form=request.form,
        step=group.first.state.step, sop=group.first.sop, choices=choices(at),
    )  # fmt: skip


def _ticked(numbers: Iterable[str]) -> tuple[Task, ...]:
    """Those of the cases that are the reader's to do and can be completed without more words."""
    who, asked = present(), filters()
    few = list(numbers)[:_AT_MOST]
    found = named(store(), who.actor, asked.all_desks, today_of(who), few) if few else ()
    return tuple(task for task in found if completes_alike(task))


def _alike(tasks: Iterable[Task]) -> list[Chosen]:
    groups: dict[tuple[str, str], list[Task]] = defaultdict(list)
    for task in tasks:
        groups[task.sop.digest, task.state.id].append(task)
    return [Chosen(tasks=tuple(group)) for group in groups.values()]


def _read(entry: str) -> tuple[str, int]:
    """A case and the version of it that was summed up."""
    number, _at, version = entry.partition("@")
    return number, int(version) if version.isdigit() else -1


def _is_about_the_form(refusal: Refusal | None) -> bool:
    return isinstance(refusal, ReasonMissing | ChecklistOpen)


def _moved() -> str:
    return _(
        "Permohonan ini sudah berubah sejak ringkasannya dibuat. Bukalah permohonannya, lalu "
        "putuskan lagi."
    )
