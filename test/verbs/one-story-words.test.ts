import { readdirSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { Access } from "../../src/access/types.ts";
import type { Finding } from "../../src/check/finding.ts";
import { long } from "../support/long-form.ts";
import { within } from "../support/in-process.ts";

/**
 * The words of show, who-can, can and check agree for every policy of the corpus, with each other and with their own `--json`: what a
 * person reads is what a program reads, and no command denies what another one says. (That the values behind them agree,
 * `test/access/one-story.test.ts` holds.) The long form asks of every policy, the normal run of a part.
 */
const step = long ? 1 : 23;
const account = "111122223333";
const stranger = "arn:aws:iam::987654321098:role/Stranger";

interface Shown {
  readonly account?: string;
  readonly public: readonly unknown[];
  readonly accounts: readonly string[];
  readonly accountsInPart?: readonly string[];
  readonly services: readonly string[];
}
interface Decided {
  readonly decision: "allowed" | "needs-iam" | "denied" | "not-allowed";
  readonly undecided?: string;
}
interface Answered {
  readonly asked: Access;
  readonly json: Decided;
  readonly words: string;
  readonly exit: number | null;
}
interface Told {
  readonly name: string;
  readonly shown: Shown;
  readonly show: string;
  readonly rows: readonly Access[];
  readonly whoCan: string;
  readonly decrypt: readonly Access[];
  readonly whoCanDecrypt: string;
  readonly findings: readonly Finding[];
  readonly check: string;
  readonly answers: readonly Answered[];
  readonly stranger: Decided;
}

const files = ["valid", "contested", "invalid", "templated"]
  .flatMap((folder) => readdirSync(`test/corpus/${folder}`).map((name) => `test/corpus/${folder}/${name}`))
  .filter((name, place) => name.endsWith(".json") && place % step === 0);

const tell = async (state: string, file: string): Promise<Told | undefined> => {
  const run = (...args: readonly string[]) => within({ state }, args);
  const json = async (...args: readonly string[]) => {
    const { stdout, exit } = await run(...args, "--json");
    return { value: JSON.parse(stdout) as unknown, exit };
  };
  const words = async (...args: readonly string[]) => (await run(...args)).stdout;
  const first = await json("show", file);
  if (first.exit !== 0) return undefined;
  const own = ["--account", /^\d{12}$/.exec((first.value as Shown).account ?? "")?.[0] ?? account];
  const shown = (await json("show", file, ...own)).value as Shown;
  const { access: rows } = (await json("who-can", file, ...own)).value as { access: readonly Access[] };
  const decrypt = rows.filter(({ actions }) => actions.includes("kms:Decrypt"));
  const answers: Answered[] = [];
  for (const asked of rows.slice(0, 3)) {
    const { example, principal } = asked;
    const who = principal.startsWith("root-user:") ? principal : callerIn(example.principal);
    const context = Object.entries(example.context).flatMap(([key, values]) =>
      [values].flat().flatMap((value) => ["--context", `${key}=${value}`]),
    );
    const line = ["can", file, who, example.action, ...own, ...context];
    const { value, exit } = await json(...line);
    const answer = value as Decided | { readonly error: unknown };
    // Who is nobody is no operand, and who is known by a unique id alone can be asked about by nothing else.
    if ("error" in answer) {
      if (asked.undecided === undefined)
        answers.push({ asked, json: { decision: "denied" }, words: "", exit: 2 });
      continue;
    }
    answers.push({ asked, json: answer, exit, words: await words(...line) });
  }
  return {
    ...{ name: file, shown, rows, decrypt, answers },
    show: await words("show", file, ...own),
    whoCan: await words("who-can", file, ...own),
    whoCanDecrypt: await words("who-can", file, "kms:Decrypt", "--full", ...own),
    findings: ((await json("check", file, ...own)).value as { findings: readonly Finding[] }).findings,
    check: await words("check", file, "--full", ...own),
    stranger: (await json("can", file, stranger, "kms:Decrypt", ...own)).value as Decided,
  };
};

const callerIn = (example: string): string =>
  example.startsWith("arn:") || !example.includes(".") ? example : `service:${example}`;

const all: Told[] = [];
beforeAll(async () => {
  const state = await mkdtemp(join(tmpdir(), "kmspol-one-story-"));
  for (const file of files) {
    const told = await tell(state, file);
    if (told) all.push(told);
  }
}, 600_000);

/** The rows of a matrix, by the columns that have something in them. */
const matrixOf = (text: string): readonly string[] => {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => /^WHO\b/.test(line));
  return start < 0 ? [] : lines.slice(start, lines.indexOf("", start));
};

const columns = ["use", "grant", "admin", "policy", "delete"];

const marksIn = (rows: readonly string[], column: string): readonly string[] =>
  rows
    .slice(1)
    .map((row) => /([●◐?·])\s+([●◐?·])\s+([●◐?·])\s+([●◐?·])\s+([●◐?·])/.exec(row)?.slice(1) ?? [])
    .flatMap((marks) => marks[columns.indexOf(column)] ?? [])
    .filter((mark) => mark !== "·");

const isOpen = ({ principal }: Access): boolean => principal === "anyone" || principal === "service:any";
const says = (text: string, label: string): string =>
  new RegExp(`^${label}\\s+(.*)$`, "m").exec(text)?.[1] ?? "";
const firstWords: Readonly<Record<Decided["decision"], RegExp>> = {
  allowed: /^allowed(?! if)/,
  "needs-iam": /^allowed if IAM allows it too/,
  denied: /^denied/,
  "not-allowed": /^not allowed/,
};

const relations: Readonly<Record<string, (told: Told) => boolean>> = {
  "show and who-can draw the same table": ({ show, whoCan }) =>
    JSON.stringify(matrixOf(show)) === JSON.stringify(matrixOf(whoCan)),
  "a table has marks for the policy and for deletion where who-can --json has rows of these": ({
    show,
    rows,
  }) => {
    const table = matrixOf(show);
    const has = (action: string) => rows.some(({ actions }) => actions.includes(action));
    return (
      table.length === 0 ||
      (marksIn(table, "policy").length > 0 === has("kms:PutKeyPolicy") &&
        marksIn(table, "delete").length > 0 === has("kms:ScheduleKeyDeletion"))
    );
  },
  "a table has a question mark only where who-can --json is undecided": ({ show, rows }) =>
    !matrixOf(show).some((row) => /\s\?\s/.test(row)) ||
    rows.some(({ undecided }) => undecided !== undefined),
  "show says that a key is not public where --json and who-can have nobody outside": ({
    show,
    shown,
    rows,
  }) => {
    const open = rows.some(isOpen);
    const told = says(show, "Public");
    const isNotKnown = told.startsWith("not known") && rows.some(({ undecided }) => undecided !== undefined);
    return (isNotKnown ? !open : (told === "no") === !open) && (shown.public.length === 0) === !open;
  },
  "show names the accounts and services of its --json": ({ show, shown }) =>
    [...shown.accounts, ...(shown.accountsInPart ?? [])].every((id) => show.includes(id)) &&
    shown.services.every((name) => show.includes(name)) &&
    (says(show, "AWS services") === "none") === (shown.services.length === 0),
  "who-can calls possible what its --json has as undecided": ({ whoCanDecrypt, decrypt }) =>
    /\bpossibly (?:has|have) /.test(whoCanDecrypt) ===
    decrypt.some(({ undecided }) => undecided !== undefined),
  "who-can names everybody of its --json": ({ whoCanDecrypt, decrypt }) =>
    decrypt
      .filter(({ principal }) => principal.startsWith("arn:"))
      .every(({ principal }) => whoCanDecrypt.includes(principal.split("/").at(-1) ?? principal)) &&
    /^nobody$/m.test(whoCanDecrypt) === (decrypt.length === 0),
  "can begins with the decision of its --json, and ends as it does": ({ answers }) =>
    answers.every(
      ({ json, words, exit }) =>
        firstWords[json.decision].test(words) &&
        /^[^\n]*, undecided: /.test(words) === (json.undecided !== undefined) &&
        exit === (json.decision === "allowed" ? 0 : 1),
    ),
  "can allows what who-can lists": ({ answers }) =>
    answers.every(
      ({ asked, json }) =>
        asked.undecided !== undefined ||
        json.undecided !== undefined ||
        json.decision === "allowed" ||
        (json.decision === "needs-iam" && asked.via === "iam"),
    ),
  "can lets a stranger do only what who-can says of anyone": ({ stranger: answer, decrypt }) =>
    decrypt.some(isOpen) ||
    (answer.undecided === undefined && /^(?:not-allowed|denied)$/.test(answer.decision)) ||
    decrypt.some(({ undecided }) => undecided !== undefined),
  "check tells in words the findings of its --json, each with its code": ({ check, findings }) =>
    findings.every(({ code, severity }) =>
      check.includes(`${severity === "security" ? "security" : severity} ${code}`),
    ) && (findings.length === 0) === !/^\S*:\d+:\d+: /m.test(check),
  "show's line of findings has codes that check finds": ({ show, findings }) => {
    const named = [...says(show, "Findings").matchAll(/\(([^)]*)\)/g)].flatMap(
      ([, codes]) => codes?.split(", ") ?? [],
    );
    return named
      .map((code) => code.replace(/ .*/, ""))
      .every((code) => /^(?:and|\d)/.test(code) || findings.some((finding) => finding.code === code));
  },
  "check calls a policy public where show does, as far as nobody is named by a condition": ({
    findings,
    show,
  }) => !findings.some(({ code }) => code === "public-access") || says(show, "Public") !== "no",
};

test.each(Object.entries(relations))("%s", (_, holds) => {
  expect(all.length).toBeGreaterThan(10);
  expect(all.filter((told) => !holds(told)).map(({ name }) => name)).toEqual([]);
});
