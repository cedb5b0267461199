import { KmspolError, RefusedError } from "../errors.ts";
import type { PolicyDocument } from "../policy/document.ts";
import { principalPlaces } from "../policy/text/node-at.ts";
import { positionAt } from "../policy/text/position.ts";
import type { IdentityDirectory } from "../ports.ts";
import { lookUpPrincipals, newPrincipals } from "./new-principals.ts";
import type { Road } from "./services.ts";

/**
 * KMS says only that "one or more" principals are invalid. Looks every principal of the key's account up in IAM and
 * returns an error that names the missing ones with their places; the error itself where that finds none.
 */
export const withNamedPrincipals = async (
  { subject, services }: Road,
  after: PolicyDocument,
  error: unknown,
): Promise<unknown> => {
  if (!(error instanceof RefusedError) || error.code !== "invalid-principals" || !services.directory)
    return error;
  try {
    const all = newPrincipals(after);
    const { missing, notes } = await lookUpPrincipals(
      all,
      subject.facts,
      now(services.directory),
      services.clock,
    );
    const hint = [error.hint, ...notes].filter(Boolean).join("\n");
    if (missing.size === 0) return error.withHint(hint);
    const named = [...missing].map((arn) => `${arn} (line ${lineOf(after, arn)})`).join(", ");
    const message = `KMS refused the policy: these principals do not exist: ${named}`;
    return new RefusedError(error.code, message, { hint, cause: error });
  } catch (failure) {
    if (failure instanceof KmspolError) return error;
    throw failure;
  }
};

/** KMS has just said that somebody is missing: who was there a moment ago need not be. */
const now = (directory: IdentityDirectory): Pick<IdentityDirectory, "find"> => ({
  find: (kind, name) => directory.find(kind, name, "anew"),
});

const lineOf = (document: PolicyDocument, arn: string): number => {
  const places = document.statements.flatMap((_, index) => principalPlaces(document, index));
  const place = places.find(({ value }) => value === arn);
  const at = place?.node.start ?? 0;
  return document.lineAt?.(at) ?? positionAt(document.text, at).line;
};
