"""What a browser would send: the fields of the form on a page as they stand."""

from html.parser import HTMLParser


def filled(page: str) -> dict[str, str]:
    """The named fields of a page's forms with their values; boxes only where they are ticked."""
    reader = _Fields()
    reader.feed(page)
    reader.found.pop("csrf_token", None)
    return reader.found


class _Fields(HTMLParser):
    """Collects the fields; a list of choices gives the chosen one, or else its first."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.list = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Takes note of a field."""
        told = dict(attrs)
        name, value = told.get("name") or "", told.get("value") or ""
        if tag == "select":
            self.list = name
        elif tag == "option" and ("selected" in told or self.list not in self.found):
            self.found[self.list] = value
        elif tag == "input" and name and (told.get("type") != "checkbox" or "checked" in told):
            self.found[name] = value
