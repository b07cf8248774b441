"""The procedures of the demonstration regency: sound, sourced, runnable where adopted."""

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from engine.domain.limit import NoLimit, WorkingMinutes, size
from engine.domain.machine import CLOSED, READY, follow
from engine.domain.people import Duty
from engine.domain.sop import ClockRule, Declares, Ending, FieldType, Kind, Leads, Sop
from engine.domain.soundness.flaw import Level
from engine.formats import definitions
from engine.formats.definitions import check_definition, read_definition
from engine.formats.definitions import identity as definition_identity
from engine.formats.definitions.fields import FIELD
from engine.formats.definitions.steps import EXIT, STEP
from engine.formats.offices import Offices, read_offices
from engine.formats.yaml import Marked, read

FOLDER = Path(__file__).parents[2] / "definitions"
FILES = sorted(FOLDER.glob("*/*/[0-9]*.yaml"))
SCHEMA = json.loads((FOLDER / "schema.json").read_text())
NAMES = [str(file.relative_to(FOLDER)) for file in FILES]

each_file = pytest.mark.parametrize("file", FILES, ids=NAMES)


@pytest.fixture(scope="module")
def sops() -> dict[str, Sop]:
    return {name: read_definition(file) for name, file in zip(NAMES, FILES, strict=True)}


@pytest.fixture(scope="module")
def offices() -> Offices:
    return read_offices(FOLDER / "units.yaml")


@each_file
def test_a_procedure_has_no_fault_beside_what_its_source_leaves_blank(file: Path) -> None:
    sop, faults = check_definition(file)
    assert sop is not None
    assert [str(f) for f in faults if not f.message.startswith("Tanpa ")] == []
    assert all(fault.level is Level.WARNING for fault in faults)


@each_file
def test_the_file_says_where_its_schema_is_and_lies_where_its_owner_is(file: Path) -> None:
    sop = read_definition(file)
    first = file.read_text().splitlines()[0]
    assert first == "# yaml-language-server: $schema=../../schema.json"
    assert file.parts[-3] == (sop.unit or sop.unit_kind)
    assert file.stem == str(sop.version)


@each_file
def test_the_digest_is_that_of_the_bytes(file: Path) -> None:
    assert read_definition(file).digest == hashlib.sha256(file.read_bytes()).hexdigest()


@each_file
def test_an_editor_with_the_schema_finds_no_fault_either(file: Path) -> None:
    validator = Draft202012Validator(SCHEMA)
    as_an_editor_reads = _without_dates(YAML(typ="safe", pure=True).load(file.read_text()))
    assert [e.message for e in validator.iter_errors(as_an_editor_reads)] == []
    as_sopan_reads = _plain(read(file.read_text(), file.name))
    assert [e.message for e in validator.iter_errors(as_sopan_reads)] == []


def _without_dates(value: object) -> object:
    # YAML 1.2, which editors follow, has no dates; this reader adds them.
    if isinstance(value, dict):
        return {key: _without_dates(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_without_dates(child) for child in value]
    return value.isoformat() if isinstance(value, date) else value


def _plain(node: Marked) -> object:
    if isinstance(node.value, dict):
        return {key: _plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [_plain(child) for child in node.value]
    return node.value


def test_the_schema_is_itself_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    ("part", "keys"),
    [
        ("", definitions.DOCUMENT),
        ("identity", definition_identity.IDENTITY),
        ("ratified", definition_identity.RATIFIED),
        ("service", definition_identity.SERVICE),
        ("pause", definition_identity.PAUSE),
        ("step", STEP),
        ("exit", EXIT),
        ("role", definition_identity.ROLE),
        ("field", FIELD),
    ],
)
def test_the_schema_knows_the_same_keys_as_the_reader(part: str, keys: dict[str, bool]) -> None:
    schema = SCHEMA["$defs"][part] if part else SCHEMA
    if part in ("role", "field"):
        schema = schema["oneOf"][1]
    assert set(schema["properties"]) == set(keys)
    assert set(schema.get("required", [])) == {key for key, needed in keys.items() if needed}


def test_there_are_at_least_fourteen_procedures_in_six_kinds_of_unit(sops: dict[str, Sop]) -> None:
    assert len({sop.code for sop in sops.values()}) >= 14
    assert len({sop.unit or sop.unit_kind for sop in sops.values()}) >= 6


def test_every_procedure_names_its_source_and_a_letter_marked_as_an_example(
    sops: dict[str, Sop],
) -> None:
    for sop in sops.values():
        assert sop.source
        assert "contoh" in sop.ratified.letter


def test_a_code_belongs_to_one_procedure_and_its_versions_follow_each_other(
    sops: dict[str, Sop],
) -> None:
    versions: dict[str, list[tuple[str, Sop]]] = {}
    for name, sop in sops.items():
        versions.setdefault(sop.code, []).append((name, sop))
    for found in versions.values():
        assert len({Path(name).parent for name, _ in found}) == 1
        numbers = sorted((sop.version, sop.effective) for _, sop in found)
        assert [number for number, _ in numbers] == list(range(1, len(found) + 1))
        assert sorted(day for _, day in numbers) == [day for _, day in numbers]
    assert max(len(found) for found in versions.values()) == 2


def test_every_role_is_a_post_in_each_unit_the_procedure_can_run_in(
    sops: dict[str, Sop], offices: Offices
) -> None:
    desks = {position.desk for position in offices.positions}
    for sop in sops.values():
        units = [u.code for u in offices.units if sop.unit == u.code or sop.unit_kind == u.kind]
        assert units, sop.title
        for role in sop.roles.values():
            if role.kind is Kind.OFFICE:
                needed = {f"{role.unit or unit}:{role.code}" for unit in units}
                assert needed <= desks, f"{sop.title}: {role.code}"


def test_every_unit_with_procedures_has_somebody_at_the_counter_and_a_head(
    sops: dict[str, Sop], offices: Offices
) -> None:
    owners = {sop.unit for sop in sops.values()} | {sop.unit_kind for sop in sops.values()}
    for unit in offices.units:
        if unit.code in owners or unit.kind in owners:
            posts = [post for post in offices.positions if post.unit == unit.code]
            assert {duty for post in posts for duty in post.duties} >= {Duty.COUNTER, Duty.HEAD}


def test_the_regency_has_auditors_a_section_and_an_administrator(offices: Offices) -> None:
    duties = {duty for position in offices.positions for duty in position.duties}
    assert duties == set(Duty)


def test_every_unit_works_by_a_calendar_that_exists(offices: Offices) -> None:
    kept = {file.stem for file in (FOLDER / "calendars").glob("*.yaml")}
    assert {unit.calendar for unit in offices.units} <= kept


@each_file
def test_the_main_flow_carries_a_case_from_the_first_step_to_the_end(file: Path) -> None:
    sop = read_definition(file)
    state, walked = sop.first.id, []
    while state not in (READY, CLOSED):
        walked.append(state)
        assert len(walked) <= len(sop.states), walked
        outcome, state = follow(sop, state, sop.states[state].step.outcomes[0].label)
    assert outcome.ending in (None, Ending.DONE)


def test_together_the_procedures_use_what_the_format_can_say(sops: dict[str, Sop]) -> None:
    steps = [step for sop in sops.values() for step in sop.steps]
    exits = [outcome for step in steps for outcome in step.outcomes]
    fields = [f for step in steps for f in step.fields]
    fields += [f for sop in sops.values() for f in sop.intake]
    assert {outcome.leads for outcome in exits} == set(Leads)
    assert {outcome.ending for outcome in exits} == {*Ending, None}
    assert {outcome.declares for outcome in exits} == {*Declares, None}
    assert {o.clock for o in exits if o.leads is Leads.APPLICANT} == set(ClockRule)
    assert {field.type for field in fields} == set(FieldType)
    assert {role.kind for sop in sops.values() for role in sop.roles.values()} == set(Kind)
    assert any(step.in_order for step in steps)
    assert any(len(step.by) > 1 and not step.in_order for step in steps)
    assert any(len(step.outcomes) > 3 for step in steps)
    assert any(isinstance(s.within, WorkingMinutes) and size(s.within) == 0 for s in steps)
    assert any(isinstance(step.within, NoLimit) for step in steps)
    assert any(step.hands_over for step in steps)
    assert any(step.applicant_present for step in steps)
    assert any(role.unit for sop in sops.values() for role in sop.roles.values())
    assert any(sop.service.extension for sop in sops.values())
    assert any(sop.four_eyes for sop in sops.values())
    assert sops["bagian-umum/kgb/1.yaml"].steps[0].number == "2"


def test_the_readme_shows_a_definition_without_an_error() -> None:
    readme = (FOLDER / "README.md").read_text()
    example = readme.split("```yaml\n")[1].split("```")[0]
    sop, faults = check_definition(example.encode())
    assert sop is not None
    assert [fault.message for fault in faults] == ["Tanpa waktu: langkah 2, 3."]
