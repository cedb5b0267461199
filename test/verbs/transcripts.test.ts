import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeProfiles } from "../../src/sandbox/profiles.ts";
import { newPlace, scriptedEditor } from "../support/binary.ts";
import { samePolicy } from "../support/policies.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { transcript, type Step } from "./transcript.ts";

const policy = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Enable IAM User Permissions",
      "Effect": "Allow",
      "Principal": { "AWS": "arn:aws:iam::111122223333:root" },
      "Action": "kms:*",
      "Resource": "*"
    },
    {
      "Sid": "Allow use of the key",
      "Effect": "Allow",
      "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" },
      "Action": ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
      "Resource": "*"
    }
  ]
}
`;
const readers = policy.replace("role/App", "role/Reader");
const files = {
  "policy.json": policy,
  "reader.json": readers,
  "broken.json": policy.replace('"2012-10-17",', '"2012-10-17"'),
  "policy.yaml":
    "# mine\nVersion: '2012-10-17'\nStatement:\n  - Effect: Allow\n    Principal: { AWS: '111122223333' }\n    Action: kms:*\n    Resource: '*'\n",
  "group.json": policy.replace("role/App", "group/Team"),
  "hostile.json": policy.replace("Allow use of the key", "\\u001b[31mred\\u202e"),
};

/** Where AWS is never asked: no sandbox runs, no credentials are there. */
const offline: Readonly<Record<string, readonly Step[]>> = {
  usage: [
    "",
    "--help",
    "--version",
    "help edit",
    "gte alias/app",
    "get",
    "get policy.json extra",
    "get policy.json --jsn",
    "get policy.json --jsn --json",
    "get policy.json --account 123",
    "check policy.json --fail-on sometimes",
    "--region",
  ],
  help: [
    "help",
    "help nothing",
    "help list",
    "help can",
    "help each",
    "help sandbox",
    "add-user --help",
    "completion --help",
  ],
  explain: [
    "explain group-principal",
    "explain policy-conflict",
    "explain grup-principal",
    "explain lockout --json",
  ],
  completion: ["completion bash", "completion zsh", "completion fish", "completion", "completion tcsh"],
  "check-file": [
    "check policy.json --account 111122223333 --fail-on never",
    "check group.json --account 111122223333 --format github",
    "check hostile.json",
    "check hostile.json --fix --yes",
    "check policy.json --ignore nonsense",
    "check missing.json",
    "check . --account 111122223333",
  ],
  files: [
    "get policy.json",
    { run: "get -", with: { input: "{ }\r\n" } },
    "get policy.json --json",
    "get missing.json",
    "get missing.json --json",
    "get app",
    "show policy.json",
    "show policy.yaml",
    "check group.json --account 111122223333",
    "check group.json policy.json --account 111122223333 --json",
    "check broken.json",
    "check policy.json --fail-on suggestion --ignore iam-user-principal",
    "get alias/app",
  ],
  diff: [
    "diff policy.json policy.json",
    "diff policy.json reader.json --account 111122223333",
    "diff policy.json reader.json --access --exit-code",
    "diff policy.json reader.json --text",
    "diff policy.json reader.json --json",
    "diff policy.json broken.json",
    "diff policy.json hostile.json",
    "diff - -",
  ],
  prove: [
    "can policy.json role/App kms:Decrypt --account 111122223333",
    "can policy.json role/App kms:Decrypt",
    "can policy.json arn:aws:iam::111122223333:role/App decrypt --json",
    "can policy.json arn:aws:iam::444455556666:role/App kms:Decrypt",
    "can policy.json role/App kms:Decrpyt --account 111122223333",
    "can policy.json group/Team kms:Decrypt --account 111122223333",
    "can policy.json role/App kms:Decrypt --account 111122223333 --context oops",
    "who-can policy.json --account 111122223333",
    "who-can policy.json kms:PutKeyPolicy --account 111122223333 --json",
    "who-can policy.json --grants",
  ],
  "change-file": [
    "add-user policy.json role/Reader --account 111122223333",
    "add-user policy.json role/Reader --account 111122223333 --dry-run",
    "add-user policy.json role/Reader --account 111122223333 --yes --reason 'the reader reads'",
    "add-user policy.json role/Reader --account 111122223333 --yes",
    "history policy.json",
    "diff policy.json@{1} policy.json --access",
    "undo policy.json --yes",
    "undo policy.json --yes --json",
    "undo policy.json@{1} --yes",
    "put policy.json group.json --yes",
    "put policy.json broken.json --yes",
    "put policy.yaml policy.json --yes",
    "get policy.yaml",
    {
      run: "remove-user - arn:aws:iam::111122223333:role/App --yes --account 111122223333",
      with: { input: policy },
    },
    { run: "add-user - role/A - --yes --account 111122223333", with: { input: policy } },
    {
      run: "add-admin policy.json - --yes --account 111122223333",
      with: { input: "role/Ops\nuser/ana\n\n" },
    },
    "grant-account policy.json 444455556666 --account 111122223333 --yes",
    "grant-service policy.json sns --yes --account 111122223333",
  ],
};

test.each(Object.entries(offline))("offline: %s", async (name, steps) => {
  await expect(await transcript(undefined, files, steps)).toMatchFileSnapshot(`../transcripts/${name}.txt`);
});

const edits = {
  "put-me.json": policy.replace("role/App", "role/Admin"),
  "locked.json": policy.replace(":root", ":role/App").replace("kms:*", "kms:Get*"),
};

const online: Readonly<Record<string, readonly Step[]>> = {
  list: [
    "list",
    "list --alias 'app*' --json",
    "list --alias nothing",
    "list --tag oops",
    "list --all-managers --alias 'alias/aws/*'",
  ],
  key: [
    "show alias/app",
    "who-can alias/app",
    "can alias/app role/App kms:Decrypt",
    "history alias/app",
    "get alias/nope",
    "get alias/nope --json",
    "get arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab@{1}",
  ],
  administer: [
    "add-admin alias/app role/Auditor --yes",
    "add-admin alias/app role/Auditor --yes",
    "add-admin alias/app auditor --yes",
    "remove-admin alias/app role/Auditor --yes",
    "remove-admin alias/app role/Auditor --yes",
    "deny-deletion alias/app --yes",
    "deny-deletion alias/app --yes",
    "allow-deletion alias/app --yes",
    "prune alias/orphaned --yes",
    "prune alias/app --yes",
    "upgrade alias/legacy --yes",
    "upgrade alias/app --yes",
    "remove-user alias/reports role/App --yes",
    "put alias/app locked.json --yes",
  ],
  service: [
    "grant-service alias/app sns --yes",
    "grant-service alias/app sns --source-account 111122223333 --yes",
    "grant-service alias/app sns --source-account 111122223333 --yes",
    "grant-service alias/app snss --source-account 111122223333 --yes",
    "grant-service alias/app logs --unscoped --yes",
    "grant-service alias/app logs --unscoped --source-account 111122223333 --yes",
  ],
  "check-key": [
    "check alias/app",
    "check alias/reports --fail-on security",
    "check alias/orphaned --fix --yes",
    "check alias/nope",
    "check alias/app alias/nope --format github",
  ],
  history: [
    "history alias/app",
    "undo alias/app --yes",
    "add-user alias/app role/Auditor --yes --reason 'the audit reads'",
    "history alias/app",
    "history alias/app --json",
    "get alias/app@{2}",
    "undo alias/app --to 00000000 --yes",
    "undo alias/app --dry-run",
    "history alias/app --cloudtrail",
    "history alias/nope",
  ],
  each: [
    "each",
    "each --all",
    "each -- deny-deletion",
    "each --all -- edit",
    "each --all -- lst",
    "each --alias app -- deny-deletion",
    "each --alias nothing -- show",
    "each --alias app --alias reports --dry-run -- add-user role/Auditor",
    "each --yes -- add-user role/Auditor",
    "each --alias app --yes -- add-user role/Auditor",
    "each --alias app --alias reports --dry-run -- add-user role/Auditor",
    "each --alias 'aws/*' --yes -- add-user role/Auditor",
    "each --alias app --alias tokens -- can role/App kms:Decrypt",
    "each --alias app --json -- can role/App kms:Decrypt",
    "each --undo nothing --yes",
    "each --resume nothing --yes",
  ],
  "why-not": [
    `why 'User: arn:aws:iam::111122223333:role/App is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:111122223333:key/0987dcba-09fe-87dc-65ba-ab0987654321'`,
    "can alias/reports role/App kms:Decrypt",
    "can alias/reports role/App kms:Decrypt --context kms:EncryptionContext:Department=Finance",
    "can alias/reports user/carol kms:Decrypt",
    "who-can alias/reports kms:Decrypt",
  ],
  "what-can": [
    "what-can role/App",
    "what-can role/App kms:Decrypt --alias app --json",
    "what-can user/carol --alias 'r*'",
    "what-can me kms:Verify --iam --alias signing",
    "each --alias app -- what-can role/App kms:Encrypt",
    "what-can group/developers",
    "what-can role/App kms:Decrpyt",
  ],
  sandbox: ["sandbox -- true", "sandbox -- false", "sandbox -- no-such-command", "sandbox --port x"],
  "change-key": [
    "put alias/app put-me.json",
    "put alias/app put-me.json --dry-run",
    "put alias/app put-me.json --yes",
    "put alias/app put-me.json --yes",
    "history alias/app",
    "undo alias/app --yes",
    "add-user alias/app role/Apq --yes",
    "add-user alias/app group/developers --yes",
    "grant-account alias/app 444455556666 --yes --iam-policy theirs.json",
    "grant-account alias/app 111122223333 --yes",
    "put alias/aws/s3 put-me.json --yes",
  ],
};

test.each(Object.entries(online))("on the sandbox: %s", async (name, steps) => {
  const sandbox = await sandboxForTest({ keepOrder: true });
  await expect(await transcript(sandbox, edits, steps)).toMatchFileSnapshot(`../transcripts/${name}.txt`);
});

const key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const reader = "arn:aws:iam::444455556666:role/Reader";
const denied = (who: string, because: string) =>
  `User: ${who} is not authorized to perform: kms:Decrypt on resource: ${key} because ${because}`;

/** With every identity of the sandbox as a profile. */
const withProfiles: Readonly<Record<string, readonly string[]>> = {
  share: [
    `can alias/app ${reader} kms:Decrypt --account-profile partner`,
    "grant-account alias/app 444455556666 --attach role/Reader --account-profile partner --dry-run",
    "grant-account alias/app 444455556666 --attach role/Reader --account-profile partner --yes",
    "grant-account alias/app 444455556666 --attach role/Reader --account-profile partner --yes",
    `can alias/app ${reader} kms:Decrypt --account-profile partner`,
    `can alias/app ${reader} kms:Decrypt --account-profile partner --json`,
    `can alias/app ${reader} kms:TagResource --account-profile partner`,
    "grant-account alias/app 444455556666 --attach role/Reader --account-profile app --yes",
    "grant-account alias/app 444455556666 --attach role/Reader --yes",
    "revoke-account alias/app 444455556666 --detach role/Reader --account-profile partner --yes",
    "revoke-account alias/app 444455556666 --detach role/Reader --account-profile partner --yes",
  ],
  group: [
    "add-group alias/app finance",
    "add-group alias/app finance --attach --yes",
    "add-group alias/app fianance --expand --yes",
    "add-group alias/app finance --expand --yes",
    "add-group alias/app finance --via-iam --yes",
    "add-group alias/app finance --via-iam --attach --yes",
    "add-group alias/app finance --via-iam --attach --yes",
    "add-group alias/app empty --expand --yes",
    "remove-user alias/app user/alice user/bob --yes",
  ],
  why: [
    `why '${denied("arn:aws:iam::111122223333:user/carol", "no identity-based policy allows the kms:Decrypt action")}'`,
    `why '${denied("arn:aws:sts::444455556666:assumed-role/Reader/run", "no resource-based policy allows the kms:Decrypt action")}'`,
    `why '${denied("arn:aws:iam::111122223333:user/carol", "no identity-based policy allows the kms:Decrypt action")}' --json`,
    `why '${denied("arn:aws:iam::111122223333:user/carol", "no service control policy allows the kms:Decrypt action")}'`,
    "why hello",
    "why",
  ],
};

test.each(Object.entries(withProfiles))("on the sandbox, with profiles: %s", async (name, commands) => {
  const [sandbox, place] = [await sandboxForTest({ keepOrder: true }), await newPlace()];
  const environment = await writeProfiles(sandbox, join(place.root, "aws"));
  const steps = commands.map((run) => ({ run, with: { environment } }));
  await expect(await transcript(sandbox, {}, steps, { place })).toMatchFileSnapshot(
    `../transcripts/${name}.txt`,
  );
});

test("on the sandbox: edit", async () => {
  const sandbox = await sandboxForTest({ keepOrder: true });
  const place = await newPlace();
  const swap = (from: string, to: string) =>
    `(text) => text.replace(${JSON.stringify(from)}, ${JSON.stringify(to)})`;
  const editor = (script: string) =>
    scriptedEditor(place, script).then((value) => ({ KMSPOL_EDITOR: value }));
  const run = async (script: string, command: string) =>
    transcript(sandbox, {}, [{ run: command, with: { environment: await editor(script) } }], { place });
  const parts = [
    await run(`[${swap("role/App", "role/Admin")}]`, "edit alias/app"),
    await run(`[${swap("role/App", "role/Admin")}]`, "edit alias/app --yes"),
    await run("[(text) => text]", "edit alias/app --yes"),
    await run("[() => '']", "edit alias/app --yes"),
    await run("[(text) => ({ text: text + ' ', exit: 1 })]", "edit alias/app --yes"),
    await run(`[${swap('"Effect"', "Effect")}]`, "edit alias/app --yes"),
    await run(`[${swap("role/Admin", "role/App")}]`, "edit alias/app --dry-run"),
    await run("[(text) => text]", "edit alias/app --yes --editor no-such-editor"),
  ];
  await expect(parts.join("\n")).toMatchFileSnapshot("../transcripts/edit.txt");
});

test("get gives the exact bytes to a pipe and to a file", async () => {
  const sandbox = await sandboxForTest();
  const place = await newPlace();
  await transcript(sandbox, {}, ["get alias/app --out copy.json"], { place });
  const copy = readFileSync(`${place.work}/copy.json`, "utf8");
  expect(samePolicy(copy, sandbox.policyOf("alias/app"))).toBe(true);
});
