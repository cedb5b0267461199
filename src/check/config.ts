import { type Acceptance, type AcceptanceProblem, type Acceptances, problemWith } from "./acceptance.ts";
import { problemWithGlob } from "./glob.ts";
import type { Ban } from "../access/banned-access.ts";
import { readAccounts, readText } from "./config-accounts.ts";
import { readForbid } from "./config-forbid.ts";
import { meantName } from "./meant-name.ts";

const settings = [
  "$schema",
  "accept",
  "account",
  "partition",
  "organization",
  "trustedAccounts",
  "vendorAccounts",
  "forbid",
];
const fields = ["code", "reason", "files", "sid"];

/** What a configuration says. */
export interface Config extends Acceptances {
  /** Of keys whose policies are in files that do not tell it. */
  readonly account?: string | undefined;
  readonly partition?: string | undefined;
  /** The organization's own id. */
  readonly organization?: string | undefined;
  /** Account id to what people call it. */
  readonly trustedAccounts: ReadonlyMap<string, string>;
  readonly vendorAccounts: ReadonlyMap<string, string>;
  readonly forbid: readonly Ban[];
}

/** One that says nothing. */
export const noConfig: Config = {
  ...{ accepted: [], problems: [], forbid: [] },
  ...{ trustedAccounts: new Map(), vendorAccounts: new Map() },
};

/**
 * Reads a `.kmspolrc.json`: `{ "accept": [{ "code", "reason", "files"?, "sid"? }], "account", "partition", "organization",
 * "trustedAccounts", "vendorAccounts": { "ID": "name" }, "forbid": [{ "principal", "actions", "except"?, "reason" }] }`. `files` is a
 * glob or a list of globs, from the folder of the configuration. What is wrong is in `problems`, never thrown.
 */
export const readConfig = (value: unknown): Config => {
  if (!isObject(value)) return { ...noConfig, ...wrong("/", "the configuration is no object") };
  const unknown = Object.keys(value).find((name) => !settings.includes(name));
  if (unknown !== undefined) {
    const message = `there is no setting "${unknown}"${meantName(unknown, settings)}`;
    return { ...noConfig, ...wrong(`/${unknown}`, message) };
  }
  const text = (name: keyof typeof texts) => readText(value[name], `/${name}`, texts[name]);
  const accounts = (name: string) => readAccounts(value[name], `/${name}`);
  const [account, partition, organization] = [text("account"), text("partition"), text("organization")];
  const [trusted, vendors] = [accounts("trustedAccounts"), accounts("vendorAccounts")];
  const [accept, forbid] = [readAccept(value), readForbid(value["forbid"])];
  return {
    ...{ account: account.value, partition: partition.value, organization: organization.value },
    ...{ trustedAccounts: trusted.value, vendorAccounts: vendors.value, forbid: forbid.value },
    accepted: accept.accepted,
    problems: [text("$schema"), account, partition, organization, accept, trusted, vendors, forbid].flatMap(
      ({ problems }) => problems,
    ),
  };
};

const texts = {
  $schema: { pattern: /^/, what: "$schema is where the schema lies: a text" },
  account: { pattern: /^\d{12}$/, what: 'account is the id of an account: "111122223333"' },
  partition: { pattern: /^aws(?:-[a-z]+)*$/, what: 'partition is one such as "aws" or "aws-cn"' },
  organization: {
    pattern: /^o-[a-z0-9]{10,32}$/,
    what: 'organization is the id of an organization: "o-" and 10 to 32 small letters and digits',
  },
};

const readAccept = (value: Readonly<Record<string, unknown>>): Acceptances => {
  const list = value["accept"] ?? [];
  if (!Array.isArray(list)) return wrong("/accept", "accept is no list");
  const read = list.map((entry: unknown, index) => readEntry(entry, `/accept/${index}`));
  return {
    accepted: read.flatMap(({ accepted }) => accepted),
    problems: read.flatMap(({ problems }) => problems),
  };
};

const wrong = (where: string, message: string): Acceptances => ({
  accepted: [],
  problems: [{ where, message }],
});

const readEntry = (entry: unknown, where: string): Acceptances => {
  if (!isObject(entry)) return wrong(where, "an accepted finding is an object with code and reason");
  const problems: AcceptanceProblem[] = [];
  const text = (name: string): string => (typeof entry[name] === "string" ? entry[name] : "");
  for (const name of Object.keys(entry)) {
    if (!fields.includes(name)) {
      const message = `an accepted finding has no "${name}"${meantName(name, fields)}`;
      problems.push({ where: `${where}/${name}`, message });
    }
  }
  const problem = problemWith(text("code"), text("reason"));
  if (problem !== undefined) problems.push({ where, message: problem });
  const files = filesOf(entry["files"]);
  const problemOfFiles =
    files === "wrong" ? "files is a glob or a list of globs" : files?.map(problemWithGlob).find(isText);
  if (problemOfFiles !== undefined) problems.push({ where: `${where}/files`, message: problemOfFiles });
  if (entry["sid"] !== undefined && typeof entry["sid"] !== "string") {
    problems.push({ where: `${where}/sid`, message: "sid is a text" });
  }
  if (problems.length > 0 || files === "wrong") return { accepted: [], problems };
  const acceptance: Acceptance = {
    code: text("code"),
    reason: text("reason"),
    ...(files !== undefined && { files }),
    ...(typeof entry["sid"] === "string" && { sid: entry["sid"] }),
  };
  return { accepted: [acceptance], problems: [] };
};

const filesOf = (value: unknown): readonly string[] | undefined | "wrong" => {
  if (value === undefined) return undefined;
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.every((item) => typeof item === "string") ? list : "wrong";
};

const isText = (value: string | undefined): value is string => value !== undefined;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
