"""Serve a folder as a site, on this machine only."""

import functools
import threading
from contextlib import contextmanager
from http.server import ThreadingHTTPServer


@contextmanager
def served(folder, handler):
    """Serve a folder in another thread; yields the server, whose pages are at `address`."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder))) as server:
        server.address = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
