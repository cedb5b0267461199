import { type Box, boxKey } from "./box.ts";

/**
 * The statements of one policy that speak of one kind of caller and one kind of action, as boxes of request contexts. Allowing
 * boxes are kept apart by how they reach the caller.
 */
export interface Rights {
  readonly named: readonly Box[];
  readonly everyone: readonly Box[];
  readonly account: readonly Box[];
  readonly deny: readonly Box[];
  /** Those of the boxes that rest on something which nobody knows. */
  readonly doubted: ReadonlySet<Box>;
  /** Equal for equal rights. */
  readonly signature: string;
}

/**
 * What an Allow is worth to a caller: to one of the key's own account a direct one is enough and one through the account needs IAM;
 * to the root user and to AWS services each is enough; to other accounts each needs IAM there, too.
 */
export type Standing = "own" | "sovereign" | "foreign";

type Part = Exclude<keyof Rights, "signature" | "doubted">;

/** Collects boxes, each once; `isDoubted`: whether one rests on something that nobody knows. */
export const rightsOf = (
  parts: Iterable<readonly [part: Part, box: Box]>,
  isDoubted: (box: Box) => boolean = () => false,
): Rights => {
  const found = {
    named: new Map<string, Box>(),
    everyone: new Map<string, Box>(),
    account: new Map<string, Box>(),
    deny: new Map<string, Box>(),
  };
  for (const [part, box] of parts) found[part].set(boxKey(box), box);
  const signature = Object.values(found)
    .map((boxes) => [...boxes.keys()].sort().join(";"))
    .join("|");
  return {
    named: [...found.named.values()],
    everyone: [...found.everyone.values()],
    account: [...found.account.values()],
    deny: [...found.deny.values()],
    doubted: new Set(Object.values(found).flatMap((boxes) => [...boxes.values()].filter(isDoubted))),
    signature,
  };
};

/** The boxes that let the caller act with nothing but the key policy. */
export const directly = ({ named, everyone, account }: Rights, standing: Standing): readonly Box[] => {
  if (standing === "foreign") return [];
  return standing === "own" ? [...named, ...everyone] : [...named, ...everyone, ...account];
};

/** The boxes that let the caller act, if need be together with IAM. */
export const atAll = ({ named, everyone, account }: Rights): readonly Box[] => [
  ...named,
  ...everyone,
  ...account,
];

/** The boxes that reach all callers of an account alike, at the level in question. */
export const forAll = ({ everyone, account }: Rights, level: "key-policy" | "iam"): readonly Box[] =>
  level === "key-policy" ? everyone : [...everyone, ...account];
