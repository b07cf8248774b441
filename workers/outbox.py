"""The outbox: promises become deliveries, and letters go out."""

from engine.commands.send_mail import Post, send_mail
from engine.commands.work_off_notices import work_off_notices
from engine.store import watches
from workers import app
from workers.process import settings, store

LETTERS_A_RUN = 200


@app.task(name="sopan.outbox")
def outbox() -> int:
    """Works off all notices, then tries the letters that are due; answers how many notices."""
    with watches.watched(store(), "outbox") as run:
        while done := work_off_notices(store()):
            run.rows += done
        chosen = settings()
        post = Post(
            smtp_url=chosen.smtp_url,
            folder=chosen.data_dir / "mail",
            sender="sopan@localhost.localdomain",
            public_url=chosen.public_url,
        )
        for _ in range(LETTERS_A_RUN):
            if not send_mail(store(), post):
                break
    return run.rows
