import type { Context } from "../cli/app.ts";
import { sayNote } from "../cli/say-note.ts";
import { withArnFacts } from "../policy/key-facts.ts";
import type { Policy } from "../policy/model.ts";
import { ownerOf } from "../policy/owner.ts";
import type { OpenTarget } from "./open-target.ts";

/** Says of a policy file of which nobody told the owner whom the answer takes for it, or that it is not known. */
export const sayOwner = (context: Context, open: OpenTarget, policies: readonly Policy[]): void => {
  if (open.target.kind !== "file" || open.contained || withArnFacts(open.facts).account !== undefined) return;
  const owner = ownerOf(policies, open.facts);
  sayNote(
    context,
    owner === undefined
      ? "the account that owns the key is not known: --account tells"
      : `${owner} is taken for the key's own account, by what the policy gives it: --account tells`,
  );
};
