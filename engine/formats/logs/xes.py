"""XES, the standard of event logs (IEEE 1849): read with its standard attributes, and written."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from engine.formats.logs.trace import Event, LogUnreadable, Trace, in_order

_OUTCOME = "sopan:outcome"
_EXTENSIONS = (
    ("Concept", "concept", "http://www.xes-standard.org/concept.xesext"),
    ("Time", "time", "http://www.xes-standard.org/time.xesext"),
    ("Organizational", "org", "http://www.xes-standard.org/org.xesext"),
)


class _Reader:
    """Collects traces from the parser; attributes deeper than a trace's or event's are passed by.

    A document type is refused: it could name files, or unfold into more than a machine can hold.
    """

    def __init__(self) -> None:
        self.traces: list[Trace] = []
        self._path: list[str] = []
        self._trace: dict[str, str] = {}
        self._event: dict[str, str] = {}
        self._events: list[Event] = []

    def start(self, name: str, values: dict[str, str]) -> None:
        """An element begins."""
        self._path.append(name)
        match self._path:
            case ["log", "trace"]:
                self._trace, self._events = {}, []
            case ["log", "trace", "event"]:
                self._event = {}
            case ["log", "trace", _]:
                self._trace[values.get("key", "")] = values.get("value", "")
            case ["log", "trace", "event", _]:
                self._event[values.get("key", "")] = values.get("value", "")

    def end(self, name: str) -> None:
        """An element ends."""
        match self._path:
            case ["log", "trace"]:
                case = self._trace.get("concept:name", str(len(self.traces) + 1))
                self.traces.append(Trace(case=case, events=in_order(self._events)))
            case ["log", "trace", "event"]:
                self._keep(self._event)
        self._path.pop()

    def _keep(self, told: dict[str, str]) -> None:
        # Of an activity that is told from its planning on, only its completion is the step.
        if told.get("lifecycle:transition", "complete").lower() != "complete":
            return
        at = told.get("time:timestamp")
        self._events.append(
            Event(
                activity=told.get("concept:name", ""),
                at=datetime.fromisoformat(at) if at else None,
                outcome=told.get(_OUTCOME, ""),
                resource=told.get("org:resource", ""),
            )
        )

    def doctype(self, *told: Any) -> None:
        """A document type begins."""
        raise ValueError("berisi DOCTYPE, yang tidak diperlukan log XES")


def read(content: bytes, name: str) -> list[Trace]:
    """The traces of an XES document. Raises LogUnreadable."""
    reader, parser = _Reader(), expat.ParserCreate(namespace_separator=None)
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.StartDoctypeDeclHandler = reader.doctype
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError) as broken:
        raise LogUnreadable(file=name, why=str(broken)) from broken
    return reader.traces


def write(traces: Iterable[Trace]) -> str:
    """An XES document with these traces."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<log xes.version="1849-2016">']
    lines += [
        f'  <extension name="{name}" prefix="{prefix}" uri="{uri}"/>'
        for name, prefix, uri in _EXTENSIONS
    ]
    for trace in traces:
        lines += ["  <trace>", _attribute("string", "concept:name", trace.case)]
        for event in trace.events:
            lines += ["    <event>", *_attributes(event), "    </event>"]
        lines.append("  </trace>")
    return "\n".join([*lines, "</log>", ""])


def _attributes(event: Event) -> list[str]:
    told = [_attribute("string", "concept:name", event.activity)]
    if event.at:
        told.append(_attribute("date", "time:timestamp", event.at.isoformat()))
    if event.outcome:
        told.append(_attribute("string", _OUTCOME, event.outcome))
    if event.resource:
        told.append(_attribute("string", "org:resource", event.resource))
    return told


def _attribute(kind: str, key: str, value: str) -> str:
    return f"      <{kind} key={quoteattr(key)} value={quoteattr(value)}/>"
