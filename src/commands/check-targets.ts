import { UsageError } from "../errors.ts";
import { looksLikePolicy } from "../container/looks-like-policy.ts";
import { loadPolicyText } from "../policy/document.ts";
import type { PolicyFiles } from "../ports.ts";
import type { Context } from "./app.ts";
import { formatOfPath } from "./policy-format.ts";

/** Bytes of a Terraform source that are read. */
const maximumSource = 4 * 1024 * 1024;

/** What `check` is to look at: folders give way to the policies in them. */
export interface CheckTargets {
  readonly operands: readonly string[];
  /** Files below folders that do not look like policies. */
  readonly skipped: readonly string[];
  /** The operands that were found below folders. */
  readonly below: ReadonlySet<string>;
  /** A folder was among the operands: the answer is a list, however long. */
  readonly several: boolean;
}

/** Puts the policies of folders in the place of the folders. Throws UsageError where there is none, or `-` is named twice. */
export const checkTargets = async (
  { outside }: Context,
  operands: readonly string[],
): Promise<CheckTargets> => {
  if (operands.filter((operand) => operand === "-").length > 1) {
    throw new UsageError("bad-target", "standard input can only be read once");
  }
  const files = await outside.files();
  const found = await Promise.all(operands.map((operand) => policiesOf(files, operand)));
  const targets = found.flatMap(({ policies }) => policies);
  if (targets.length === 0) {
    throw new UsageError("bad-target", `${operands.join(", ")} holds no policy`, {
      hint: "a policy is a .json, .jsonc, .yaml or .yml file with a Statement",
    });
  }
  return {
    operands: targets,
    skipped: found.flatMap(({ skipped }) => skipped),
    below: new Set(found.flatMap(({ isFolder, policies }) => (isFolder ? policies : []))),
    several: operands.length > 1 || found.some(({ isFolder }) => isFolder),
  };
};

const policiesOf = async (files: PolicyFiles, operand: string) => {
  const mayBeFolder = operand !== "-" && !/^(?:arn:|alias\/)/.test(operand);
  const below = mayBeFolder ? await files.policiesBelow(operand) : undefined;
  if (below === undefined) return { policies: [operand], skipped: [], isFolder: false };
  const are = await Promise.all(below.map((path) => isPolicy(files, path)));
  const policies = below
    .filter((_, index) => are[index])
    .map((path) => (path.includes("/") ? path : `./${path}`));
  // Most sources of a Terraform folder have no key: that is nothing to be told.
  const skipped = below.filter((path, index) => !are[index] && !isSource(path));
  return { policies, skipped, isFolder: true };
};

const isSource = (path: string): boolean => /\.(?:tf|tofu)$/i.test(path);

/** A Terraform source that makes a key, or puts a key's policy. */
const hasKey = /\bresource\s+"?aws_kms_(?:replica_)?(?:external_)?key(?:_policy)?"?[\s"]/;

/** Whether a file is a policy, or looks as if it was meant to be one: a policy that is broken must not pass without a word. */
const isPolicy = async (files: PolicyFiles, path: string): Promise<boolean> => {
  try {
    if (isSource(path)) return hasKey.test(await files.read(path, maximumSource));
    return looksLikePolicy(await loadPolicyText(await files.read(path), formatOfPath(path)));
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
};
