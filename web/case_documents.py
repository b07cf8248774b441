"""The documents of a case: handed in, and handed out again; every look at one is recorded."""

from typing import Any

from flask import Blueprint, make_response, request

from engine.domain.errors import FieldsWrong, NotFound
from engine.store import disclosures, words
from web import guards
from web.case_document import attach as attach_upload
from web.case_file import open_file
from web.case_form import by_of
from web.case_verbs import answered
from web.reader import actor, store

blueprint = Blueprint("documents", __name__)
