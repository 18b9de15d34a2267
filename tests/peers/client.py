# SPDX-License-Identifier: GPL-3.0-or-later
"""A browser of sorts: keeps its cookies, follows no redirect, sends hidden fields along."""
import http.cookiejar
import json
import urllib.error
import urllib.request
from html.parser import HTMLParser
from urllib.parse import urlencode


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments):
        return None


class _Fields(HTMLParser):
    def __init__(self):
        super().__init__()
        self.hidden = {}

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "input" and attrs.get("type") == "hidden":
            self.hidden[attrs["name"]] = attrs.get("value", "")


class Reply:
    def __init__(self, reply):
        self.status = reply.status
        self.headers = reply.headers
        self.text = reply.read().decode()

    @property
    def json(self):
        return json.loads(self.text)

    @property
    def location(self):
        return self.headers.get("Location", "")

    @property
    def hidden_fields(self):
        parser = _Fields()
        parser.feed(self.text)
        return parser.hidden


class Client:
    def __init__(self, base):
        self._base = base
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        no_proxy = urllib.request.ProxyHandler({})
        self._opener = urllib.request.build_opener(_Stay, jar, no_proxy)

    def send(self, method, path, headers=None, form=None, body=None):
        """Sends a form, or `body` as JSON; what is refused is a reply like any other."""
        headers = dict(headers or {})
        data = None
        if form is not None:
            data = urlencode(form).encode()
        elif body is not None:
            data = json.dumps(body).encode()
            headers.setdefault("Content-Type", "application/json")
        url = path if "://" in path else self._base + path
        request = urllib.request.Request(url, data, headers, method=method)
        try:
            with self._opener.open(request, timeout=30) as reply:
                return Reply(reply)
        except urllib.error.HTTPError as refusal:
            with refusal:
                return Reply(refusal)

    def fill_in(self, path, **fields):
        """Fetches the page, and sends its form with these fields."""
        page = self.send("GET", path)
        return self.send("POST", path, form={**page.hidden_fields, **fields})
