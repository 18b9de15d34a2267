// SPDX-License-Identifier: GPL-3.0-or-later
// What the servers on node have in common; README.md describes how it looks from outside.
import { mkdirSync, readdirSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

/** Finds packages where tests/peers/install has put them. */
export const require = createRequire(join(resolve(process.env.LATCHKEY_PEERS), "package.json"));

/** The options that every server has, and its own. */
export function parseOptions(own = {}) {
    const text = { type: "string" };
    const { values } = parseArgs({
        options: { mailbox: text, port: { ...text, default: "0" }, link: text, now: text, ...own },
    });
    if (!values.mailbox) throw new Error("--mailbox FOLDER is missing");
    return values;
}

/** Moves all of this process's `Date`, which has to happen before packages are loaded. */
export class Clock {
    #still;
    #offset = 0;

    constructor(stillAt) {
        this.#still = stillAt === undefined ? undefined : Number(stillAt) * 1000;
        const RealDate = Date;
        const now = () => (this.#still ?? RealDate.now()) + this.#offset;
        globalThis.Date = new Proxy(RealDate, {
            construct: (real, given, as) =>
                Reflect.construct(real, given.length ? given : [now()], as),
            apply: () => new RealDate(now()).toString(),
            get: (real, name) => (name === "now" ? now : Reflect.get(real, name)),
        });
        RealDate.prototype.constructor = globalThis.Date;
    }

    advance(seconds) {
        this.#offset += seconds * 1000;
    }

    reset() {
        this.#offset = 0;
    }
}

/** A folder with one file for each mail, complete from the moment it is there. */
export class Mailbox {
    state = "works";
    #count = 0;
    #link;

    constructor(options) {
        this.folder = resolve(options.mailbox);
        this.#link = options.link;
        mkdirSync(this.folder, { recursive: true });
    }

    /** Throws while the post is broken. A mail has a `token` and its `url`, or a `code`. */
    deliver({ recipient, kind = "reset", subject, text, token = "", url = "", code = "" }) {
        if (this.state === "fails") throw new Error("the post is broken");
        if (this.state === "lost") return;
        let link = url;
        if (this.#link && token) {
            const fill = { kind, token, email: recipient, url };
            link = this.#link.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(fill[name]));
            text = text.replace(url, () => link);
        }
        this.#count += 1;
        const path = join(this.folder, `${String(this.#count).padStart(6, "0")}.json`);
        writeFileSync(
            `${path}.part`,
            JSON.stringify({ recipient, kind, subject, text, link, code }),
        );
        renameSync(`${path}.part`, path);
    }

    clear() {
        this.state = "works";
        for (const name of readdirSync(this.folder).filter((name) => /\.json$/.test(name)))
            unlinkSync(join(this.folder, name));
    }
}

/** Binds, so that the address is known; the handler may come later. */
export async function listen(options) {
    const server = createServer();
    await new Promise((done) => server.listen(Number(options.port), "127.0.0.1", done));
    return { server, url: `http://127.0.0.1:${server.address().port}` };
}

/** Serves until standard input ends. `commands`: name -> function(fields) -> object or nothing. */
export async function serve(facts, commands) {
    say({ ...facts, can: Object.keys(commands).sort() });
    for await (const line of createInterface({ input: process.stdin })) {
        try {
            const { do: name, ...fields } = JSON.parse(line);
            if (!Object.hasOwn(commands, name)) throw new Error(`no command ${name}`);
            say({ ok: true, ...(await commands[name](fields)) });
        } catch (error) {
            say({ ok: false, error: String(error.message ?? error) });
        }
    }
    process.exit(0);
}

// Written at once: what packages print goes to standard error.
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);
function say(value) {
    write(`${JSON.stringify(value)}\n`);
}

export function commonCommands(clock, mailbox, forgetAccounts) {
    return {
        advance({ seconds }) {
            clock.advance(seconds);
            return { now: Math.floor(Date.now() / 1000) };
        },
        post({ state }) {
            if (!["works", "fails", "lost"].includes(state)) throw new Error(state);
            mailbox.state = state;
        },
        async clear() {
            await forgetAccounts();
            mailbox.clear();
            clock.reset();
        },
    };
}

/** Sends JSON to the server itself; whatever the status, the answer is given back. */
export async function post(url, body, headers = {}) {
    const reply = await fetch(url, {
        method: "POST",
        headers: { "Content-Type": "application/json", ...headers },
        body: JSON.stringify(body),
    });
    return { status: reply.status, body: await reply.json() };
}

/** The same, where anything but success is a fault of ours. */
export async function mustPost(url, body, headers) {
    const reply = await post(url, body, headers);
    if (reply.status !== 200) throw new Error(JSON.stringify(reply));
    return reply.body;
}
