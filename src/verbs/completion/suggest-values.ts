import { descriptionOf, findingCodes } from "../../check/catalogue.ts";
import { kmsActions } from "../../policy/kms-actions.ts";
import { keySpecs, keyUsages, partitions } from "../../policy/kms-words.ts";
import { viaServices } from "../../policy/via-services.ts";
import { knownServiceNames } from "../../policy/service-principals.ts";
import { keyColumns } from "../../render/key-columns.ts";
import { keyStates } from "../look/list-layout.ts";
import type { Flag } from "../../cli/flag.ts";
import type { Named, Operand } from "../../cli/operand.ts";
import { regionNames } from "../../policy/region-names.ts";

/** What only AWS, a policy, or this machine can answer. */
export type Question =
  | { readonly kind: "keys" | "principals" | "groups" }
  | { readonly kind: "profiles" | "runs" | "kept" }
  | { readonly kind: "changes" | "states"; readonly target: string }
  | { readonly kind: "admins" | "users" | "accounts"; readonly target: string };

/** Words that are known here, or what has to be asked for. */
export type Values = readonly string[] | Question;

/** What may be the value of a flag, as far as there is a list of it. */
export const valuesOfFlag = ({ choices, words }: Flag, target?: string): Values => {
  const [name = ""] = words.split(" ");
  if (target !== undefined && ["--to", "--change"].includes(name)) return { kind: "changes", target };
  return choices ?? flagValues[name]?.() ?? [];
};

const flagValues: Readonly<Record<string, () => Values>> = {
  "--profile": () => ({ kind: "profiles" }),
  "--account-profile": () => ({ kind: "profiles" }),
  "--region": () => regionNames,
  "--also-region": () => regionNames,
  "--accept": () => findingCodes.filter((code) => descriptionOf(code).severity === "security"),
  "--ignore": () => findingCodes,
  "--alias": () => ({ kind: "keys" }),
  "--key": () => ({ kind: "keys" }),
  "--via": () => viaServices,
  "--partition": () => partitions,
  "--key-spec": () => keySpecs,
  "--key-usage": () => keyUsages,
  "--columns": () => Object.keys(keyColumns),
  "--sort": () => Object.keys(keyColumns),
  "--state": () => keyStates,
  "--resume": () => ({ kind: "runs" }),
  "--undo": () => ({ kind: "runs" }),
  "--discard": () => ({ kind: "kept" }),
};

/** What may be that operand, of a verb whose first operand is `target`. */
export const valuesOfOperand = ({ choices, named }: Operand, target: string | undefined): Values =>
  choices ?? (named ? valuesNamed(named, target) : []);

const valuesNamed = (named: Named, target: string | undefined): Values => {
  switch (named.is) {
    case "target":
      return { kind: "keys" };
    case "principal":
    case "account":
      // Who is in the policy already: the only ones that such a verb can take out.
      if (named.leaves && target !== undefined) return { kind: named.leaves, target };
      return named.is === "principal" ? { kind: "principals" } : [];
    case "caller":
      return { kind: "principals" };
    case "group":
      return { kind: "groups" };
    case "code":
      return findingCodes;
    case "action":
      return kmsActions.map(({ name }) => `kms:${name}`);
    case "service":
      return knownServiceNames;
    default:
      return [];
  }
};
