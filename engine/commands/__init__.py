"""What an office can do: one verb, one file, one transaction.

Of a case
    open_case, reopen_case             a request begins, or goes on as a linked one
    claim_step, complete_step          a step is taken and done (complete_many: of many cases)
    reassign_step, take_back_step      it changes hands; one's own last step is taken back
    declare_complete, withdraw_completeness
                                       the file is complete: the service clock starts, or is reset
    suspend_case, resume_case          the clocks stand still, and go on
    resubmit                           the applicant brings the file back
    extend_case, deviate               a superior's acts, always with a reason
    correct_intake, add_note, attach_document
                                       what is written on the side
    reissue_receipt                    a receipt with a new code; the old one stops working
    hand_over, close_case              the end
    erase_words                        personal data goes, the history stays
    seal_heads                         what has happened is bound by a signature
    import_log                         another system's cases, kept apart as evidence
    flag_cases                         what the sweep records by itself
    work_off_notices, send_mail        promises become deliveries, and letters go out
    retry_case                         a case that was set aside is tried again
    retry_letters                      those that were given up are queued anew
Of the office and its SOPs
    adopt                              a definition is kept as ratified on paper
    keep_office                        units, posts and calendars
    propose_calendar, confirm_holidays a calendar's new text, or a year's holidays, to be looked at
    apply_calendar, withdraw_calendar, undo_calendar
                                       it holds, is dropped, or what held before holds again
    work_on_calendars                  what the worker does for these, chunk by chunk
    add_person, reset_password         an account, and a new password for it
    deactivate_person, reactivate_person
                                       it no longer opens, and opens again
    give_post, end_post                who holds a position, or acts in it, between which dates
"""

from engine.commands.act import By
from engine.commands.add_note import add_note
from engine.commands.add_person import add_person
from engine.commands.adopt import adopt
from engine.commands.apply_calendar import apply_calendar
from engine.commands.attach_document import attach_document
from engine.commands.claim_step import claim_step
from engine.commands.close_case import close_case
from engine.commands.complete_many import complete_many
from engine.commands.complete_step import complete_step
from engine.commands.confirm_holidays import confirm_holidays
from engine.commands.correct_intake import correct_intake
from engine.commands.deactivate_person import deactivate_person
from engine.commands.declare_complete import declare_complete
from engine.commands.deviate import deviate
from engine.commands.end_post import end_post
from engine.commands.erase_words import erase_words
from engine.commands.extend_case import extend_case
from engine.commands.flag_cases import flag_cases
from engine.commands.give_post import give_post
from engine.commands.hand_over import hand_over
from engine.commands.keep_office import keep_office
from engine.commands.open_case import open_case
from engine.commands.propose_calendar import propose_calendar
from engine.commands.reactivate_person import reactivate_person
from engine.commands.reassign_step import reassign_step
from engine.commands.reissue_receipt import reissue_receipt
from engine.commands.reopen_case import reopen_case
from engine.commands.reset_password import reset_password
from engine.commands.resubmit import resubmit
from engine.commands.resume_case import resume_case
from engine.commands.retry_case import retry_case
from engine.commands.retry_letters import retry_letters
from engine.commands.seal_heads import seal_heads
from engine.commands.send_mail import send_mail
from engine.commands.suspend_case import suspend_case
from engine.commands.take_back_step import take_back_step
from engine.commands.undo_calendar import undo_calendar
from engine.commands.withdraw_calendar import withdraw_calendar
from engine.commands.withdraw_completeness import withdraw_completeness
from engine.commands.work_off_notices import work_off_notices
from engine.commands.work_on_calendars import work_on_calendars

__all__ = [
    "By",
    "add_note",
    "add_person",
    "adopt",
    "apply_calendar",
    "attach_document",
    "claim_step",
    "close_case",
    "complete_many",
    "complete_step",
    "confirm_holidays",
    "correct_intake",
    "deactivate_person",
    "declare_complete",
    "deviate",
    "end_post",
    "erase_words",
    "extend_case",
    "flag_cases",
    "give_post",
    "hand_over",
    "keep_office",
    "open_case",
    "propose_calendar",
    "reactivate_person",
    "reassign_step",
    "reissue_receipt",
    "reopen_case",
    "reset_password",
    "resubmit",
    "resume_case",
    "retry_case",
    "retry_letters",
    "seal_heads",
    "send_mail",
    "suspend_case",
    "take_back_step",
    "undo_calendar",
    "withdraw_calendar",
    "withdraw_completeness",
    "work_off_notices",
    "work_on_calendars",
]
