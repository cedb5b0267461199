import type { BoundPolicy, Level } from "../../world/types.ts";
import { allOf, type Truth, unknown } from "../evaluator/truth.ts";
import { firstOf, type LayerRequest, layerOf, type Voice } from "./layer.ts";
import { type Member, organizationOf } from "./member.ts";
import type { EffectiveQuestion, LayerAnswer } from "./types.ts";

/** What a ceiling of an organization says: every level must allow, none may deny. */
export interface Ceiling {
  readonly layer: "scp" | "rcp";
  readonly says: LayerAnswer["says"];
  readonly allow: Truth;
  readonly deny: Truth;
  readonly level?: string;
  readonly by?: Voice["by"];
  readonly because?: string;
}

const bindsNobody = (layer: Ceiling["layer"], says: "none" | "not-known", because?: string): Ceiling => ({
  ...{ layer, says, allow: true, deny: false },
  ...(because !== undefined && { because }),
});

// A level that is missing from what was told may not allow, and may deny. Whether an RCP allows nobody asks.
const undecided = (layer: Ceiling["layer"], because: string): Ceiling => ({
  ...{ layer, says: "not-known", because },
  ...{ allow: unknown(because), deny: unknown(because) },
});

/**
 * The service control policies over the caller. They go with the caller's account, and bind neither the management
 * account nor service-linked roles nor services (Organizations User Guide, "Service control policies").
 */
export const scpOver = (member: Member, request: LayerRequest, question: EffectiveQuestion): Ceiling => {
  const { caller, serviceLinked } = member;
  if (caller.account === undefined || serviceLinked) return bindsNobody("scp", "none");
  return ceilingOver("scp", caller.account, request, question);
};

/**
 * The resource control policies over the key. They go with the key's account, and bind whoever calls but
 * service-linked roles; RetireGrant and the keys that AWS manages they leave alone (KMS Developer Guide, "Resource
 * control policies in AWS KMS").
 */
export const rcpOver = (member: Member, request: LayerRequest, question: EffectiveQuestion): Ceiling => {
  const { account, manager } = question.key.facts;
  if (member.serviceLinked || manager === "AWS" || request.action === "kms:RetireGrant")
    return bindsNobody("rcp", "none");
  if (account === undefined) return bindsNobody("rcp", "not-known", "whose key it is is not known");
  return ceilingOver("rcp", account, request, question);
};

const ceilingOver = (
  layer: Ceiling["layer"],
  account: string,
  request: LayerRequest,
  { world }: EffectiveQuestion,
): Ceiling => {
  const organization = organizationOf(account, world);
  if (!organization)
    return bindsNobody(layer, "not-known", `the organization of ${account} was not looked at`);
  if (organization.management === account || !organization.enabled[layer]) return bindsNobody(layer, "none");
  const levels = organization.levelsOf(account);
  if (levels === undefined || "unknown" in levels) {
    const because = levels?.unknown ?? `${account} has no place in the organization`;
    return levels?.partly ? undecided(layer, because) : bindsNobody(layer, "not-known", because);
  }
  return throughLevels(layer, levels, request);
};

const throughLevels = (layer: Ceiling["layer"], levels: readonly Level[], request: LayerRequest): Ceiling => {
  const heard = levels.map((level) => ({
    level: level.target,
    ...layerOf(policiesAt(level, layer), request),
  }));
  const deny = firstOf(heard.map((one) => one.deny));
  const denied = heard.find((one) => one.deny === deny || one.deny.truth === deny.truth);
  if (deny.truth === true)
    return { layer, says: "denies", allow: true, deny: true, ...at(denied?.level, deny) };
  // A level of an RCP cannot be without an Allow: RCPFullAWSAccess is attached to each and cannot be taken away.
  const allows = layer === "rcp" ? [] : heard;
  const allow = allOf(allows.map((one) => one.allow.truth));
  const silent = allows.find((one) => one.allow.truth === false);
  const says = allow === false ? "silent" : allow === true && deny.truth === false ? "allows" : "not-known";
  return { layer, says, allow, deny: deny.truth, ...at(silent?.level, deny) };
};

const policiesAt = (level: Level, layer: Ceiling["layer"]): readonly BoundPolicy[] => level[layer];

const at = (level: string | undefined, { by }: Voice) => ({
  ...(level !== undefined && { level }),
  ...(by && { by }),
});
