"""The beat schedule: every periodic job and its interval in seconds."""

SCHEDULE: dict[str, float] = {
    "sopan.beat": 10.0,  # shows that beat and a worker live
    "sopan.sweep": 15.0,  # flags what is due soon or overdue
    "sopan.recalculate": 1.0,  # looks at changes of calendars, and applies them
    "sopan.outbox": 5.0,  # turns promises into deliveries, and sends letters
    "sopan.seal": 86_400.0,  # binds the heads of all chains by a signature
    "sopan.verify": 86_400.0,  # folds every history and compares it with its row
}
