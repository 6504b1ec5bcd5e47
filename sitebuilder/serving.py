"""A folder as a site, on this machine alone."""

import functools
import threading
from contextlib import contextmanager
from http.server import ThreadingHTTPServer


@contextmanager
def served(folder, handler):
    """Serve a folder in a thread of its own; the server, whose `address` pages can be asked from."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder))) as server:
        server.address = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
