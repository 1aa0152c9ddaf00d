"""An app without manners: it does to a connection what the request's URL says, step by step, and counts."""
import asyncio
import base64
import json
import socket
import struct
from collections import Counter
from contextlib import suppress

requests = Counter()
left = Counter()
waiting = Counter()
meetings = {}


async def serve(reader, writer):
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        target = head.split(b" ")[1].decode("latin-1")
        path, _, query = target.partition("?")
        if path == "/do/":
            key, _, script = query.partition("&")
            requests[key] += 1
            await perform(json.loads(base64.urlsafe_b64decode(script + "==")), key, reader, writer)
        else:
            counts = {"requests": requests[query], "left": left[query]}
            text = json.dumps(counts).encode()
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(text), text))
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def perform(steps, key, reader, writer):
    for name, *given in steps:
        if name == "send":
            writer.write(given[0].encode("latin-1") * (given[1] if len(given) > 1 else 1))
            await writer.drain()
        elif name == "wait":
            await asyncio.sleep(given[0])
        elif name == "read":
            await reader.readexactly(given[0])
        elif name == "meet":
            # Waits until so many requests are here at once.
            meeting = meetings.setdefault(key, asyncio.Event())
            waiting[key] += 1
            if waiting[key] == given[0]:
                meeting.set()
            await meeting.wait()
        elif name == "echo":
            while part := await reader.read(65536):
                writer.write(part)
                await writer.drain()
        elif name == "leave":
            # Waits until the client has closed its side, or has reset the connection.
            with suppress(ConnectionError):
                while await reader.read(65536):
                    pass
            left[key] += 1
        elif name == "reset":
            linger = struct.pack("ii", 1, 0)
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            writer.transport.abort()
            return


async def main():
    server = await asyncio.start_server(serve, "0.0.0.0", 8000, backlog=4096, limit=2**20)
    await server.serve_forever()


asyncio.run(main())
