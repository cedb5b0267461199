import { join } from "node:path";
import { appendFile, writeFile } from "node:fs/promises";
import { writeProfiles } from "../../src/sandbox/profiles.ts";
import { newPlace, scriptedEditor } from "../support/binary.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { onTerminal } from "./pty.ts";
import { keys, type TerminalOptions, type TerminalRun } from "./screen.ts";

/** A way to a question: the command line, what is typed at which sight, the question, and what Esc there leads to. */
export interface Way {
  readonly name: string;
  readonly args: readonly string[];
  readonly steps?: readonly (readonly [seen: string, typed: string])[];
  readonly at: string;
  /** Undefined: Esc leaves. */
  readonly back?: string;
  readonly rows?: number;
  /** What is said on the way out. */
  readonly says?: string;
}

const down = (count: number): string => keys.down.repeat(count) + keys.enter;
const grant = ["grant-account", "alias/app"];
const toPart = ["Which account", "444455556666\r"] as const;
const toHalf = [toPart, ["What for?", keys.enter]] as const;
const toScope = ["Which service?", "sns\r"] as const;
const attach = ["--attach", "role/Reader", "--account-profile", "partner"];
const bypass = ["--bypass-policy-lockout-safety-check"];
const listed = "alias/tokens";

/** Every question of the program, with the shortest way to it. */
export const ways: readonly Way[] = [
  { name: "the list of keys", args: [], at: "Which key?" },
  {
    name: "the menu of a key",
    args: [],
    steps: [[listed, "alias/app\r"]],
    at: "What about alias/app?",
    back: "Which key?",
  },
  {
    name: "a question that the menu leads to",
    args: [],
    steps: [
      [listed, "alias/app\r"],
      ["> Users ", "add a group\r"],
    ],
    at: "Which group?",
    back: "What about alias/app?",
  },
  { name: "the key of a verb", args: ["show"], at: "Which key?" },
  { name: "the policies of diff", args: ["diff"], at: "Which policy?" },
  {
    name: "the second policy of diff",
    args: ["diff", "alias/app"],
    at: "Which policy?",
  },
  { name: "the users", args: ["add-user", "alias/app"], at: "[-] role/App" },
  {
    name: "the users after the key",
    args: ["add-user"],
    steps: [[listed, "alias/app\r"]],
    at: "[-] role/App",
    back: listed,
  },
  { name: "the administrators", args: ["add-admin", "alias/app"], at: "[-] role/Admin" },
  { name: "the users to remove", args: ["remove-user", "alias/app"], at: "[ ] role/App" },
  { name: "the administrators to remove", args: ["remove-admin", "alias/app"], at: "[ ] role/Admin" },
  { name: "the caller of can", args: ["can", "alias/app"], at: "Who?" },
  {
    name: "the action of can",
    args: ["can", "alias/app"],
    steps: [["users and roles", "role/App\r"]],
    at: "Which action?",
    back: "Who?",
  },
  { name: "an account", args: grant, at: "Which account" },
  { name: "what an account is for", args: grant, steps: [toPart], at: "What for?", back: "Which account" },
  { name: "the other half", args: grant, steps: toHalf, at: "The other half", back: "Which account" },
  {
    name: "the file of the other half",
    args: grant,
    steps: [...toHalf, ["The other half", down(1)]],
    at: "File:",
    back: "Which account",
  },
  {
    name: "who gets the other half",
    args: grant,
    steps: [...toHalf, ["The other half", down(2)], ["With which profile", "partner\r"]],
    at: "For whom there",
    back: "Which account",
  },
  {
    name: "the profile of the other account",
    args: grant,
    steps: [...toHalf, ["The other half", down(2)]],
    at: "With which profile",
    back: "Which account",
  },
  {
    name: "attaching the other half",
    args: [...grant, "444455556666", ...attach],
    steps: [["Save the new text", down(1)]],
    at: "Attach this IAM policy",
    rows: 120,
    says: "the IAM policy was left as it is",
  },
  { name: "the account to unshare", args: ["revoke-account", "alias/global"], at: "Which accounts lose" },
  { name: "the service", args: ["grant-service", "alias/app"], at: "Which service?" },
  {
    name: "whose resources",
    args: ["grant-service", "alias/app"],
    steps: [toScope],
    at: "For whose resources?",
    back: "Which service?",
  },
  {
    name: "the account of the resources",
    args: ["grant-service", "alias/app"],
    steps: [toScope, ["For whose", down(1)]],
    at: "Account id",
    back: "Which service?",
  },
  {
    name: "the ARN of the resource",
    args: ["grant-service", "alias/app"],
    steps: [toScope, ["For whose", down(2)]],
    at: "ARN:",
    back: "Which service?",
  },
  { name: "the group", args: ["add-group", "alias/app"], at: "Which group?" },
  { name: "the way for a group", args: ["add-group", "alias/app", "finance"], at: "How shall" },
  { name: "the file to put", args: ["put", "alias/app"], at: "File with the new policy" },
  { name: "the review", args: ["deny-deletion", "alias/app"], at: "Save the new text" },
  {
    name: "the review, operands asked for",
    args: ["add-user", "alias/app"],
    steps: [["[-] role/App", "Auditor\r"]],
    at: "Save the new text",
    back: "[-] role/App",
  },
  {
    name: "the file for the new text",
    args: ["deny-deletion", "alias/app"],
    steps: [["Save the new text", down(3)]],
    at: "File:",
    back: "Save the new text",
  },
  {
    name: "the next page of a long review",
    args: [...grant, "444455556666"],
    at: "lines: space",
    back: "Write this policy",
    rows: 14,
  },
  {
    name: "the key id",
    args: ["deny-deletion", "alias/app", ...bypass],
    steps: [["Save the new text", down(1)]],
    at: "1234abcd-12ab-34cd-56ef-1234567890ab:",
    back: "Save the new text",
  },
  {
    name: "the alias of a key that is opened",
    args: ["put", "alias/app", "open.json"],
    steps: [["Save the new text", down(1)]],
    at: "This opens the key to anyone.",
    rows: 120,
    back: "Save the new text",
  },
  { name: "many keys", args: ["each", "--alias", "app", "--", "deny-deletion"], at: "Write" },
  {
    name: "a text that is no good",
    args: ["edit", "alias/app"],
    at: "What now?",
    says: "your text is kept in",
  },
  { name: "the MFA code", args: ["show", "alias/app", "--profile", "mfa"], at: "MFA code of" },
];

/** Anyone may use the key. */
export const opened = (policy: string): string =>
  policy.replaceAll(/"AWS"\s*:\s*"arn:aws:iam::111122223333:role\/App"/g, '"AWS": "*"');

/** Breaks the policy: `What now?` follows. */
const breaking = `[(text) => text.replace('"Version"', 'Version')]`;

const mfaProfile = (region: string, url: string): string => `
[profile mfa]
role_arn = arn:aws:iam::111122223333:role/Admin
source_profile = default
mfa_serial = arn:aws:iam::111122223333:mfa/phone
region = ${region}
endpoint_url = ${url}
`;

/** The real program at the question, with every identity of the sandbox as a profile, and one that needs an MFA code. */
export const walk = async (way: Way, options: TerminalOptions = {}): Promise<TerminalRun> => {
  const { args, steps = [], at } = way;
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const profiles = await writeProfiles(sandbox, join(place.root, "aws"));
  await appendFile(profiles["AWS_CONFIG_FILE"] ?? "", mfaProfile(sandbox.region, sandbox.url));
  await writeFile(join(place.work, "policy.json"), sandbox.policyOf("alias/app"));
  await writeFile(join(place.work, "open.json"), opened(sandbox.policyOf("alias/app")));
  const editor = await scriptedEditor(place, breaking);
  const environment = { ...profiles, KMSPOL_EDITOR: editor, ...options.environment };
  const run = onTerminal(place, sandbox, args, {
    ...options,
    ...(way.rows !== undefined && { rows: way.rows }),
    environment,
  });
  for (const [seen, typed] of steps) {
    await run.see(seen);
    run.type(typed);
  }
  await run.see(at);
  return run;
};
