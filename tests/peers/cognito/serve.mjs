// SPDX-License-Identifier: GPL-3.0-or-later
// See ../README.md.
import { readFileSync } from "node:fs";
import { join } from "node:path";

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

const options = parseOptions();
const clock = new Clock(options.now);
const mailbox = new Mailbox(options);
process.chdir(mailbox.folder); // its data go into a folder .cognito where it is started
const { createDefaultServer } = require("cognito-local/lib/server/defaults");
const {
    ConsoleMessageSender,
} = require("cognito-local/lib/services/messageDelivery/consoleMessageSender");
const pino = require("pino");

ConsoleMessageSender.prototype.sendEmail = async (_context, _user, recipient, message) =>
    mailbox.deliver({
        recipient,
        subject: message.emailSubject ?? "Your confirmation code",
        text: message.emailMessage ?? `Your confirmation code is ${message.__code}.`,
        code: message.__code,
    });

const { server, url } = await listen(options);
server.on("request", (await createDefaultServer(pino({ level: "silent" }))).application);

const call = (send, target, body) =>
    send(`${url}/`, body, {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": `AWSCognitoIdentityProviderService.${target}`,
    });
let pool;
const operate = (target, body) => call(mustPost, target, { UserPoolId: pool, ...body });

pool = (await operate("CreateUserPool", { PoolName: "people", UsernameAttributes: ["email"] }))
    .UserPool.Id;
const client = (await operate("CreateUserPoolClient", { ClientName: "latchkey" })).UserPoolClient
    .ClientId;

const withAddress = (email, confirmed) => ({
    UserAttributes: [
        { Name: "email", Value: email },
        { Name: "email_verified", Value: String(confirmed) },
    ],
});
const disable = ({ email }) => operate("AdminDisableUser", { Username: email });

await serve(
    { url, mailbox: mailbox.folder, client_id: client },
    {
        ...commonCommands(clock, mailbox, async () => {
            for (const { Username } of (await operate("ListUsers")).Users)
                await operate("AdminDeleteUser", { Username });
        }),
        async add({ email, password, confirmed = true, disabled = false }) {
            await operate("AdminCreateUser", {
                Username: email,
                MessageAction: "SUPPRESS",
                ...withAddress(email, confirmed),
            });
            await operate("AdminSetUserPassword", {
                Username: email,
                Password: password,
                Permanent: true,
            });
            if (disabled) await disable({ email });
        },
        async disable(fields) {
            await disable(fields);
        },
        async move({ email, to }) {
            await operate("AdminUpdateUserAttributes", {
                Username: email,
                ...withAddress(to, false),
            });
        },
        stored({ email }) {
            const { Users } = JSON.parse(
                readFileSync(join(".cognito", "db", `${pool}.json`), "utf8"),
            );
            const user = Object.values(Users).find(({ Attributes }) =>
                Attributes.some(({ Name, Value }) => Name === "email" && Value === email),
            );
            if (!user) throw new Error(`no account ${email}`);
            return { digest: user.Password, record: JSON.stringify(user) };
        },
        async sign_in({ email, password }) {
            const reply = await call(post, "InitiateAuth", {
                ClientId: client,
                AuthFlow: "USER_PASSWORD_AUTH",
                AuthParameters: { USERNAME: email, PASSWORD: password },
            });
            return { signed_in: reply.status === 200 && Boolean(reply.body.AuthenticationResult) };
        },
    },
);
