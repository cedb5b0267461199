import type { Argument, Option } from "commander";
import { catalogue } from "../../check/catalogue.ts";
import { findingCodes } from "../../check/codes.ts";
import { kmsActions } from "../../policy/kms-actions.ts";
import { keySpecs, keyUsages } from "../../policy/kms-words.ts";
import { knownServiceNames } from "../../policy/service-principals.ts";
import { keyColumns } from "../../render/key-columns.ts";
import { keyStates } from "../look/list-layout.ts";
import { regionNames } from "../../cli/region-names.ts";

/** What only AWS, a policy, or this machine can answer. */
export type Question =
  | { readonly kind: "keys" | "principals" | "groups" }
  | { readonly kind: "profiles" | "runs" }
  | { readonly kind: "admins" | "users" | "accounts"; readonly target: string };

/** Words that are known here, or what has to be asked for. */
export type Values = readonly string[] | Question;

/** What may be the value of a flag, as far as there is a list of it. */
export const valuesOfFlag = ({ argChoices, long }: Option): Values =>
  argChoices ?? flagValues[long ?? ""]?.() ?? [];

const flagValues: Readonly<Record<string, () => Values>> = {
  "--profile": () => ({ kind: "profiles" }),
  "--account-profile": () => ({ kind: "profiles" }),
  "--region": () => regionNames,
  "--also-region": () => regionNames,
  "--accept": () => findingCodes.filter((code) => catalogue[code].severity === "security"),
  "--alias": () => ({ kind: "keys" }),
  "--key-spec": () => keySpecs,
  "--key-usage": () => keyUsages,
  "--columns": () => Object.keys(keyColumns),
  "--sort": () => Object.keys(keyColumns),
  "--state": () => keyStates,
  "--resume": () => ({ kind: "runs" }),
  "--undo": () => ({ kind: "runs" }),
};

/** What may be an operand of that name. */
export const valuesOfOperand = (argument: Argument): Values =>
  argument.argChoices ?? operandValues[argument.name()]?.() ?? [];

const operandValues: Readonly<Record<string, () => Values>> = {
  target: () => ({ kind: "keys" }),
  a: () => ({ kind: "keys" }),
  b: () => ({ kind: "keys" }),
  code: () => findingCodes,
  action: () => kmsActions.map(({ name }) => `kms:${name}`),
  principal: () => ({ kind: "principals" }),
  who: () => ({ kind: "principals" }),
  group: () => ({ kind: "groups" }),
  service: () => knownServiceNames,
};

/** Who is in the policy already: the only ones that such a verb can take out. */
export const takenOutBy: Readonly<Record<string, "admins" | "users" | "accounts">> = {
  "remove-admin": "admins",
  "remove-user": "users",
  "revoke-account": "accounts",
};
