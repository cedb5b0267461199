import { decideByLayers } from "../../evaluate-effective.ts";
import type { EffectiveQuestion } from "../../effective/types.ts";
import type { AccessExample } from "../../types.ts";
import { disagreement } from "../replay.ts";
import type { Member } from "./member.ts";

/**
 * Puts an example to the plain reading of all layers, which was written apart. Undefined where it sees the same rise
 * from one key policy to the other (`before` undefined: from nothing), else the reason why the rise is not certain.
 */
export const replayEffective = (
  question: EffectiveQuestion,
  before: EffectiveQuestion | undefined,
  { kind, account }: Member,
  example: AccessExample,
): string | undefined => {
  const asked = kind === "root" ? `root-user:${account ?? ""}` : example.principal;
  const request = { ...example, principal: kind === "service" ? `service:${asked}` : asked };
  const newer = decideByLayers(request, question);
  const older = before && decideByLayers(request, before);
  const doubt = newer.undecided ?? older?.undecided;
  if (doubt !== undefined) return doubt;
  return newer.decision === "allowed" && older?.decision !== "allowed" ? undefined : disagreement;
};
