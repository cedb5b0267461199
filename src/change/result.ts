import type { Road } from "./services.ts";
import type { ChangeResult, Made, Proposal, Snapshot } from "./types.ts";
import type { Written } from "./write.ts";

/** Nothing is different: nothing was asked and nothing written. The findings are those of the policy as it stands. */
export const unchangedResult = async (
  { subject, services }: Road,
  { document }: Snapshot,
  made: Made,
): Promise<ChangeResult> => {
  const options = { ...services.house, caller: services.caller, now: services.clock.now() };
  const found = services.judges.check(document, subject.facts, options);
  const { findings } = (await subject.tell?.(document.text, found)) ?? { findings: found };
  return {
    target: subject.target,
    outcome: "unchanged",
    verified: false,
    before: document.text,
    after: document.text,
    text: "",
    gained: [],
    lost: [],
    findings: findings.map((finding) => ({ ...finding, introduced: false })),
    ...(made.iamPolicy !== undefined && { iamPolicy: made.iamPolicy }),
    ...grantsOf(made),
    notes: made.notes ?? [],
  };
};

/** A dry run: what would be written. */
export const plannedResult = (proposal: Proposal): ChangeResult => resultOf(proposal, "planned", undefined);

/** The change was written. */
export const changedResult = (proposal: Proposal, written: Written): ChangeResult =>
  resultOf(proposal, "changed", written);

/** Whoever wrote the policy is no judge of the grants: they are still to be revoked. */
const grantsOf = ({
  revokes,
}: {
  readonly revokes?: Made["revokes"] | undefined;
}): Pick<ChangeResult, "grants"> =>
  revokes === undefined
    ? {}
    : { grants: revokes.map((grant) => ({ ...grant, outcome: "planned" as const })) };

const resultOf = (
  { snapshot, after, text, access, byName, findings, told, iamPolicy, revokes, notes }: Proposal,
  outcome: ChangeResult["outcome"],
  written: Written | undefined,
): ChangeResult => ({
  target: snapshot.subject.target,
  outcome,
  verified: written?.verified ?? false,
  before: snapshot.document.text,
  after: after.text,
  text,
  gained: (byName?.access ?? access).gained,
  lost: (byName?.access ?? access).lost,
  ...byName?.looked,
  ...(access.futureActions === true && { futureActions: true, future: access.future }),
  findings: told?.findings ?? findings,
  ...(written && { change: written.change }),
  ...(iamPolicy !== undefined && { iamPolicy }),
  ...grantsOf({ revokes }),
  notes: [...notes, ...(written?.notes ?? [])],
});
