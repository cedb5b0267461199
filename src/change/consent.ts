import { CancelledError, RefusedError } from "../errors.ts";
import type { Road } from "./services.ts";
import type { Proposal, Refusal } from "./types.ts";

/**
 * Shows a proposal and finds out what is to become of it: the flags answer, or the user. Throws RefusedError where it
 * may not be written (its code is that of the first reason), CancelledError (`cancelled`) for No.
 * `repeatable`: the edit can be sent back, so a refused proposal is a question too.
 */
export const consent = async (
  { options, services }: Road,
  proposal: Proposal,
  repeatable: boolean,
): Promise<"apply" | "edit-again" | "plan"> => {
  services.reviewer.show(proposal);
  const asks = isAsked({ options, services });
  const acceptable = services.interactive && !options.yes;
  const standing = proposal.refusals.filter((refusal) => !(acceptable && refusal.acceptable));
  if (standing.length > 0 && !(asks && repeatable)) throw refused(standing);
  if (options.dryRun) return "plan";
  if (!asks) return "apply";
  const decision = await services.reviewer.decide(proposal);
  if (decision === "cancel") throw new CancelledError("cancelled", "nothing was written");
  if (decision === "apply" && standing.length > 0) throw refused(standing);
  return decision;
};

/** Whether somebody answers a question before the write. */
export const isAsked = ({ options, services }: Pick<Road, "options" | "services">): boolean =>
  services.interactive && !options.yes && !options.dryRun;

/** Several reasons make one error: the first one speaks, the others are counted; all were shown before. */
const refused = (refusals: readonly Refusal[]): RefusedError => {
  const [first, ...others] = refusals;
  const more =
    others.length === 0 ? "" : ` (and ${others.length} more ${others.length === 1 ? "reason" : "reasons"})`;
  return new RefusedError(first?.code ?? "refused", `refused: ${first?.message ?? ""}${more}`, {
    hint: first?.hint,
  });
};
