"""Event logs: XES and CSV read into traces, and every fault told in words."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.formats.logs import Columns, LogUnreadable, read_log, xes
from engine.formats.logs.trace import Event, Trace

NINE, TEN = datetime(2026, 4, 9, 9, tzinfo=UTC), datetime(2026, 4, 9, 10, tzinfo=UTC)
TRACES = [
    Trace(case="A & B", events=(
        Event(activity='1. "Periksa" <berkas>', at=NINE, outcome="Lengkap", resource="kec:loket"),
        Event(activity="2", at=TEN),
    )),
    Trace(case="C", events=()),
]  # fmt: skip


def kept(place: Path, name: str, content: str | bytes) -> Path:
    file = place / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def test_what_is_written_as_xes_is_read_back(tmp_path):
    written = xes.write(TRACES)
    assert read_log(kept(tmp_path, "log.xes", written)) == TRACES
    assert read_log(kept(tmp_path, "log.xes.gz", gzip.compress(written.encode()))) == TRACES


def test_of_an_activitys_lifecycle_only_the_completion_counts_and_nesting_is_passed_by(tmp_path):
    log = """<log><trace><string key="concept:name" value="1"/>
    <event><string key="concept:name" value="a"/><string key="lifecycle:transition" value="start"/>
    </event><event><string key="concept:name" value="a"><string key="concept:name" value="deep"/>
    </string><string key="lifecycle:transition" value="COMPLETE"/></event></trace></log>"""
    (trace,) = read_log(kept(tmp_path, "log.xes", log))
    assert trace == Trace(case="1", events=(Event(activity="a"),))


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"no xml",
        b"<log><trace>",
        b'<!DOCTYPE l [<!ENTITY a "aaaa">]><log/>',
        b'<log><trace><event><date key="time:timestamp" value="noon"/></event></trace></log>',
        b"\x1f\x8bnothing",
    ],
)
def test_a_broken_log_is_refused_with_its_name(tmp_path, broken):
    with pytest.raises(LogUnreadable, match=r"log\.xes"):
        read_log(kept(tmp_path, "log.xes", broken))


def test_a_csv_is_read_by_what_its_columns_are_called_and_sorted_by_time(tmp_path):
    lines = (
        "\ufeffNomor;Kegiatan;Waktu;Hasil",
        "X-1;2;2026-04-09T10:00;Ya",
        "X-2;1;2026-04-09T08:00;",
        "X-1;1;2026-04-09T09:00;Lengkap",
        "",
    )
    text = "\n".join(lines)
    one, two = read_log(kept(tmp_path, "log.csv", text))
    assert (one.case, two.case) == ("X-1", "X-2")
    assert [(event.activity, event.outcome) for event in one.events] == [
        ("1", "Lengkap"),
        ("2", "Ya"),
    ]


def test_columns_may_be_named(tmp_path):
    text = "berkas,apa,nomor\nA,1,9\nA,2,8\n"
    named = Columns(case="berkas", activity="apa")
    (trace,) = read_log(kept(tmp_path, "log.csv", text), named)
    assert (trace.case, [event.activity for event in trace.events]) == ("A", ["1", "2"])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,b\n1,2\n", "tidak ada kolom"),
        ("", "baris judul"),
        ("case,activity,timestamp\n1,a,besok\n", "baris 2"),
    ],
)
def test_a_csv_that_cannot_be_read_says_what_is_missing(tmp_path, text, says):
    with pytest.raises(LogUnreadable, match=says):
        read_log(kept(tmp_path, "log.csv", text))


def test_a_csv_that_is_not_text_is_refused(tmp_path):
    with pytest.raises(LogUnreadable):
        read_log(kept(tmp_path, "log.csv", b"\xff\xfe\x00"))
