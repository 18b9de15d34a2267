# SPDX-License-Identifier: GPL-3.0-or-later
"""Chromium without a window, asked through its debugging pipe."""
import base64
import itertools
import json
import os
import shutil
import subprocess
import tempfile


class Browser:
    """One browser with one page, and a profile that is gone with it."""

    def __init__(self):
        self.profile = tempfile.mkdtemp(prefix="latchkey-browser-")
        to_browser, self.out = os.pipe()
        self.inward, from_browser = os.pipe()

        def as_three_and_four():
            # Above both first, or one would take the place of the other.
            one, other = os.dup2(to_browser, 30), os.dup2(from_browser, 31)
            os.dup2(one, 3)
            os.dup2(other, 4)

        self.process = subprocess.Popen(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
             "--disable-dev-shm-usage", "--disable-background-networking", "--hide-scrollbars",
             "--user-data-dir=" + self.profile, "--remote-debugging-pipe", "about:blank"],
            pass_fds=(3, 4, to_browser, from_browser), preexec_fn=as_three_and_four,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": self.profile})
        os.close(to_browser)
        os.close(from_browser)
        self.rest = b""
        self.numbers = itertools.count(1)
        self.events = []
        self.session = None
        page = next(target for target in self.ask("Target.getTargets")["targetInfos"]
                    if target["type"] == "page")
        self.session = self.ask("Target.attachToTarget", targetId=page["targetId"],
                                flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.ask(domain + ".enable")

    def close(self):
        self.process.kill()
        self.process.wait()
        os.close(self.out)
        os.close(self.inward)
        shutil.rmtree(self.profile, ignore_errors=True)

    def ask(self, method, **params):
        number = next(self.numbers)
        message = {"id": number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        while True:
            reply = self._read()
            if reply.get("id") == number:
                if "error" in reply:
                    raise RuntimeError(f"{method}: {reply['error']['message']}")
                return reply["result"]
            self.events.append(reply)

    def _read(self):
        while b"\0" not in self.rest:
            piece = os.read(self.inward, 1 << 16)
            if not piece:
                raise RuntimeError("the browser is gone")
            self.rest += piece
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def _await(self, method):
        while True:
            for place, event in enumerate(self.events):
                if event.get("method") == method:
                    return self.events.pop(place)
            self.events.append(self._read())

    def look_like(self, width, dark=False, languages="en", pointer="fine", script=True):
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=900,
                 deviceScaleFactor=1, mobile=pointer == "coarse")
        self.ask("Emulation.setTouchEmulationEnabled", enabled=pointer == "coarse")
        self.ask("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "pointer", "value": pointer}])
        self.ask("Emulation.setUserAgentOverride", userAgent="", acceptLanguage=languages)
        self.ask("Emulation.setScriptExecutionDisabled", value=not script)

    def open(self, address):
        """From nothing, so that a fragment alone makes a new page too."""
        self.ask("Page.navigate", url="about:blank")
        self._await("Page.loadEventFired")
        self.events.clear()
        self.ask("Page.navigate", url=address)
        self._await("Page.loadEventFired")

    def run(self, script):
        answer = self.ask("Runtime.evaluate", expression=script, returnByValue=True,
                          awaitPromise=True, userGesture=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"]["description"])
        return answer["result"].get("value")

    def reload(self):
        self.ask("Page.reload")
        self._await("Page.loadEventFired")

    def picture(self, path):
        """The whole page, as far as it goes down."""
        height = self.ask("Page.getLayoutMetrics")["cssContentSize"]["height"]
        width = self.ask("Page.getLayoutMetrics")["cssLayoutViewport"]["clientWidth"]
        shot = self.ask("Page.captureScreenshot", captureBeyondViewport=True,
                        clip={"x": 0, "y": 0, "width": width, "height": height, "scale": 1})
        with open(path, "wb") as file:
            file.write(base64.b64decode(shot["data"]))

    def of(self, method):
        """What happened of this kind since the last `open`."""
        self.ask("Runtime.evaluate", expression="0")
        return [event["params"] for event in self.events if event.get("method") == method]
