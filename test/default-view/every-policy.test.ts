import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  addAdmins,
  addUsers,
  allowDeletion,
  denyDeletion,
  grantAccounts,
  grantService,
  prune,
  removeAdmins,
  removeUsers,
  revokeAccounts,
  upgrade,
} from "../../src/core-verbs.ts";
import { readDefaultView } from "../../src/default-view/read-default-view.ts";
import type { VerbResult as Edited } from "../../src/core-verbs.ts";
import { KmspolError } from "../../src/errors.ts";
import type { PolicyDocument } from "../../src/policy/document.ts";
import type { KeyFacts } from "../../src/policy/key-facts.ts";
import { sameDocument } from "../../src/policy/same-document.ts";
import { memberNamed } from "../../src/policy/syntax.ts";
import { toYaml } from "../../src/policy/yaml/to-yaml.ts";
import { shapes, type Shape } from "./shapes.ts";
import { accessChange, keys, parse, someActions } from "./support.ts";
import { sample } from "../support/long-form.ts";

/** Promises that hold for every policy: the corpus of real ones, and the hand-written shapes. */

const folder = "test/corpus/valid";
const corpus: readonly Shape[] = readdirSync(folder).map((name) => {
  const text = readFileSync(`${folder}/${name}`, "utf8");
  const partition = /arn:(aws[a-z-]*):iam/.exec(text)?.[1] ?? "aws";
  return { name, document: parse(text), facts: { ...keys.symmetric, partition, arn: undefined } };
});

/** The same in YAML, in the block form that people write. */
const inYaml: readonly Shape[] = corpus.map(({ name, document, facts }) => ({
  name: name.replace(/json$/, "yaml"),
  document: parse(toYaml(document), "yaml"),
  facts,
}));

type Verb = (document: PolicyDocument, operands: readonly string[], facts: KeyFacts) => Edited;

/** The result; the document unchanged where the verb refuses it, which it may only do in so many words. */
const outcome = (verb: Verb, document: PolicyDocument, operands: readonly string[], facts: KeyFacts) => {
  try {
    return verb(document, operands, facts);
  } catch (error) {
    if (!(error instanceof KmspolError)) throw error;
    expect([error.exit, error.hint ?? ""]).toEqual([3, expect.stringMatching(/./)]);
    return undefined;
  }
};

const stranger = "999988887777";
const pairs: readonly (readonly [Verb, Verb, string])[] = [
  [addUsers, removeUsers, "role/Fresh"],
  [addAdmins, removeAdmins, "user/team/Fresh"],
  [grantAccounts, revokeAccounts, stranger],
];

/** A statement that is no list has to be indented in YAML to become one, and stays so. */
const isLoneInYaml = ({ format, root }: PolicyDocument): boolean =>
  format === "yaml" && memberNamed(root, "Statement")?.value.kind === "object";

test.each([...shapes, ...sample([...corpus, ...inYaml], 30)])(
  "add, then remove: $name",
  ({ document, facts }) => {
    for (const [add, remove, operand] of pairs) {
      const added = outcome(add, document, [operand], facts);
      if (!added) throw new Error(`${operand} could not be added`);
      expect(added.document.text).toContain(operand === stranger ? `:${stranger}:root` : "Fresh");
      const lines = accessChange(document, added.document, facts, someActions);
      expect(
        lines.filter((line) => !line.startsWith("+") || !/Fresh |999988887777:root /.test(line)),
      ).toEqual([]);
      expect(add(added.document, [operand], facts).document).toBe(added.document);
      const removed = remove(added.document, [operand], facts);
      if (isLoneInYaml(document)) expect(sameDocument(removed.document, document)).toBe(true);
      else expect(removed.document.text).toBe(document.text);
      // Once more is nothing to change, or refused where the policy gives it to everyone.
      const again = outcome(remove, removed.document, [operand], facts);
      if (again) expect(again.document).toBe(removed.document);
      else expect(removed.notes.join()).toMatch(/has a share in|keeps a share in/);
    }
  },
);

test.each([...shapes, ...sample(corpus, 16)])(
  "removing somebody who is there: $name",
  ({ document, facts }) => {
    const view = readDefaultView(document, facts);
    const jobs: (readonly [Verb, string])[] = [
      ...named(view.users).map((who) => [removeUsers, who] as const),
      ...named(view.admins).map((who) => [removeAdmins, who] as const),
      ...view.accounts.slice(0, 2).map((who) => [revokeAccounts, who] as const),
    ];
    for (const [verb, who] of jobs) {
      const result = outcome(verb, document, [who], facts);
      if (!result) continue;
      const lines = accessChange(document, result.document, facts, someActions);
      const strays = lines.filter((line) => !line.startsWith("-") || !concerns(line, who));
      expect(strays).toEqual([]);
      expect(result.document).not.toBe(document);
      for (const text of textsWithout(document, who)) expect(result.document.text).toContain(text);
      expect((outcome(verb, result.document, [who], facts) ?? result).document).toBe(result.document);
    }
  },
);

/** Some of those whom a verb can remove; everyone (`*`) is none of them. */
const named = (words: readonly string[]): readonly string[] =>
  words.filter((word) => word !== "*").slice(0, 2);

/** The line speaks of the principal, or of somebody of the account. */
const concerns = (line: string, who: string): boolean => {
  const subject = line.split(" ")[1] ?? "";
  if (/^\d{12}$/.test(who)) return subject.includes(`:${who}:`);
  const name = who.slice(who.lastIndexOf("/") + 1);
  return subject === who || who.endsWith(`:${subject}`) || subject.includes(`assumed-role/${name}/`);
};

/** Every statement that does not name the principal stands in the new text as it was. */
const textsWithout = (document: PolicyDocument, who: string): readonly string[] =>
  document.statements
    .map((node) => document.text.slice(node.start, node.end))
    .filter((text) => !text.includes(who));

test.each([...shapes, ...sample(corpus, 16)])(
  "the verbs without principals: $name",
  ({ document, facts }) => {
    const service: Verb = (before, operands, known) =>
      grantService(before, operands, known, { sourceAccounts: [stranger] });
    const jobs: (readonly [Verb, readonly string[], RegExp])[] = [
      [allowDeletion, [], /^\+ .* CancelKeyDeletion ScheduleKeyDeletion$/],
      [denyDeletion, [], /^- \S+ (CancelKeyDeletion )?(ScheduleKeyDeletion)?$/],
      [upgrade, [], /^\+ \S+ ((TagResource|UntagResource|RotateKeyOnDemand) ?)+$/],
      [prune, [], /^$/],
      [service, ["sqs"], /^$/],
    ];
    for (const [verb, operands, allowed] of jobs) {
      const result = outcome(verb, document, operands, facts);
      if (!result) continue;
      const strays = accessChange(document, result.document, facts, someActions).filter(
        (line) => !allowed.test(line),
      );
      expect(strays).toEqual([]);
      expect(verb(result.document, operands, facts).document).toBe(result.document);
    }
  },
);
