import type { LayerName } from "../access/effective/types.ts";
import { atMoment } from "../access/at-moment.ts";
import type { Lockout, LockoutCaller } from "../access/lockout.ts";
import { isWithin, tellNotLookedAt, tellUnmanageable } from "../check/unmanageable/when-nobody.ts";
import { type Policy } from "../policy/model.ts";
import type { Caller } from "../ports.ts";
import type { World } from "../world/types.ts";
import type { Road } from "./services.ts";
import type { Refusal } from "./types.ts";

/** What the lockout check says about a new policy: whether it is refused, and what the user should read. */
export interface LockoutReport {
  readonly refusals: readonly Refusal[];
  readonly notes: readonly string[];
}

const nothing: LockoutReport = { refusals: [], notes: [] };

/**
 * Decides whether the new policy locks out: for a key the caller, as KMS's own check does, and everybody, now or from a date on that the
 * policy names; for a file everybody.
 * Only `--bypass-policy-lockout-safety-check` lifts it; then it is a note.
 */
export const lockoutReport = async (road: Road, before: Policy, after: Policy): Promise<LockoutReport> => {
  const { caller } = road.services;
  const everybody = everybodyReport(road, before, after);
  const asksCaller = road.subject.target.kind !== "file" && caller && everybody.refusals.length === 0;
  const own = asksCaller ? await callerReport(road, caller, before, after) : nothing;
  const report = {
    refusals: [...everybody.refusals, ...own.refusals],
    notes: [...everybody.notes, ...own.notes],
  };
  if (!road.options.bypassLockoutCheck) return report;
  const lifted = report.refusals.map(({ message }) => `the lockout safety check is bypassed: ${message}`);
  return { refusals: [], notes: [...lifted, ...report.notes] };
};

/** A policy that nobody can manage, now or from some date on, is refused where the change made it so. */
const everybodyReport = ({ subject, services }: Road, before: Policy, after: Policy): LockoutReport => {
  const now = services.clock.now();
  const time = services.judges.whenNobodyManages(after, subject.facts, now);
  if (!time) return { refusals: [], notes: [tellNotLookedAt(after, subject.facts, now) ?? []].flat() };
  const reason = `${tellUnmanageable(time)}.`;
  const old = isWithin(time, services.judges.whenNobodyManages(before, subject.facts, now));
  return old ? { refusals: [], notes: [`this was so before: ${reason}`] } : refusal(reason);
};

const callerReport = async (
  road: Road,
  caller: Caller,
  before: Policy,
  after: Policy,
): Promise<LockoutReport> => {
  const { judges } = road.services;
  const { facts } = road.subject;
  const known = atMoment({}, road.services.clock.now());
  const first = judges.lockout(after, caller, facts, { before, known });
  const lockout = await withRolePath(road, caller, first, (who) =>
    judges.lockout(after, who, facts, { before, known }),
  );
  const fragile = lockout.fragile.map(({ message }) => message);
  if (lockout.verdict === "locked-out") return { ...refusal(lockout.reason), notes: fragile };
  if (lockout.verdict === "undecided") return { refusals: [], notes: [lockout.reason, ...fragile] };
  if (lockout.verdict === "safe") return { refusals: [], notes: fragile };
  const rested = judges.lockout(before, caller, facts, { known }).verdict === "rests-on-iam";
  const report = rested ? nothing : await askIam(road, caller, lockout, after);
  return { ...report, notes: [...report.notes, ...fragile] };
};

/** A session's ARN lacks the path of its role. Where that may decide, IAM is asked for it. */
const withRolePath = async (
  { services }: Road,
  caller: Caller,
  lockout: Lockout,
  again: (caller: LockoutCaller) => Lockout,
): Promise<Lockout> => {
  const role = sessionRole(caller.arn);
  if (lockout.verdict === "safe" || role === undefined || !services.directory) return lockout;
  const answer = await services.directory.find("role", role);
  return "found" in answer ? again({ ...caller, rolePath: answer.found.path }) : lockout;
};

/**
 * The policy newly leaves it to IAM whether the caller may change it again. Where it did so before, this very change
 * proves the permission; else IAM is asked.
 */
const askIam = async (
  road: Road,
  caller: Caller,
  lockout: Lockout,
  after: Policy,
): Promise<LockoutReport> => {
  const { directory, judges } = road.services;
  const world = await road.services.ownWorld?.();
  if (world) return byAllLayers(road, caller, lockout, { after, world });
  const who = iamName(caller.arn);
  const answer = who && (await directory?.policiesOf(who.kind, who.name));
  if (!answer || !("found" in answer))
    return { refusals: [], notes: [`${lockout.reason} IAM could not be asked.`] };
  const { decision, undecided } = judges.identity(answer.found, {
    principal: caller.arn,
    action: "kms:PutKeyPolicy",
    resource: road.subject.facts.arn ?? "*",
    facts: road.subject.facts,
    context: atMoment({}, road.services.clock.now()),
  });
  if (undecided !== undefined)
    return { refusals: [], notes: [`${lockout.reason} That is not certain: ${undecided}.`] };
  return decision === "allowed" ? nothing : refusal(`${lockout.reason} They do not allow it.`);
};

/**
 * The caller's policies, its boundary and the organization's policies over it, as far as they are known. Only what is certain
 * refuses: a layer that could not be read, or a condition whose value nobody knows, leaves it open.
 */
const byAllLayers = (
  { services, subject: { facts } }: Road,
  caller: Caller,
  lockout: Lockout,
  { after, world }: { readonly after: Policy; readonly world: World },
): LockoutReport => {
  const context = atMoment({}, services.clock.now());
  const request = { principal: caller.arn, action: "kms:PutKeyPolicy", context };
  const question = { key: { policy: after, facts }, world, ceilings: {} };
  const { decision, undecided, stoppedBy } = services.judges.later(request, question);
  if (undecided !== undefined)
    return { refusals: [], notes: [`${lockout.reason} That is not certain: ${undecided}.`] };
  if (decision === "allowed") return { refusals: [], notes: notKnownOf(world, lockout) };
  if (decision === "needs-iam") return { refusals: [], notes: [`${lockout.reason} IAM could not be asked.`] };
  const layer = stoppedBy === undefined ? "They do" : (stoppers[stoppedBy] ?? "They do");
  return refusal(`${lockout.reason} ${layer} not allow it.`);
};

/** What the answer would rest on, too, and nobody here may read: a note, as it may be nothing. */
const notKnownOf = ({ notRead = [] }: World, { reason }: Lockout): readonly string[] =>
  notRead.map(({ what, because }) => `${reason} They allow it; ${what} could not be read: ${because}.`);

const stoppers: Partial<Record<LayerName, string>> = {
  boundary: "The permissions boundary does",
  scp: "The organization's service control policies do",
  rcp: "The organization's resource control policies do",
};

const refusal = (reason: string): LockoutReport => ({
  refusals: [
    {
      code: "lockout",
      message: `this policy would lock you out. ${reason}`,
      hint: "keep a statement that allows kms:PutKeyPolicy to you or to your account's root principal",
      acceptable: false,
    },
  ],
  notes: [],
});

const sessionRole = (arn: string): string | undefined => /:assumed-role\/([^/]+)\//.exec(arn)?.[1];

/** The user or role whose IAM policies hold for a caller. */
export const iamName = (
  arn: string,
): { readonly kind: "user" | "role"; readonly name: string } | undefined => {
  const role = sessionRole(arn);
  if (role !== undefined) return { kind: "role", name: role };
  const user = /^arn:[^:]+:iam::\d{12}:user\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
  return user === undefined ? undefined : { kind: "user", name: user };
};
