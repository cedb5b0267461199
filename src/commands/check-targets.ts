import { UsageError } from "../errors.ts";
import { documentOf, loadPolicyText } from "../policy/document.ts";
import { memberNamed } from "../policy/syntax.ts";
import type { PolicyFiles } from "../ports.ts";
import type { Context } from "./app.ts";
import { formatOfPath } from "./policy-format.ts";

/** What `check` is to look at: folders give way to the policies in them. */
export interface CheckTargets {
  readonly operands: readonly string[];
  /** Files below folders that are no policies. */
  readonly skipped: number;
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
    skipped: found.reduce((sum, { skipped }) => sum + skipped, 0),
    several: operands.length > 1 || found.some(({ isFolder }) => isFolder),
  };
};

const policiesOf = async (files: PolicyFiles, operand: string) => {
  const mayBeFolder = operand !== "-" && !/^(?:arn:|alias\/)/.test(operand);
  const below = mayBeFolder ? await files.policiesBelow(operand) : undefined;
  if (below === undefined) return { policies: [operand], skipped: 0, isFolder: false };
  const are = await Promise.all(below.map((path) => isPolicy(files, path)));
  const policies = below
    .filter((_, index) => are[index])
    .map((path) => (path.includes("/") ? path : `./${path}`));
  return { policies, skipped: below.length - policies.length, isFolder: true };
};

/** A file with a Statement at its top; one that does not parse, where the word is in it: it may be meant as a policy. */
const isPolicy = async (files: PolicyFiles, path: string): Promise<boolean> => {
  try {
    const text = await files.read(path);
    if (!text.includes("Statement")) return false;
    const document = documentOf(await loadPolicyText(text, formatOfPath(path)));
    return document === undefined || memberNamed(document.root, "Statement") !== undefined;
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
};
