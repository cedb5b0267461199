import type { KeyFacts } from "../policy/key-facts.ts";
import { allowableActions, mayBeNewAction } from "../policy/kms-actions.ts";
import { whyNeverGiven } from "../policy/never-given.ts";

/** A set of permissions that people know by one name: `core` must all be there, `optional` joins where present. */
interface ActionGroup {
  readonly words: string;
  readonly core: readonly string[];
  readonly optional: readonly string[];
}

// What the console's four statements resolve to today (KMS Developer Guide, "Default key policy").
const groups: readonly ActionGroup[] = [
  {
    words: "administration of the key",
    core: [
      ...[
        "CreateAlias",
        "CreateGrant",
        "DeleteAlias",
        "DescribeKey",
        "DisableKey",
        "EnableKey",
        "GetKeyPolicy",
      ],
      ...["ListGrants", "ListKeyPolicies", "ListResourceTags", "PutKeyPolicy", "RevokeGrant", "UpdateAlias"],
      ...["UpdateKeyDescription"],
    ],
    optional: [
      ...["DeleteImportedKeyMaterial", "DisableKeyRotation", "EnableKeyRotation", "GetKeyLastUsage"],
      ...["GetKeyRotationStatus", "GetParametersForImport", "GetPublicKey", "ImportKeyMaterial"],
      ...["ListKeyRotations", "ReplicateKey", "RotateKeyOnDemand", "TagResource", "UntagResource"],
      "UpdatePrimaryRegion",
    ],
  },
  { words: "deletion of the key", core: ["CancelKeyDeletion", "ScheduleKeyDeletion"], optional: [] },
  {
    words: "use of the key",
    core: [
      ...["Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "GenerateDataKey"],
      ...["GenerateDataKeyWithoutPlaintext", "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"],
    ],
    optional: ["DescribeKey"],
  },
  {
    words: "use of the key",
    core: ["Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo"],
    optional: ["DescribeKey", "GetPublicKey"],
  },
  { words: "use of the key", core: ["Sign", "Verify"], optional: ["DescribeKey", "GetPublicKey"] },
  { words: "use of the key", core: ["GenerateMac", "VerifyMac"], optional: ["DescribeKey"] },
  { words: "use of the key", core: ["DeriveSharedSecret", "DescribeKey", "GetPublicKey"], optional: [] },
  {
    words: "use of the key",
    core: ["Encapsulate", "Decapsulate"],
    optional: ["DescribeKey", "GetPublicKey"],
  },
  {
    words: "grants (create, list, revoke)",
    core: ["CreateGrant", "ListGrants", "RevokeGrant"],
    optional: [],
  },
];

/** So few are named as what is missing from all, rather than the many that are there. */
const fewMissing = 3;

/** Those that give away control of the key, riskiest first; they are named before all others. */
const riskiest = ["PutKeyPolicy", "CreateGrant", "ScheduleKeyDeletion", "Decrypt", "ReplicateKey", "Sign"];

/**
 * Actions as a person says them: folded into the console's groups where those are complete, the rest by name, the
 * riskiest first. `actions` are `kms:Name`, without wildcards; with `full` each is named. What the key cannot do is not missed.
 */
export const actionWords = (actions: readonly string[], facts: KeyFacts, full: boolean): string => {
  const names = actions.map((action) => action.replace(/^kms:/, ""));
  if (full) return listWords(byRisk(names).map(qualified), Number.POSITIVE_INFINITY);
  const missing = allowableActions.filter(
    (action) => !actions.includes(action) && whyNeverGiven(action, facts) === undefined,
  );
  if (missing.length === 0) return "every action (kms:*)";
  if (missing.length <= fewMissing) return `every action but ${listWords(missing, fewMissing)}`;
  const { words, rest } = fold(names);
  if (words.length === 0) return listWords(byRisk(rest).map(qualified), rest.length <= 3 ? 3 : 1);
  return listWords([...words, ...byRisk(rest).map(qualified)], words.length + (rest.length <= 2 ? 2 : 1));
};

const useWords = "use of the key";
const uses = groups.filter(({ words }) => words === useWords);
const useActions = new Set(uses.flatMap(({ core }) => core.filter((name) => !/^(Describe|Get)/.test(name))));

// Sign and Verify are all the use of one kind of key, and of another no part of it: where kms:Decrypt is left over, nobody can tell.
const isWholeUse = ({ core }: ActionGroup, present: ReadonlySet<string>): boolean => {
  if (core === uses[0]?.core) return true;
  const complete = uses.filter((use) => use.core.every((name) => present.has(name)));
  const covered = new Set(complete.flatMap((use) => use.core));
  return [...present].every((name) => !useActions.has(name) || covered.has(name));
};

const fold = (names: readonly string[]): { words: string[]; rest: string[] } => {
  const present = new Set(names);
  const taken = new Set<string>();
  const words = new Set<string>();
  for (const group of groups) {
    const core = group.core.every((name) => present.has(name));
    if (!core || group.core.every((name) => taken.has(name))) continue;
    if (group.words === useWords && !isWholeUse(group, present)) continue;
    words.add(group.words);
    for (const name of [...group.core, ...group.optional]) taken.add(name);
  }
  return { words: [...words], rest: names.filter((name) => !taken.has(name)) };
};

const qualified = (name: string): string =>
  mayBeNewAction(`kms:${name}`) ? `kms:${name} (not known to this kmspol)` : `kms:${name}`;

const byRisk = (names: readonly string[]): string[] => {
  const rank = (name: string) => (riskiest.includes(name) ? riskiest.indexOf(name) : riskiest.length);
  return [...names].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
};

/** `a, b and c`; beyond `limit` entries `a, b and 5 more`. */
export const listWords = (words: readonly string[], limit: number): string => {
  const shown =
    words.length > limit ? [...words.slice(0, limit), `${words.length - limit} more`] : [...words];
  const last = shown.pop() ?? "";
  return shown.length === 0 ? last : `${shown.join(", ")} and ${last}`;
};
