import { compareAccess } from "../../access/compare-access.ts";
import type { AccessChange } from "../../access/types.ts";
import { compareWithWorld } from "../../access/with-world.ts";
import type { CompareKey, KeyPair } from "../../change/key-diff.ts";
import type { Context } from "../../cli/app.ts";
import { UsageError } from "../../errors.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import { symbolText, unveil } from "../../policy/symbols.ts";
import { lookedAt, type Looked, lookedAtTogether } from "../../world/looked-at.ts";
import { type People, peopleOf } from "../../world/people.ts";
import { callersOfLines } from "../effective/callers-of-lines.ts";
import { questionAbout, worldOf } from "../effective/iam-data.ts";
import type { IamDataOptions } from "../effective/iam-data-options.ts";

/** Who gains and who loses what of a key. */
type ChangeOfKey = Pick<AccessChange, "gained" | "lost"> & { readonly facts: KeyFacts };

/** How keys are compared by name, of whom that tells, and what was looked at. */
export interface KeysByName {
  readonly compare: CompareKey;
  /** What an answer about a key does not know, for the notes of that key. */
  readonly unknownOf: (facts: KeyFacts) => readonly string[];
  readonly people: People;
  /** What an answer rests on that tells of these. */
  readonly lookedFor: (changes: readonly ChangeOfKey[]) => Looked;
}

/**
 * Compares the keys of documents with IAM data. A key that has no ARN yet is one that no IAM policy names by its id; that is said.
 * Throws UsageError (`account-needed`) where no document tells its account, and what worldOf throws.
 */
export const keysByName = async (
  context: Context,
  options: IamDataOptions,
  pairs: readonly KeyPair[],
): Promise<KeysByName> => {
  const account = pairs.map(({ facts }) => knownAccount(facts)).find((one) => one !== undefined);
  if (account === undefined)
    throw new UsageError(
      "account-needed",
      "IAM data is of an account, and the documents do not tell theirs",
      {
        hint: "give it with --account",
      },
    );
  const world = await worldOf(context, options, account);
  const region = context.global.region;
  const compare: CompareKey = (old, fresh, facts) => {
    if (knownAccount(facts) === undefined) return compareAccess(old, fresh, facts);
    const key = { policy: fresh, facts: { ...facts, arn: facts.arn ?? standIn(facts, region) } };
    return compareWithWorld(old, questionAbout({ ...key, grants: undefined }, world));
  };
  return {
    compare,
    unknownOf,
    people: peopleOf(world, context.outside.clock.now()),
    lookedFor: (changes) => {
      const each = changes.map(({ gained, lost, facts }) => {
        const owner = knownAccount(facts) ?? account;
        return lookedAt(world, owner, {}, callersOfLines(world, [...gained, ...lost], owner));
      });
      return lookedAtTogether(each.length > 0 ? each : [lookedAt(world, account)]);
    },
  };
};

const knownAccount = ({ account }: KeyFacts): string | undefined =>
  account !== undefined && unveil(account) === account ? account : undefined;

/** The ARN of a key of which the document does not know the id. */
const standIn = ({ partition = "aws", region, account = "" }: KeyFacts, given: string | undefined): string =>
  `arn:${partition}:kms:${region ?? given ?? symbolText("AWS::Region")}:${account}:key/${symbolText("key id")}`;

const unknownOf = (facts: KeyFacts): readonly string[] => {
  if (knownAccount(facts) === undefined) return ["its account is not known: told by the key policy alone"];
  if (facts.arn !== undefined) return [];
  return ["its ARN is not known: an IAM policy that names it by its id is not seen"];
};
