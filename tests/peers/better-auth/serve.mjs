// SPDX-License-Identifier: GPL-3.0-or-later
// See ../README.md.
import { randomBytes, scryptSync } from "node:crypto";

import {
    Clock,
    commonCommands,
    listen,
    Mailbox,
    parseOptions,
    post,
    require,
    serve,
} from "../peer.mjs";

const options = parseOptions({ "rate-limit": { type: "boolean", default: false } });
const clock = new Clock(options.now);
const mailbox = new Mailbox(options);
const { betterAuth } = require("better-auth");
const { memoryAdapter } = require("better-auth/adapters/memory");
const { toNodeHandler } = require("better-auth/node");
const { admin } = require("better-auth/plugins");

const { server, url } = await listen(options);
const tables = { user: [], session: [], account: [], verification: [], rateLimit: [] };

// The least of hashing: these tests are not about how long a guess takes.
const digest = (password, salt) => scryptSync(password, salt, 16, { N: 2 }).toString("hex");
const hashing = {
    hash: async (password) => {
        const salt = randomBytes(8).toString("hex");
        return `${salt}:${digest(password, salt)}`;
    },
    verify: async ({ hash, password }) =>
        hash.split(":")[1] === digest(password, hash.split(":")[0]),
};

const auth = betterAuth({
    baseURL: url,
    secret: "a secret of thirty-two characters",
    database: memoryAdapter(tables),
    trustedOrigins: ["latchkey://"],
    rateLimit: { enabled: options["rate-limit"] },
    telemetry: { enabled: false },
    logger: { level: "error" },
    plugins: [admin()],
    emailAndPassword: {
        enabled: true,
        autoSignIn: false,
        requireEmailVerification: true,
        password: hashing,
        sendResetPassword: async ({ user, url, token }) =>
            mailbox.deliver({
                recipient: user.email,
                subject: "Reset your password",
                text: `To choose a new password, open ${url} within an hour.`,
                token,
                url,
            }),
    },
    emailVerification: {
        sendOnSignUp: false,
        sendVerificationEmail: async ({ user, url, token }) =>
            mailbox.deliver({
                recipient: user.email,
                kind: "confirm",
                subject: "Confirm your address",
                text: `To confirm your address, open ${url} within an hour.`,
                token,
                url,
            }),
    },
});
server.on("request", toNodeHandler(auth));

function the(email) {
    const user = tables.user.find((row) => row.email === email);
    if (!user) throw new Error(`no account ${email}`);
    return user;
}

await serve(
    { url, mailbox: mailbox.folder },
    {
        ...commonCommands(clock, mailbox, () => {
            for (const table of Object.values(tables)) table.length = 0;
        }),
        async add({ email, password, confirmed = true, disabled = false }) {
            await auth.api.signUpEmail({ body: { email, password, name: email } });
            Object.assign(the(email), { emailVerified: confirmed, banned: disabled });
        },
        disable({ email }) {
            the(email).banned = true;
        },
        move({ email, to }) {
            Object.assign(the(email), { email: to, emailVerified: false });
        },
        stored({ email }) {
            const user = the(email);
            const account = tables.account.find((row) => row.userId === user.id);
            return { digest: account.password, record: JSON.stringify({ user, account }) };
        },
        async sign_in({ email, password }) {
            const from = { Origin: url }; // asked of whoever sends Sec-Fetch-Mode, as fetch() does
            const reply = await post(`${url}/api/auth/sign-in/email`, { email, password }, from);
            return { signed_in: reply.status === 200 };
        },
        async mail_confirmation({ email }) {
            await auth.api.sendVerificationEmail({ body: { email } });
        },
    },
);
