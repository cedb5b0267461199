import { UsageError } from "../../errors.ts";
import type { AssumedRole, AwsFlags } from "../../outside.ts";
import type { GlobalOptions } from "../../cli/app.ts";
import { flagWords } from "../../cli/options.ts";
import type { AccountFlags } from "../account-flags.ts";
import { valuesOf } from "./line.ts";

/** Where keys are looked for: one profile, or one account by its role, and one Region. */
export interface Place {
  readonly profile: string | undefined;
  readonly region: string | undefined;
  readonly role?: AssumedRole | undefined;
}

/**
 * Every pair of a profile, or an account, and a Region that the command line names; a flag that is not there leaves it to the
 * configuration. Throws UsageError (`missing-operand`, `conflicting-flags`).
 */
export const placesOf = (
  args: readonly string[],
  { account, assumeRole }: AccountFlags = {},
): readonly Place[] => {
  const several = (flag: string): readonly (string | undefined)[] => {
    const values = [...new Set(valuesOf(args, flag))];
    return values.length === 0 ? [undefined] : values;
  };
  const profiles = several("--profile");
  const roles = rolesOf(account, assumeRole);
  if (roles.length > 0 && profiles.length > 1)
    throw new UsageError(
      "conflicting-flags",
      "--account is reached with one profile, and several are given",
      {
        hint: "give the --profile that may assume the role in every --account",
      },
    );
  return profiles.flatMap((profile) =>
    (roles.length === 0 ? [undefined] : roles).flatMap((role) =>
      several("--region").map((region) => ({ profile, region, ...(role && { role }) })),
    ),
  );
};

const rolesOf = (accounts: readonly string[] = [], name: string | undefined): readonly AssumedRole[] => {
  if (name === undefined && accounts.length === 0) return [];
  if (name === undefined)
    throw new UsageError("missing-operand", "nothing says how the keys of --account are reached", {
      hint: "name the role to assume there: --assume-role NAME",
    });
  if (accounts.length === 0)
    throw new UsageError("missing-operand", "nothing says in which accounts --assume-role is assumed", {
      hint: "give --account ID, once for each account",
    });
  return accounts.map((account) => ({ account, name }));
};

/** The flags with which AWS is opened there. */
export const awsFlagsOf = (
  { profile, region, role }: Place,
  { endpointUrl, debug = false }: GlobalOptions,
): AwsFlags => ({ profile, region, endpointUrl, debug, role });

/** The place as words, for the record of a run; it holds no credentials. */
export const placeWords = (
  { profile, region, role }: Place,
  { endpointUrl }: GlobalOptions,
): readonly string[] =>
  flagWords({
    ...{ "--profile": profile, "--account": role?.account, "--assume-role": role?.name },
    ...{ "--region": region, "--endpoint-url": endpointUrl },
  });

/** The place that such words name. */
export const placeIn = (
  words: readonly string[],
): Pick<GlobalOptions, "profile" | "region" | "endpointUrl" | "role"> => {
  const valueOf = (flag: string): string | undefined => {
    const at = words.indexOf(flag);
    return at < 0 ? undefined : words[at + 1];
  };
  const [profile, region, endpointUrl] = ["--profile", "--region", "--endpoint-url"].map(valueOf);
  const [account, name] = ["--account", "--assume-role"].map(valueOf);
  return {
    ...(profile !== undefined && { profile }),
    ...(region !== undefined && { region }),
    ...(endpointUrl !== undefined && { endpointUrl }),
    ...(account !== undefined && name !== undefined && { role: { account, name } }),
  };
};
