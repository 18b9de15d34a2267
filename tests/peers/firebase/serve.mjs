// SPDX-License-Identifier: GPL-3.0-or-later
// See ../README.md. The emulator alone, without the program that starts emulators around it.
import {
    Clock,
    commonCommands,
    listen,
    Mailbox,
    mustPost,
    parseOptions,
    post,
    require,
    serve,
} from "../peer.mjs";

const PROJECT = "demo-latchkey";
const KINDS = { PASSWORD_RESET: "reset", VERIFY_EMAIL: "confirm" };

const options = parseOptions({ private: { type: "boolean", default: false } });
const clock = new Clock(options.now);
const mailbox = new Mailbox(options);
const { paths } = require("firebase-tools/lib/emulator/auth/apiSpec").default;
const { createApp } = require("firebase-tools/lib/emulator/auth/server");
const { AgentProjectState } = require("firebase-tools/lib/emulator/auth/state");

// Compiling the schemas of all eighty calls takes longer than everything else together.
const PUBLIC = /^\/v1\/accounts:(signUp|sendOobCode|resetPassword|signInWithPassword)$/;
const OPERATOR = /^\/v1\/projects\/[^/]+\/accounts(:update|:sendOobCode)?$/;
for (const path of Object.keys(paths))
    if (!PUBLIC.test(path) && !OPERATOR.test(path)) delete paths[path];

class MailingProject extends AgentProjectState {
    createOob(...given) {
        const proof = super.createOob(...given);
        mailbox.deliver({
            recipient: proof.email,
            kind: KINDS[proof.requestType] ?? "notice",
            subject: `Action needed: ${proof.requestType}`,
            text: `Open ${proof.oobLink}`,
            token: proof.oobCode,
            url: proof.oobLink,
        });
        return proof;
    }
}

const { server, url } = await listen(options);
const project = new MailingProject(PROJECT);
project.enableImprovedEmailPrivacy = options.private;
server.on("request", await createApp(PROJECT, undefined, new Map([[PROJECT, project]])));

const api = `${url}/identitytoolkit.googleapis.com`;
const asOwner = { Authorization: "Bearer owner" };
const operate = (verb, body) =>
    mustPost(`${api}/v1/projects/${PROJECT}/accounts${verb}`, body, asOwner);

function the(email) {
    const user = project.getUserByEmail(email);
    if (!user) throw new Error(`no account ${email}`);
    return user;
}

await serve(
    { url, mailbox: mailbox.folder, api, key: "any-key" },
    {
        ...commonCommands(clock, mailbox, () => {
            project.deleteAllAccounts();
            project.oobs.clear();
        }),
        async add({ email, password, confirmed = true, disabled = false }) {
            await operate("", { email, password, emailVerified: confirmed, disabled });
        },
        async disable({ email }) {
            await operate(":update", { localId: the(email).localId, disableUser: true });
        },
        async move({ email, to }) {
            await operate(":update", {
                localId: the(email).localId,
                email: to,
                emailVerified: false,
            });
        },
        stored({ email }) {
            const user = the(email);
            return { digest: user.passwordHash, record: JSON.stringify(user) };
        },
        async sign_in({ email, password }) {
            const reply = await post(`${api}/v1/accounts:signInWithPassword?key=any-key`, {
                email,
                password,
            });
            return { signed_in: reply.status === 200 };
        },
        async mail_confirmation({ email }) {
            await operate(":sendOobCode", {
                requestType: "VERIFY_EMAIL",
                email,
                returnOobLink: true,
            });
        },
    },
);
