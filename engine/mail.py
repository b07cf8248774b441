"""Mail: a message goes out by SMTP, or into a folder that one can open."""

import smtplib
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit


def letter(*, to: str, subject: str, body: str, identity: str, sender: str) -> EmailMessage:
    """A plain message; its identity stays the same when it is tried again."""
    message = EmailMessage()
    message["To"], message["From"], message["Subject"] = to, sender, subject
    message["Message-ID"] = f"<{identity}@{sender.partition('@')[2]}>"
    message.set_content(body)
    return message


def send(message: EmailMessage, smtp_url: str, folder: Path) -> None:
    """Sends by smtp:// or smtps://user:password@host:port, or files it. Raises OSError."""
    if not smtp_url:
        folder.mkdir(parents=True, exist_ok=True)
        name = message["Message-ID"].strip("<>").partition("@")[0]
        (folder / f"{name}.eml").write_bytes(bytes(message))
        return
    address = urlsplit(smtp_url)
    kind = smtplib.SMTP_SSL if address.scheme == "smtps" else smtplib.SMTP
    with kind(address.hostname or "localhost", address.port or 0, timeout=20) as server:
        if address.username:
            server.login(unquote(address.username), unquote(address.password or ""))
        server.send_message(message)


def answer(error: OSError) -> str:
    """What went wrong in plain words: the server's own answer without the receiver's address."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _plain(*next(iter(error.recipients.values())))
    if isinstance(error, smtplib.SMTPResponseException):
        return _plain(error.smtp_code, error.smtp_error)
    return str(error)


def _plain(code: int, said: bytes | str) -> str:
    return f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
