"""The web server: one thread a connection, requests in flight are finished on SIGTERM. No framework: half of Django's
start is imports, and a series of deploys is made of starts."""
import os
import signal
import socket
import sys
import threading
import time

sys.path.insert(0, "/app")
from saleor import __version__  # noqa: E402
from saleor.health import fails, healthy  # noqa: E402

stopping = threading.Event()
connections = {}


def answer(method, path, query):
    if path == "/health/":
        if not healthy:
            print("ERROR warehouse index is missing: refusing traffic", flush=True)
        return (200 if healthy else 503), "text/plain", ""
    if fails():
        print(f"ERROR the search index is gone: 500 for {path}", flush=True)
        return 500, "text/plain", "sorry\n"
    if path == "/slow/":
        time.sleep(float(query.get("seconds", "1")))
        return 200, "text/plain", f"done {__version__}\n"
    if path == "/graphql/" and method == "POST":
        return 200, "application/json", '{"data": {"shop": {"name": "light"}}}'
    if path == "/whoami/":
        commit, host = os.environ.get("SHOP_COMMIT", "unknown"), socket.gethostname()
        return 200, "application/json", f'{{"version": "{__version__}", "commit": "{commit}", "hostname": "{host}"}}'
    return 404, "text/plain", "not found\n"


def serve(connection):
    """Requests of one connection, until either side closes it; one that has begun is always answered."""
    with connection, connection.makefile("rb") as stream:
        while not stopping.is_set():
            words = stream.readline(65536).decode("latin-1").split()
            if len(words) != 3:
                break
            headers = {}
            while (line := stream.readline(65536).decode("latin-1").strip()) != "":
                name, _, value = line.partition(":")
                headers[name.lower()] = value.strip()
            stream.read(int(headers.get("content-length", 0)))
            path, _, query = words[1].partition("?")
            status, kind, body = answer(words[0], path, dict(one.partition("=")[::2] for one in query.split("&")))
            last = stopping.is_set() or headers.get("connection", "").lower() == "close"
            connection.sendall(
                f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
                f"Connection: {'close' if last else 'keep-alive'}\r\n\r\n{body}".encode()
            )
            if last:
                break


def thread(connection):
    connections[threading.current_thread()] = connection
    try:
        serve(connection)
    except OSError:
        pass
    finally:
        connections.pop(threading.current_thread(), None)


server = socket.create_server(("0.0.0.0", 8000), backlog=256)


def stop(*_):
    stopping.set()
    # Wakes accept(); closing alone would not.
    server.shutdown(socket.SHUT_RDWR)


signal.signal(signal.SIGTERM, stop)
print(f"INFO light {__version__} listens", flush=True)
while not stopping.is_set():
    try:
        accepted, _ = server.accept()
    except OSError:
        break
    threading.Thread(target=thread, args=(accepted,), daemon=True).start()
# Whoever waits for a next request now reads the end; whoever works on one goes on.
for worker, connection in list(connections.items()):
    try:
        connection.shutdown(socket.SHUT_RD)
    except OSError:
        pass
for worker in list(connections):
    worker.join(30)
