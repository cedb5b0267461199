import { isList, isRecord, type JsonObject } from "../policy/json-value.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { JsonValue } from "../policy/syntax.ts";
import { joinFacts, wordOf } from "./arn-facts.ts";
import { defaultPolicy, type Contained, type ContainedKey, type Container, type Fate } from "./contained.ts";
import { configuredResource, referencesOf } from "./plan-configuration.ts";
import { documentPolicy } from "./plan-document.ts";
import { locate } from "./json-places.ts";
import { planReadOnly, type PlannedChange } from "./plan-entry.ts";
import type { Deployment } from "./marks.ts";
import { policyIn } from "./policy-value.ts";
import { attributeFacts, isKey, isKeyType, isMarked, ownAccount } from "./terraform-key.ts";

/**
 * The keys of a plan (`terraform show -json`; Terraform documentation, "JSON Output Format"). A policy that is not known yet is told
 * apart by the configuration: none is given (KMS puts its default one), a data document that is known in part, or something else.
 */
export const planIn = (document: string, root: JsonValue, deployment: Deployment): Container | undefined => {
  if (!isRecord(root) || root["format_version"] === undefined) return undefined;
  const listed = root["resource_changes"];
  if (!isList(listed) && root["planned_values"] === undefined) return undefined;
  const changes = (isList(listed) ? listed : []).flatMap((entry, index) => plannedChange(entry, index));
  const wanted = changes.filter(({ type }) => isKeyType(type));
  const policies = new Map(
    wanted
      .filter(({ type }) => type === "aws_kms_key_policy")
      .map((entry) => [entry, keyOfPolicy(root, entry, wanted)] as const),
  );
  const owner = oneOwner(wanted.map(({ type, change }) => factsOf(type, change)));
  const keys = wanted.flatMap((entry): ContainedKey[] => {
    if (policies.get(entry)) return [];
    const apart = [...policies].find(([, key]) => key === entry)?.[0];
    const facts = factsOf(entry.type, entry.change);
    return [plannedKey({ document, root, changes, entry, holder: apart ?? entry, facts, deployment }, owner)];
  });
  return { kind: "a Terraform plan", keys, readOnly: planReadOnly };
};

/** The account of all keys of the plan that tell theirs, and its partition; nothing where they tell several. */
const oneOwner = (all: readonly KeyFacts[]): Pick<KeyFacts, "account" | "partition"> => {
  const told = all.filter(({ account }) => account !== undefined);
  const [first] = told;
  const isOne = told.every(({ account }) => account === first?.account);
  return first && isOne ? { account: first.account, partition: first.partition } : {};
};

const plannedChange = (entry: JsonValue, index: number): PlannedChange[] => {
  if (!isRecord(entry) || !isRecord(entry["change"]) || entry["deposed"] !== undefined) return [];
  const { address, type } = entry as Record<string, JsonValue>;
  if (typeof address !== "string" || typeof type !== "string") return [];
  return [
    { address, type, change: entry["change"], whole: entry, path: ["resource_changes", index, "change"] },
  ];
};

/** What the entry tells of the key, as it will be first; or as it is. */
const factsOf = (type: string, change: JsonObject, sides = ["after", "before"]): KeyFacts =>
  joinFacts(
    ...sides.map((side) => {
      const values = change[side];
      return isRecord(values) ? attributeFacts(type, values) : {};
    }),
  );

/** The key that an `aws_kms_key_policy` belongs to, where the configuration or the key's id tells it. */
const keyOfPolicy = (
  root: JsonObject,
  entry: PlannedChange,
  all: readonly PlannedChange[],
): PlannedChange | undefined => {
  const { before, after } = entry.change;
  const id = [before, after].map((side) => (isRecord(side) ? side["key_id"] : undefined)).find(Boolean);
  const byId = all.find(({ type, change }) => {
    const old = change["before"];
    return isKey(type) && id !== undefined && isRecord(old) && (old["key_id"] === id || old["arn"] === id);
  });
  if (byId) return byId;
  const module = entry.address.slice(0, entry.address.lastIndexOf("aws_kms_key_policy"));
  const index = /\[[^\]]*\]$/.exec(entry.address)?.[0] ?? "";
  const names = referencesOf(configuredResource(root, entry.address), "key_id");
  return all.find(
    ({ type, address }) =>
      isKey(type) && names.some((name) => address === module + name || address === module + name + index),
  );
};

/** A key of the plan, and the entry that has its policy: its own, or that of its `aws_kms_key_policy`. */
interface Planned {
  readonly document: string;
  readonly root: JsonObject;
  readonly changes: readonly PlannedChange[];
  readonly entry: PlannedChange;
  readonly holder: PlannedChange;
  readonly facts: KeyFacts;
  readonly deployment: Deployment;
}

const plannedKey = (planned: Planned, owner: Pick<KeyFacts, "account" | "partition">): ContainedKey => {
  const { entry, holder } = planned;
  const { account } = owner;
  const assumed = planned.facts.account === undefined && account !== undefined;
  const whole = { ...planned, facts: joinFacts(planned.facts, assumed ? owner : {}) };
  const configured = configuredResource(planned.root, entry.address);
  const earlier = entry.whole["previous_address"];
  const isTwice = holder !== entry && configured !== undefined && Object.hasOwn(configured, "policy");
  const fate = fateOf(entry, holder);
  return {
    ...(isTwice && { rival: rivalOf(whole) }),
    selector: entry.address,
    names: [
      ...(holder === entry ? [] : [holder.address]),
      ...(typeof earlier === "string" ? [earlier] : []),
      entry.address.replaceAll('"', ""),
    ],
    facts: whole.facts,
    before: policyBefore(whole),
    beforeFacts: factsOf(entry.type, entry.change, ["before", "after"]),
    policy: policyAfter(whole),
    fate,
    ...(fate.change === "removed" && { retained: fate.because !== undefined }),
    ...(assumed && { notes: [`the account ${account} is that of the other keys of this plan`] }),
  };
};

const rivalOf = (planned: Planned) => ({
  message: `${planned.entry.address} has a policy of its own, and ${planned.holder.address} puts another one`,
  get at() {
    return placeOf(planned);
  },
});

const policyBefore = (planned: Planned): Contained => {
  if (!isRecord(planned.entry.change["before"])) return { state: "none" };
  const { change, path } = planned.holder;
  const values = change["before"];
  if (!isRecord(values)) return byDefault(planned);
  if (isMarked(change["before_sensitive"], "policy")) return hidden(planned);
  const place = [...path, "before", "policy"];
  return policyIn(planned.document, values["policy"], place, planReadOnly, true) ?? byDefault(planned);
};

const policyAfter = (planned: Planned): Contained => {
  if (!isRecord(planned.entry.change["after"])) return { state: "none" };
  const { change, path, address } = planned.holder;
  const values = change["after"];
  if (isMarked(change["after_sensitive"], "policy")) return hidden(planned);
  const known = isRecord(values) ? values["policy"] : undefined;
  const found = policyIn(planned.document, known, [...path, "after", "policy"], planReadOnly, true);
  if (found) return found;
  if (!isMarked(change["after_unknown"], "policy")) return byDefault(planned);
  const configured = configuredResource(planned.root, address);
  if (configured && !Object.hasOwn(configured, "policy")) return byDefault(planned);
  const references = referencesOf(configured, "policy");
  return documentPolicy({ ...planned, address }, references) ?? waitingFor(planned, references);
};

/** Where the plan tells what becomes of the resource with the policy. */
const placeOf = ({ document, holder }: Planned): number => locate(document, holder.path)?.start ?? 0;

const byDefault = (planned: Planned): Contained => {
  const { account, partition } = joinFacts(planned.facts, planned.deployment);
  return defaultPolicy(ownAccount({ account }), partition, () => placeOf(planned));
};

const hidden = (planned: Planned): Contained => ({
  state: "unknown",
  code: "policy-unknown",
  message: "the policy is marked as sensitive, and is not shown",
  get at() {
    return placeOf(planned);
  },
  dependsOn: [],
});

const waitingFor = (planned: Planned, references: readonly string[]): Contained => {
  const dependsOn = references.filter(
    (name) => !references.some((other) => other !== name && other.startsWith(`${name}.`)),
  );
  const on = dependsOn.length === 0 ? "" : `; it depends on ${dependsOn.join(" and ")}`;
  return {
    state: "unknown",
    code: "policy-unknown",
    message: `the policy is known only after apply${on}`,
    get at() {
      return placeOf(planned);
    },
    dependsOn,
  };
};

const fateOf = ({ change, whole }: PlannedChange, holder: PlannedChange): Fate => {
  const actions = isList(change["actions"]) ? change["actions"] : [];
  const has = (action: string) => actions.includes(action);
  if (has("create") && has("delete")) {
    const paths = change["replace_paths"];
    const names = isList(paths)
      ? paths.map((path) => (isList(path) ? path.map(wordOf).join(".") : wordOf(path)))
      : [];
    return { change: "replaced", ...(names.length > 0 && { because: `by ${names.join(", ")}` }) };
  }
  if (has("create")) return { change: "added" };
  if (has("delete") || has("forget"))
    return { change: "removed", ...(has("forget") && { because: "forgotten" }) };
  const from = whole["previous_address"];
  if (typeof from === "string") return { change: "moved", because: `from ${from}` };
  const other = holder.change["actions"];
  return { change: has("update") || (isList(other) && !other.includes("no-op")) ? "changed" : "same" };
};
