"""A mail server that isn't ours: aiosmtpd with STARTTLS required.

smtpd.py CERT KEY [MODE]   MODE is take, refuse, delay, greylist or full.
Prints its port, and then each message it took as a line of JSON.
"""

import asyncio
import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP


class Handler:
    def __init__(self, mode):
        self.mode, self.seen = mode, set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.mode == "refuse":
            return "550 5.1.1 no such person"
        if self.mode == "full":
            return "452 4.2.2 mailbox full"
        if self.mode == "greylist" and (session.peer[0], address) not in self.seen:
            self.seen.add((session.peer[0], address))
            return "451 4.7.1 greylisted, come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.mode == "delay":
            await asyncio.sleep(3600)
        message = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        body = {part.get_content_type(): part.get_content() for part in message.walk() if not part.is_multipart()}
        print(json.dumps({
            "from": envelope.mail_from, "to": envelope.rcpt_tos, "tls": session.ssl is not None,
            "version": session.ssl and session.ssl["sslcontext"].minimum_version.name,
            "id": message["Message-ID"], "subject": message["Subject"], "auto": message["Auto-Submitted"],
            "plain": body.get("text/plain", ""), "html": body.get("text/html", ""), "defects": [str(d) for d in message.defects],
        }), flush=True)
        return "250 2.0.0 taken"


async def main(cert, key, mode="take"):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    handler = Handler(mode)
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(handler, hostname="mail.example", tls_context=context, require_starttls=True, enable_SMTPUTF8=True), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main(*sys.argv[1:]))
