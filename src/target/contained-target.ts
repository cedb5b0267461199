import path from "node:path";
import type { ToldOptions } from "../cli/options.ts";
import { joinFacts } from "../container/arn-facts.ts";
import type { ContainedKey, Container } from "../container/contained.ts";
import { ownAccount } from "../container/terraform-key.ts";
import { documentOf } from "../policy/document.ts";
import { documentValue } from "../policy/json-value.ts";
import { type KeyFacts, withArnFacts } from "../policy/key-facts.ts";
import type { Target } from "../ports.ts";
import type { ReadDocument } from "./read-document.ts";
import { assumedFacts, factsFromOptions } from "./with-house.ts";

/** A policy in another document. */
export interface ContainedTarget {
  readonly document: ReadDocument;
  readonly container: Container;
  readonly key: ContainedKey;
}

/** How people know a policy in a document: `FILE#KEY`; one that is all of its document by the document. */
export const containedLabel = (file: string, { selector, isWhole }: ContainedKey): string => {
  if (isWhole) return file === "-" ? "standard input" : file;
  return `${file}#${selector}`;
};

/** The contract's target of a policy in a document. */
export const containedName = (file: string, { selector, isWhole }: ContainedKey): Target =>
  isWhole ? { kind: "file", path: file } : { kind: "file", path: file, key: selector };

/** Under which name the history keeps the changes of a policy in another document: the policy alone, nothing around it. */
export const containedHistoryKey = (file: string, { selector, isWhole }: ContainedKey): string => {
  const whole = file === "-" ? "file:-" : fileHistoryKey(file);
  return isWhole ? whole : `${whole}#${selector}`;
};

/** What is known of a key in a document: the flags first, then what the document tells, its own account at least by name. */
export const containedFacts = (key: ContainedKey, options: ToldOptions): KeyFacts => {
  const { assumed, ...flags } = options;
  const told = joinFacts(joinFacts(factsFromOptions(flags), key.facts), assumedFacts(assumed));
  const own = ownAccount({});
  const account = told.account ?? own;
  // A policy that nowhere speaks of the deployment's account is read like a bare one.
  return withArnFacts({ ...told, account: account === own && !speaksOf(key, own) ? undefined : account });
};

const speaksOf = ({ policy }: ContainedKey, account: string): boolean => {
  if (policy.state !== "policy") return false;
  if (policy.text.includes(account)) return true;
  const document = policy.dialect && documentOf(policy.dialect.read(policy.text));
  return document !== undefined && JSON.stringify(documentValue(document)).includes(account);
};

/** Under which name the history keeps a file's changes. */
export const fileHistoryKey = (file: string): string => `file:${path.resolve(file)}`;
