import { actionRole } from "../evaluator/action.ts";
import { allOf, anyOf, isUnknown, settle, type Truth, unknown } from "../evaluator/truth.ts";
import { issuersIam } from "./grant-voice.ts";
import type { LayersHeard } from "./layers-heard.ts";
import type { Member } from "./member.ts";
import type { Layer } from "./layer.ts";
import type { EffectiveEvaluation, LayerName } from "./types.ts";

/** What the layers come to together. */
export interface EffectiveVerdict {
  readonly decision: EffectiveEvaluation["decision"];
  readonly stoppedBy?: LayerName;
}

/**
 * Puts the layers together in the documented order (IAM User Guide, "How AWS enforcement code logic evaluates requests
 * to allow or deny access"): a Deny anywhere, then the ceilings of the organization and the endpoint, then the ways in,
 * of which one is enough. What is unknown is taken for less access, or with `hopeful` for more. An account whose IAM
 * is not known leaves the decision at `needs-iam`, where that account would have to allow.
 */
export const decideEffective = (heard: LayersHeard, member: Member, hopeful: boolean): EffectiveVerdict => {
  const yes = (truth: Truth) => settle(truth, hopeful);
  const denier = deniesOf(heard).find(([, truth]) => settle(truth, !hopeful));
  if (denier) return { decision: "denied", stoppedBy: denier[0] };
  const lid = ceilingsOf(heard).find(([, truth]) => !yes(truth));
  if (lid) return { decision: "denied", stoppedBy: lid[0] };
  if (yes(waysIn(heard, member, heard.iam?.allow.truth ?? false))) return { decision: "allowed" };
  if (!heard.iam && yes(waysIn(heard, member, true))) return { decision: "needs-iam" };
  return { decision: "not-allowed", ...missing(heard, member, yes) };
};

const deniesOf = ({ keyPolicy, iam, boundary, session, endpoint, scp, rcp }: LayersHeard) => {
  const denies: readonly (readonly [LayerName, Truth])[] = [
    ["rcp", rcp.deny],
    ["scp", scp.deny],
    ["key-policy", keyPolicy.deny.truth],
    ["iam", denyOf(iam)],
    ["boundary", denyOf(boundary)],
    ["session", denyOf(session)],
    ["endpoint", denyOf(endpoint)],
  ];
  return denies;
};

const denyOf = (layer: Layer | undefined): Truth => layer?.deny.truth ?? false;
const allowOf = (layer: Layer | undefined): Truth => layer?.allow.truth ?? true;

const ceilingsOf = ({ scp, endpoint }: LayersHeard): readonly (readonly [LayerName, Truth])[] => [
  ["scp", scp.allow],
  ["endpoint", allowOf(endpoint)],
];

/** Whether one of the ways in is open, taking `identity` for what the caller's identity policies say. */
const waysIn = (heard: LayersHeard, member: Member, identity: Truth): Truth => {
  const { keyPolicy, boundary, session, scene } = heard;
  // The grant alone decides that (KMS Developer Guide, "Retiring and revoking grants").
  if (scene.action.toLowerCase() === "kms:retiregrant") return byGrant(heard, member, identity);
  const capped = (truth: Truth) => allOf([truth, allowOf(boundary), allowOf(session)]);
  const { direct, role, account } = keyPolicy;
  const named = anyOf([direct.truth, role.truth, account.truth]);
  if (member.caller.account === undefined) return anyOf([direct.truth, byGrant(heard, member, identity)]);
  if (!scene.home) {
    // A root user has no policies of its own; of an account of which nothing is known that counts as its IAM does.
    const isFree = member.caller.kind === "root-user" && heard.iam !== undefined;
    const across = isFree ? named : capped(allOf([named, identity]));
    return anyOf([actionRole(scene.action).crossAccount && across, byGrant(heard, member, identity)]);
  }
  const delegated =
    member.caller.kind === "root-user" ? account.truth : capped(allOf([account.truth, identity]));
  return anyOf([direct.truth, capped(role.truth), delegated, byGrant(heard, member, identity)]);
};

/**
 * A grant needs nothing else in the key's own account. Across accounts the caller's side must trust the key: by having
 * issued the grant, or by an IAM policy (KMS Developer Guide, "Troubleshooting key access"); whether a grant alone
 * would do, and whether a boundary that is silent caps it, is not documented.
 */
const byGrant = (heard: LayersHeard, { caller }: Member, identity: Truth): Truth => {
  const silentLid = allOf([allowOf(heard.boundary), allowOf(heard.session)]) === true;
  const capped: Truth =
    silentLid || unknown("whether a boundary that is silent caps a grant is not documented");
  const delegated: Truth = heard.iam && identity !== true ? identity : issuersIam;
  const ways = (heard.grants ?? []).map(({ truth, grant, ofIssuer }) => {
    if (ofIssuer) return delegated;
    const trusted = heard.scene.home || grant.issuingAccount === caller.account || identity === true;
    const trust: Truth =
      trusted || unknown("whether a grant of the key's account alone is enough is not documented");
    return allOf([truth, trust, capped]);
  });
  return anyOf(ways);
};

const missing = (heard: LayersHeard, { caller }: Member, yes: (truth: Truth) => boolean) => {
  const { direct, role, account } = heard.keyPolicy;
  if (![direct, role, account].some(({ truth }) => yes(truth))) return { stoppedBy: "key-policy" as const };
  if (caller.account === undefined) return {};
  if (heard.boundary && !yes(heard.boundary.allow.truth)) return { stoppedBy: "boundary" as const };
  if (heard.session && !yes(heard.session.allow.truth)) return { stoppedBy: "session" as const };
  return heard.iam && !yes(heard.iam.allow.truth) ? { stoppedBy: "iam" as const } : {};
};

/** Why the answer is not certain: the clauses of everything that is open. */
export const reasonsOf = (heard: LayersHeard, member: Member): readonly string[] => {
  const { keyPolicy, iam, boundary, session, endpoint } = heard;
  const layers = [iam, boundary, session, endpoint].flatMap((layer) =>
    layer ? [layer.allow.truth, layer.deny.truth] : [],
  );
  const truths = [
    ...[keyPolicy.direct, keyPolicy.role, keyPolicy.account, keyPolicy.deny].map(({ truth }) => truth),
    ...layers,
    ...[heard.scp.allow, heard.scp.deny, heard.rcp.deny],
    byGrant(heard, member, iam?.allow.truth ?? false),
  ];
  return [...new Set(truths.flatMap((truth) => (isUnknown(truth) ? [truth.because] : [])))];
};
