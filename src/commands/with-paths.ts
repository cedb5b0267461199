import type { PolicySubject } from "../change/types.ts";
import { nearest } from "../check/nearest.ts";
import { UsageError } from "../errors.ts";
import type { Identity, IdentityDirectory } from "../ports.ts";
import type { Context } from "./app.ts";
import { openAws } from "./open-aws.ts";

/**
 * Operands `user/NAME` and `role/NAME` of a key's own account as IAM knows them: with their path. What IAM may not be
 * asked about stays as typed. Throws UsageError (`unknown-principal`) for a name that IAM does not know, with the
 * nearest ones.
 */
export const withPaths = async (
  context: Context,
  { target }: PolicySubject,
  operands: readonly string[],
): Promise<readonly string[]> => {
  if (target.kind === "file") return operands;
  const { directory } = await openAws(context);
  return Promise.all(operands.map((operand) => withPath(directory, operand)));
};

const withPath = async (directory: IdentityDirectory, operand: string): Promise<string> => {
  const [, kind, name] = /^(user|role)\/([^/]+)$/.exec(operand) ?? [];
  if ((kind !== "user" && kind !== "role") || name === undefined) return operand;
  const found = await directory.find(kind, name);
  if ("found" in found) return found.found.arn;
  if ("unknown" in found) return operand;
  throw new UsageError("unknown-principal", `IAM knows no ${operand}`, {
    hint: await alike(directory, kind, name),
  });
};

/** The names that the user may have meant; without the right to list them, what to check. */
const alike = async (directory: IdentityDirectory, kind: Identity["kind"], name: string): Promise<string> => {
  const names: string[] = [];
  try {
    for await (const identity of directory.list(kind)) names.push(identity.name);
  } catch {
    return "check the spelling, and that the profile is of the key's account";
  }
  const meant = nearest(name, names);
  return meant === undefined
    ? "check the spelling, and that the profile is of the key's account"
    : `did you mean ${kind}/${meant}?`;
};
