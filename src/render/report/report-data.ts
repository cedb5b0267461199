import { accountOfWord } from "../../access/principal-word.ts";
import type { Access } from "../../access/types.ts";
import type { Finding } from "../../check/finding.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import { whyOpaque } from "../../policy/symbols.ts";
import { bySubject } from "../by-subject.ts";
import { extentsFor, answersOf } from "../matrix/uses.ts";
import { remarkOf } from "../matrix/remark.ts";
import type { RowKey } from "../rows.ts";
import type { Answer } from "../signs.ts";

/** A key with what was found out about it. */
export interface ReportedKey {
  readonly key: RowKey;
  readonly facts: KeyFacts;
  readonly access: readonly Access[];
  /** Why nobody knows who has access, where that is so. */
  readonly unread?: string;
  readonly findings: readonly Finding[];
}

/** What a report is made of: numbers that point into `texts`, so that what is said of thousands of keys stands there once. */
export interface ReportData {
  readonly texts: string[];
  /** Key, alias, account, Region. */
  readonly keys: (readonly [key: number, alias: number, account: number, region: number])[];
  /** Key (its place), principal, use, administer, grants, delete, outside, condition. */
  readonly access: (readonly [
    key: number,
    principal: number,
    use: number,
    administer: number,
    grants: number,
    deletion: number,
    outside: number,
    condition: number,
  ])[];
  /** Key (its place, or -1 of none), severity, code, message, Sid. */
  readonly findings: (readonly [key: number, severity: number, code: number, message: number, sid: number])[];
}

/** What a cell says: 0 no, 1 yes, 2 with a limit, 3 not decided, 4 not known. */
const cells: readonly Answer[] = ["no", "yes", "part", "unknown"];

const notKnown = 4;

const severities = ["error", "security", "warning", "suggestion"];

/** Collects keys, one after the other; nothing of a key is kept but its numbers. */
export const collectReport = () => {
  const data: ReportData = { texts: [], keys: [], access: [], findings: [] };
  const places = new Map<string, number>();
  const text = (value: string): number => {
    const known = places.get(value);
    if (known !== undefined) return known;
    places.set(value, data.texts.length);
    return data.texts.push(value) - 1;
  };
  const finding = (key: number, { severity, code, message, sid }: Finding): void =>
    void data.findings.push([key, severities.indexOf(severity), text(code), text(message), text(sid ?? "")]);
  const notRead = (place: number, why: string): void =>
    void data.access.push([
      place,
      text("not known"),
      ...([notKnown, notKnown, notKnown, notKnown] as const),
      2,
      text(why),
    ]);
  return {
    data,
    add: ({ key, facts, access, findings, unread }: ReportedKey): void => {
      const place =
        data.keys.push([
          text(key.key ?? ""),
          text(key.alias ?? ""),
          text(key.account ?? ""),
          text(key.region ?? ""),
        ]) - 1;
      for (const one of findings) finding(place, one);
      for (const entries of bySubject(access))
        data.access.push([
          place,
          text(nameOf(entries[0])),
          ...cellsOf(entries, facts),
          outside(entries[0].principal, facts),
          text(remarkFor(entries, facts)),
        ]);
      if (unread !== undefined) notRead(place, unread);
    },
    /** What tells no key: a finding of none, and a row that says that its access is not known. */
    addBroken: (one: Finding): void => {
      finding(-1, one);
      notRead(-1, one.message);
    },
  };
};

// `service:any (but s3.amazonaws.com)`: all that are left out, as a row here is looked for by any of them.
const nameOf = ({ principal, except }: Access): string =>
  except === undefined
    ? principal
    : `${principal} (but ${except.map((word) => word.replace(/^service:/, "")).join(", ")})`;

const remarkFor = (entries: readonly Access[], facts: KeyFacts): string =>
  remarkOf(entries, facts, extentsFor(facts));

const cellsOf = (
  entries: readonly Access[],
  facts: KeyFacts,
): readonly [use: number, administer: number, grants: number, deletion: number] => {
  const answers = answersOf(entries, extentsFor(facts));
  const number = (answer: Answer): number => cells.indexOf(answer);
  return [
    number(answers.use),
    number(both(answers.admin, answers.policy)),
    number(answers.grant),
    number(answers.delete),
  ];
};

/** To administer is to change the key, its policy, or both. */
const both = (admin: Answer, policy: Answer): Answer => {
  if (admin === policy) return admin;
  return [admin, policy].includes("unknown") && [admin, policy].includes("no") ? "unknown" : "part";
};

/**
 * 1 for other accounts and anyone, 2 where one of the accounts is not known: that of the key, of a unique id, or of whom only a deployment
 * knows. A service that is named belongs to no account.
 */
const outside = (principal: string, { account }: KeyFacts): number => {
  if (principal === "anyone" || principal === "service:any") return 1;
  const owner = accountOfWord(principal);
  if (owner === undefined)
    return principal.startsWith("service:") && whyOpaque(principal) === undefined ? 0 : 2;
  return account === undefined ? 2 : owner === account ? 0 : 1;
};
