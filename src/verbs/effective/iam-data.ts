import type { EffectiveQuestion } from "../../access/effective/types.ts";
import { KmspolError, UsageError } from "../../errors.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import type { Policy } from "../../policy/model.ts";
import type { Grant, KeyStore } from "../../ports.ts";
import { inPartition } from "../../world/in-partition.ts";
import { grantsOn, readGrants } from "../../world/read-grants.ts";
import { readWorld } from "../../world/read-world.ts";
import type { KeyGrant, World } from "../../world/types.ts";
import type { Context } from "../../cli/app.ts";
import { asksIam, type IamDataOptions } from "./iam-data-options.ts";
import { openAws } from "../../cli/open-aws.ts";
import type { OpenTarget } from "../../target/open-target.ts";

/**
 * Everything that is known for a question about effective access; undefined where no IAM data was asked for. Of a key its tags,
 * aliases and grants are read as far as they may be. Throws UsageError: `key-arn-needed`, and what readWorld throws.
 */
export const effectiveQuestion = async (
  context: Context,
  options: IamDataOptions,
  open: OpenTarget,
  policy: Policy,
): Promise<EffectiveQuestion | undefined> => {
  if (!asksIam(options)) return undefined;
  const { arn } = open.facts;
  if (arn === undefined) {
    throw new UsageError(
      "key-arn-needed",
      "IAM policies speak of a key by its ARN, which a policy file does not tell",
      {
        hint: "give it with --key-arn arn:aws:kms:REGION:ACCOUNT:key/ID",
      },
    );
  }
  const [world, { facts, grants }] = await Promise.all([
    worldOf(context, options, open.facts.account),
    liveFacts(context, open, arn),
  ]);
  return questionAbout({ policy, facts, grants }, world);
};

/** A key as it is known by itself; `grants` undefined where nobody asked for them, or they may not be read. */
export interface KnownKey {
  readonly policy: Policy;
  readonly facts: KeyFacts;
  readonly grants: readonly KeyGrant[] | undefined;
}

/** What is asked about a key in a world: of the grants that files tell of those on this key count, and win. */
export const questionAbout = ({ policy, facts, grants }: KnownKey, world: World): EffectiveQuestion => ({
  key: { policy, facts },
  world: {
    ...inPartition(world, facts.arn?.split(":")[1]),
    grants: grantsOn(world.grants, facts.arn) ?? grants,
  },
  ceilings: {},
});

/** What files and, asked for, AWS itself tell. Files win for the accounts that they hold. Throws what readWorld throws. */
export const worldOf = async (
  context: Context,
  { iam = false, iamData = [], accountProfile = [] }: IamDataOptions,
  account: string | undefined,
): Promise<World> => {
  const files = await context.outside.dataFiles();
  const read = (await Promise.all(iamData.map((path) => files.read(path)))).flat();
  const told = readWorld(read);
  if (!iam) return told;
  const { liveAnswers } = await import("./live-answers.ts");
  return joined(told, readWorld(await liveAnswers(context, { accountProfile, account, told })));
};

const joined = (told: World, live: World): World => ({
  directories: new Map([...live.directories, ...told.directories]),
  organizations: [...told.organizations, ...live.organizations],
  grants: told.grants ?? live.grants,
  notRead: [...(told.notRead ?? []), ...(live.notRead ?? [])],
});

interface Live {
  readonly facts: KeyFacts;
  readonly grants: readonly KeyGrant[] | undefined;
}

// What may not be read is left unknown, and the answer says so.
const liveFacts = async (context: Context, { target, facts }: OpenTarget, arn: string): Promise<Live> => {
  if (target.kind !== "key") return { facts, grants: undefined };
  return namesOfKey((await openAws(context)).keys, target.aliases, { ...facts, arn });
};

/** The key with its tags and its grants, as far as they may be read. */
export const namesOfKey = async (
  keys: KeyStore,
  aliases: readonly string[],
  facts: KeyFacts & { readonly arn: string },
): Promise<Live> => {
  const [tags, grants] = await Promise.all([
    ifAllowed(keys.tags(facts.arn)),
    ifAllowed(keys.grants(facts.arn)),
  ]);
  // A key of which no alias could be read may have some.
  const known = { ...facts, aliases: aliases.length > 0 ? aliases : undefined, tags };
  return { facts: known, grants: grants && readGrants({ Grants: grants.map(asListed) }) };
};

const asListed = ({ id, grantee, operations, constraints, issuingAccount }: Grant) => ({
  ...{ GrantId: id, GranteePrincipal: grantee, Operations: operations },
  ...{ Constraints: constraints, IssuingAccount: issuingAccount },
});

const ifAllowed = async <Value>(asked: Promise<Value>): Promise<Value | undefined> => {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof KmspolError) return undefined;
    throw error;
  }
};
