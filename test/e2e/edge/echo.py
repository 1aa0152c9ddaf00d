"""What an app behind uvicorn sees of a request, as its answer."""
import asyncio
import hashlib
import json
from urllib.parse import parse_qsl


async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    query = dict(parse_qsl(scope["query_string"].decode("latin-1")))
    if scope["path"] == "/events/":
        return await events(send, int(query["count"]), float(query["pause"]))
    digest, length = hashlib.sha256(), 0
    more = True
    while more:
        message = await receive()
        digest.update(message.get("body", b""))
        length += len(message.get("body", b""))
        more = message.get("more_body", False)
    seen = {
        "method": scope["method"],
        "version": scope["http_version"],
        "path": scope["raw_path"].decode("latin-1"),
        "query": scope["query_string"].decode("latin-1"),
        "headers": [[name.decode("latin-1"), value.decode("latin-1")] for name, value in scope["headers"]],
        "body": {"length": length, "sha256": digest.hexdigest()},
    }
    extra = [(b"x-large", b"a" * int(query["large"]))] if "large" in query else []
    extra += [(f"x-{n}".encode(), b"1") for n in range(int(query.get("many", 0)))]
    extra += [(b"set-cookie", f"c{n}={n}".encode()) for n in range(int(query.get("cookies", 0)))]
    text = json.dumps(seen).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(text)).encode()), *extra]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": text})


async def events(send, count, pause):
    headers = [(b"content-type", b"text/event-stream")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    for n in range(count):
        await send({"type": "http.response.body", "body": f"data: {n}\n\n".encode(), "more_body": True})
        await asyncio.sleep(pause)
    await send({"type": "http.response.body", "body": b""})
