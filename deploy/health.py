"""Asked inside the web container: do the web process and its database answer? Ends with 0 or 1."""

import http.client
import os
import sys


def main() -> int:
    # One of the names that the site answers to; the proxy's word on the protocol, or it would send us to https.
    host = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip().lstrip(".*") or "localhost"
    line = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT") or 8000), timeout=4)
    try:
        line.request("GET", "/healthz/", headers={"Host": host, "X-Forwarded-Proto": "https"})
        return 0 if line.getresponse().status == 200 else 1
    except OSError:
        return 1
    finally:
        line.close()


if __name__ == "__main__":
    sys.exit(main())
