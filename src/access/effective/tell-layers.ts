import { isUnknown, type Truth } from "../evaluator/truth.ts";
import type { Ceiling } from "./ceilings.ts";
import { firstOf, type Layer } from "./layer.ts";
import type { LayersHeard } from "./layers-heard.ts";
import type { Member } from "./member.ts";
import type { LayerAnswer, LayerName } from "./types.ts";

/** What each layer says, one answer a layer, in the order in which AWS asks them. */
export const tellLayers = (heard: LayersHeard, member: Member): readonly LayerAnswer[] => [
  keyPolicyAnswer(heard),
  iamAnswer(heard, member),
  boundaryAnswer(heard, member),
  member.caller.account === undefined ? { layer: "session", says: "none" } : sessionAnswer(heard),
  ceilingAnswer(heard.scp),
  ceilingAnswer(heard.rcp),
  heard.endpoint ? heldAnswer("endpoint", heard.endpoint) : { layer: "endpoint", says: "not-known" },
  grantAnswer(heard),
];

const keyPolicyAnswer = ({ keyPolicy, scene }: LayersHeard): LayerAnswer => {
  const { direct, role, account, deny } = keyPolicy;
  const layer = "key-policy";
  if (deny.truth === true) return { layer, says: "denies", ...by(deny) };
  const enough = firstOf(scene.home ? [direct, role] : []);
  if (enough.truth === true) return { layer, says: "allows", ...by(enough) };
  const open = firstOf([direct, role, account, deny].filter(({ truth }) => isUnknown(truth)));
  if (isUnknown(open.truth)) return { layer, says: "not-known", because: open.truth.because, ...by(open) };
  const handed = firstOf([account, direct, role]);
  if (handed.truth !== true) return { layer, says: "silent" };
  return { layer, says: scene.caller.kind === "root-user" ? "allows" : "leaves-to-iam", ...by(handed) };
};

const iamAnswer = ({ iam, scene }: LayersHeard, { caller, directory, person }: Member): LayerAnswer => {
  const isFree = caller.kind === "root-user" && (scene.home || directory !== undefined);
  if (isFree || caller.account === undefined) return { layer: "iam", says: "none" };
  if (iam) return layerAnswer("iam", iam);
  const because = !directory
    ? `no IAM data of account ${caller.account} is at hand`
    : person
      ? "its IAM policies were not read"
      : "the IAM data has no user or role of that name";
  return { layer: "iam", says: "not-known", because };
};

const boundaryAnswer = ({ boundary }: LayersHeard, { caller, person }: Member): LayerAnswer => {
  const isPerson = caller.kind !== "root-user" && caller.account !== undefined;
  return isPerson && !person
    ? { layer: "boundary", says: "not-known", because: "nothing is known of its permissions boundary" }
    : heldAnswer("boundary", boundary);
};

const sessionAnswer = ({ session }: LayersHeard): LayerAnswer =>
  session
    ? layerAnswer("session", session)
    : { layer: "session", says: "not-known", because: "session policies cannot be looked up" };

const heldAnswer = (layer: LayerName, held: Layer | undefined): LayerAnswer =>
  held ? layerAnswer(layer, held) : { layer, says: "none" };

const layerAnswer = (layer: LayerName, { allow, deny }: Layer): LayerAnswer => {
  if (deny.truth === true) return { layer, says: "denies", ...by(deny) };
  const open = [deny, allow].find(({ truth }) => isUnknown(truth));
  if (open && isUnknown(open.truth))
    return { layer, says: "not-known", because: open.truth.because, ...by(open) };
  return allow.truth === true ? { layer, says: "allows", ...by(allow) } : { layer, says: "silent" };
};

const ceilingAnswer = ({ layer, says, level, because, allow, deny, ...voice }: Ceiling): LayerAnswer => ({
  ...{ layer, says },
  ...by(voice),
  ...(level !== undefined && { level }),
  ...(says === "not-known" && { because: because ?? reason([allow, deny]) }),
});

const reason = (truths: readonly Truth[]): string =>
  truths.flatMap((truth) => (isUnknown(truth) ? [truth.because] : []))[0] ?? "it was not looked at";

const grantAnswer = ({ grants }: LayersHeard): LayerAnswer => {
  const layer = "grant";
  if (!grants) return { layer, says: "not-known", because: "the key's grants were not looked at" };
  const voice = firstOf(grants);
  if (voice.truth === false) return { layer, says: "none" };
  return isUnknown(voice.truth)
    ? { layer, says: "not-known", because: voice.truth.because, ...by(voice) }
    : { layer, says: "allows", ...by(voice) };
};

const by = (voice: { readonly by?: LayerAnswer["by"] }): Pick<LayerAnswer, "by"> =>
  voice.by ? { by: voice.by } : {};
