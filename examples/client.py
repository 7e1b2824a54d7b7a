#!/usr/bin/env python3
"""Checks a letter, or a file of JSON lines, with a lettermark server. Needs nothing but Python.

    python3 examples/client.py letter.docx kind=vcl decision=discontinued
    python3 examples/client.py --batch letters.jsonl > assessments.jsonl

LETTERMARK_URL names the server (http://127.0.0.1:8080), LETTERMARK_TOKEN the token, where it asks for one.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid

URL = os.environ.get("LETTERMARK_URL", "http://127.0.0.1:8080")
TRIES = 5


def send(path, body, media_type):
    """Sends a body and returns the open answer; comes again when the server says that it is busy."""
    headers = {"Content-Type": media_type}
    if token := os.environ.get("LETTERMARK_TOKEN"):
        headers["Authorization"] = f"Bearer {token}"
    request = urllib.request.Request(URL + path, body, headers, method="POST")
    for left in reversed(range(TRIES)):
        try:
            return urllib.request.urlopen(request, timeout=120)
        except urllib.error.HTTPError as error:
            if error.code == 503 and left:
                time.sleep(int(error.headers.get("Retry-After", "1")))
                continue
            problem = json.load(error)
            sys.exit(f"{problem['status']} {problem['title']}: {problem['detail']}")
        except urllib.error.URLError as error:
            sys.exit(f"{URL} cannot be reached: {error.reason}")


def form(path, facts):
    """A letter's file and its case facts as a multipart body."""
    boundary = uuid.uuid4().hex
    parts = []
    for name, value in facts.items():
        parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
    name = os.path.basename(path).replace('"', "")
    parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode())
    with open(path, "rb") as file:
        parts.append(file.read())
    parts.append(f"\r\n--{boundary}--\r\n".encode())
    return b"".join(parts), f"multipart/form-data; boundary={boundary}"


def main(arguments):
    if len(arguments) == 2 and arguments[0] == "--batch":
        with open(arguments[1], "rb") as file:
            answer = send("/v1/assessments:batch", file.read(), "application/x-ndjson")
        for line in answer:
            sys.stdout.write(line.decode())
        return
    if not arguments or arguments[0].startswith("-"):
        sys.exit(__doc__)
    facts = dict(pair.split("=", 1) for pair in arguments[1:] if "=" in pair)
    assessment = json.load(send("/v1/assessments:file", *form(arguments[0], facts)))
    for criterion in assessment["criteria"]:
        print(f"{criterion['id']:<18}{criterion['rating']:<14}{criterion['reason']}")
        if criterion["to_raise"]:
            print(f"{'':<32}To raise it: {criterion['to_raise']}")
    for finding in assessment["findings"]:
        print(f"{finding['severity']:<10}{finding['message']}")


if __name__ == "__main__":
    main(sys.argv[1:])
