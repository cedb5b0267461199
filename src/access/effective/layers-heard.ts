import type { BoundPolicy } from "../../world/types.ts";
import { requestContext } from "../evaluator/request-context.ts";
import { type OpenRequest, type Scene, scenesOf } from "../evaluator/scene.ts";
import { type Ceiling, rcpOver, scpOver } from "./ceilings.ts";
import { type GrantVoice, grantVoices } from "./grant-voice.ts";
import { type KeyPolicyVoices, keyPolicyVoices } from "./key-policy-voices.ts";
import { factsOfCaller, factsOfKey, type KnownFacts } from "./known-facts.ts";
import { type Layer, type LayerRequest, layerOf } from "./layer.ts";
import type { Member } from "./member.ts";
import type { EffectiveQuestion } from "./types.ts";

/** What each layer says to one request, before it is put together. An absent layer binds nobody. */
export interface LayersHeard {
  readonly scene: Scene;
  readonly keyPolicy: KeyPolicyVoices;
  /** Identity policies; undefined where the account's data is not at hand. */
  readonly iam: Layer | undefined;
  readonly boundary: Layer | undefined;
  readonly session: Layer | undefined;
  readonly endpoint: Layer | undefined;
  readonly scp: Ceiling;
  readonly rcp: Ceiling;
  readonly grants: readonly GrantVoice[] | undefined;
}

/** Asks every layer, in each way the request may be meant (most often one). */
export const hearLayers = (
  request: OpenRequest,
  member: Member,
  question: EffectiveQuestion,
): readonly LayersHeard[] => {
  const { key } = question;
  const ofCaller = factsOfCaller(member, question);
  const { isOpen: mayCarry = () => false } = request;
  const open: OpenRequest = {
    ...request,
    given: [
      ...request.given.filter((entry) => maySay(entry, ofCaller)),
      ...ofCaller.entries,
      ...arnOfRole(member),
    ],
    isOpen: (name) => ofCaller.isOpen(name) || (mayCarry(name) && !ofCaller.isSettled(name)),
    ...(ofCaller.startOf && { startOf: ofCaller.startOf }),
  };
  return scenesOf(key.policy, open, key.facts).map((scene) => hear(scene, request, member, question));
};

// What a request says against what is known of its caller counts for nothing.
const maySay = (
  [name, values]: OpenRequest["given"][number],
  { isSettled, startOf }: KnownFacts,
): boolean => {
  const start = startOf?.(name.toLowerCase());
  return !isSettled(name.toLowerCase()) && values.every((value) => value.startsWith(start ?? ""));
};

// A session's ARN lacks the path of its role, which the directory knows.
const arnOfRole = ({ caller, person }: Member) =>
  caller.kind === "session" && person ? [["aws:PrincipalArn", [person.arn]] as const] : [];

const hear = (
  scene: Scene,
  { caller, action, given }: OpenRequest,
  member: Member,
  question: EffectiveQuestion,
): LayersHeard => {
  const asked = layerRequest(scene, question);
  const { person, directory } = member;
  const ceiling = (policy: BoundPolicy | undefined) => policy && layerOf([policy], asked);
  const { session, endpoint } = question.ceilings;
  return {
    scene,
    keyPolicy: keyPolicyVoices(scene, member),
    iam: person
      ? layerOf(person.policies, asked)
      : caller.kind === "root-user" && directory
        ? nothing
        : undefined,
    boundary: member.serviceLinked ? undefined : ceiling(person?.boundary),
    session: session && hasSession(caller) ? layerOf(session, asked) : undefined,
    endpoint: endpoint && !comesThroughService(given) ? layerOf(endpoint, asked, caller) : undefined,
    scp: scpOver(member, asked, question),
    rcp: rcpOver(member, asked, question),
    grants: question.world.grants && grantVoices(question.world.grants, { caller, action, given }),
  };
};

// Sessions are of roles and federated users (IAM User Guide, "Session policies").
const hasSession = ({ kind }: OpenRequest["caller"]): boolean =>
  kind === "role" || kind === "session" || kind === "federated-user";

// A service that acts for the caller calls from its own network (KMS Developer Guide, "kms:ViaService").
const comesThroughService = (given: OpenRequest["given"]): boolean =>
  given.some(([name, values]) => name.toLowerCase() === "kms:viaservice" && values.length > 0);

const nothing: Layer = { allow: { truth: false }, deny: { truth: false } };

const layerRequest = (scene: Scene, question: EffectiveQuestion): LayerRequest => {
  const { entries, isOpen, isSettled } = factsOfKey(question);
  const known = requestContext(entries, [], { isOpen });
  const names = new Set(entries.map(([name]) => name.toLowerCase()));
  const isOfKey = (name: string) => names.has(name.toLowerCase()) || isSettled(name.toLowerCase());
  return {
    action: scene.action,
    facts: question.key.facts,
    context: {
      valuesOf: (name) => (isOfKey(name) ? known : scene.context).valuesOf(name),
      startOf: (name) => scene.context.startOf(name),
      has: (name) => (isOfKey(name) ? known : scene.context).has(name),
      isAlwaysThere: (name) => !isOfKey(name) && scene.context.isAlwaysThere(name),
      isFixed: (name) => isOfKey(name) || scene.context.isFixed(name),
    },
  };
};
