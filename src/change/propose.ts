import { acceptancesIn, withReason } from "../check/acceptance.ts";
import type { CheckOptions } from "../check/options.ts";
import { viewLostNotes } from "../default-view/view-lost.ts";
import type { PolicyDocument } from "../policy/document.ts";
import { orderedLike } from "../policy/ordered-like.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { type Found, markIntroduced } from "./introduced.ts";
import { lockoutReport } from "./lockout-refusal.ts";
import { lookUpPrincipals, newPrincipals, type PrincipalReport } from "./new-principals.ts";
import { newlyForbidden } from "./newly-forbidden.ts";
import { openingsOf } from "./openings.ts";
import { findingRefusals } from "./refusals.ts";
import type { Road } from "./services.ts";
import type { Made, Proposal, Snapshot } from "./types.ts";
import { unifiedDiff } from "./unified-diff.ts";

/**
 * Judges what an edit made, `after`: findings, access gained and lost, lockout, principals that do not exist, and from all
 * that why it may not be written.
 */
export const propose = async (
  road: Road,
  snapshot: Snapshot,
  after: PolicyDocument,
  made: Omit<Made, "text" | "document">,
): Promise<Proposal> => {
  const before = snapshot.document;
  const [was, is] = [readPolicy(before), readPolicy(after)];
  const access = road.services.judges.compare(was, is, road.subject.facts);
  const [principals, lockout, byName] = await Promise.all([
    principalReport(road, before, after),
    lockoutReport(road, was, is),
    road.services.byName?.(was, is, access),
  ]);
  const { judges, house, clock } = road.services;
  const found = foundIn(road, after, principals);
  const isForbidden = found.findings.some(({ code }) => code === "forbidden-access");
  const marked = markIntroduced(foundIn(road, before, nobody), found, access, made.inherent ?? [], {
    openings: openingsOf([was, is], access, road.subject.facts, { judges, now: clock.now() }),
    ...(isForbidden && {
      forbidden: newlyForbidden(house?.forbid ?? [], [was, is], access, road.subject.facts),
    }),
  });
  // What somebody has looked at and lives with, in the configuration or in a comment of the text, is shown, and refuses nothing.
  const acceptances = [...acceptancesIn(after).accepted, ...(road.services.accepted ?? [])];
  const findings = marked.map((finding) => withReason(finding, acceptances));
  const told = await road.subject.tell?.(after.text, findings);
  const { accept, bypassLockoutCheck } = road.options;
  return {
    snapshot,
    after,
    findings,
    ...(told && { told }),
    access,
    text: unifiedDiff(before.text, asShown(road, before, after)),
    notes: [
      ...(made.notes ?? []),
      ...viewLostNotes(before, after, road.subject.facts),
      ...principals.notes,
      ...lockout.notes,
      ...(byName?.notes ?? []),
    ],
    refusals: [
      ...lockout.refusals,
      ...findingRefusals(told?.findings ?? findings, road.subject, {
        accepted: accept,
        bypass: bypassLockoutCheck,
        restores: made.restores ?? false,
      }),
    ],
    ...(made.iamPolicy !== undefined && { iamPolicy: made.iamPolicy }),
    ...(made.revokes !== undefined && { revokes: made.revokes }),
    ...(byName && { byName }),
    ...(made.meanwhile !== undefined && { meanwhile: made.meanwhile }),
    freshPrincipals: principals.fresh,
  };
};

/** KMS shuffles the lists of a key's policy: their order is no change. In a file it is what somebody wrote. */
const asShown = ({ subject }: Road, before: PolicyDocument, after: PolicyDocument): string =>
  subject.target.kind === "key" ? orderedLike(after, before).text : after.text;

const nobody: PrincipalReport = { missing: new Set(), fresh: false, notes: [] };

/** Without IAM to ask, as for a file, nothing is said about who exists. */
const principalReport = async (
  { subject, services }: Road,
  before: PolicyDocument,
  after: PolicyDocument,
): Promise<PrincipalReport> =>
  services.directory
    ? lookUpPrincipals(newPrincipals(after, before), subject.facts, services.directory, services.clock)
    : nobody;

const foundIn = (
  { subject, services }: Road,
  document: PolicyDocument,
  { missing }: PrincipalReport,
): Found => {
  const options: CheckOptions = {
    ...services.house,
    caller: services.caller,
    missingPrincipals: missing,
    now: services.clock.now(),
    isChanged: true,
  };
  return { document, findings: services.judges.check(document, subject.facts, options) };
};
