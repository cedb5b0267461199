import { UsageError } from "../errors.ts";

/** What the one operand names (the contract's section "Targets"). */
export type TargetOperand =
  | { readonly kind: "key"; readonly reference: string; readonly change?: ChangeReference }
  | {
      readonly kind: "file";
      readonly path: string;
      /** `FILE#KEY` apart, unless there is a file of the whole name. */
      readonly split?: { readonly path: string; readonly key: string };
      readonly change?: ChangeReference;
    }
  | { readonly kind: "stdin"; readonly key?: string };

/** A policy out of the history: as change `id` left it, or as it was `back` changes ago. */
export type ChangeReference = { readonly id: string } | { readonly back: number };

/** Reads a target operand. Throws UsageError (`bad-target`) where it can be none, with what it may have been meant to be. */
export const parseTarget = (operand: string): TargetOperand => {
  if (operand === "-") return { kind: "stdin" };
  if (operand.startsWith("-#")) return { kind: "stdin", key: operand.slice(2) };
  const at = /^(.+)@(?:\{(\d{1,6})\}|([0-9a-f]{2,64}))$/i.exec(operand);
  const isPast = at?.[1] !== undefined && splitAtKey(at[1]) !== undefined;
  if (!at && /^(?:alias\/|arn:)[^@#]*@[^@]+$/.test(operand)) throw noChange(operand);
  if (!isPast && (isFile(operand) || splitAtKey(operand))) return fileOperand(operand);
  if (!at?.[1]) return keyOperand(operand);
  const change = at[3] === undefined ? { back: Number(at[2]) } : { id: at[3].toLowerCase() };
  if (isFile(at[1]) || splitAtKey(at[1])) return { ...fileOperand(at[1]), change };
  return { ...keyOperand(at[1]), change };
};

/** No alias and no ARN of a key has an @: what stands behind it was to be a change. */
const noChange = (operand: string): UsageError => {
  const [target = "", change = ""] = operand.split("@");
  return new UsageError(
    "bad-target",
    `"${change}" is no change: TARGET@CHANGE takes its id, or {n} for n changes ago`,
    {
      hint: `kmspol history ${target} lists the changes with their ids`,
    },
  );
};

const fileOperand = (path: string): TargetOperand & { readonly kind: "file" } => {
  const split = splitAtKey(path);
  return { kind: "file", path, ...(split && { split }) };
};

/** `FILE#KEY`: the first `#` whose left side looks like a file. Aliases, ids and ARNs have none. */
const splitAtKey = (operand: string): { readonly path: string; readonly key: string } | undefined => {
  for (let at = operand.indexOf("#"); at > 0; at = operand.indexOf("#", at + 1)) {
    const path = operand.slice(0, at);
    if (isFile(path) && at + 1 < operand.length) return { path, key: operand.slice(at + 1) };
  }
  return undefined;
};

const keyId = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/i;
const keyArn = /^arn:[a-z0-9-]+:kms:[a-z0-9-]+:\d{12}:(?:key\/[\w-]+|alias\/[\w/-]+)$/;

/** A path has a `/` or a `\` (and is no alias and no ARN), ends like a policy file, or is this folder. */
const isFile = (operand: string): boolean => {
  if (operand === "." || operand === "..") return true;
  if (operand.startsWith("alias/") || operand.startsWith("arn:")) return false;
  if (/\.(?:json|jsonc|jsonl|ndjson|yaml|yml|template|tf|tofu|tfstate|tfplan|tfvars|hcl)$/i.test(operand))
    return true;
  return /[\\/]/.test(operand) && !/^[^/]+@\{/.test(operand) && !/^[^@]+\.(?:jsonc?|ya?ml)@/i.test(operand);
};

const keyOperand = (operand: string): { readonly kind: "key"; readonly reference: string } => {
  if (operand.startsWith("alias/") || keyId.test(operand) || keyArn.test(operand)) {
    return { kind: "key", reference: operand };
  }
  throw new UsageError("bad-target", `"${operand}" names no key and no policy file`, {
    hint: meantToBe(operand),
  });
};

const meantToBe = (operand: string): string => {
  if (operand.startsWith("arn:"))
    return "a key's ARN is arn:aws:kms:REGION:ACCOUNT:key/ID, an alias's ends in alias/NAME";
  if (/^[\w-]+$/.test(operand)) return `for an alias write alias/${operand}, for a file ./${operand}`;
  return "give a key id, an ARN, alias/NAME, a file's path or - for standard input";
};
