import type { Context } from "../../cli/app.ts";
import { KmspolError } from "../../errors.ts";
import type { ListedPrincipals } from "../../language/types.ts";
import { noteLines } from "../../render/note-lines.ts";
import type { LspFlags } from "./lsp-flags.ts";

/** So long, in milliseconds, nobody looks again: who is in an account changes seldom. */
const freshFor = 5 * 60_000;

/**
 * Whom IAM lists, as far as it is known right now: nobody who types waits for IAM. It is looked at from the first question on, and again
 * after minutes; a look that fails is told on standard error, which editors keep as the server's log, and what was known stays.
 */
export const listedPrincipals = (context: Context, flags: LspFlags): (() => ListedPrincipals) => {
  let known: ListedPrincipals = new Map();
  if (flags.iam !== true && (flags.iamData ?? []).length === 0) return () => known;
  const { clock, terminal } = context.outside;
  let lookedAt = -Infinity;
  const look = async (): Promise<void> => {
    try {
      known = await lookUp(context, flags);
    } catch (error) {
      if (!(error instanceof KmspolError)) throw error;
      terminal.note(noteLines([`whom IAM lists is not known: ${error.message}`], terminal));
    }
  };
  return () => {
    const now = clock.now().getTime();
    if (now - lookedAt > freshFor) {
      lookedAt = now;
      void look();
    }
    return known;
  };
};

/** Files win for the accounts that they hold, as wherever IAM data is read. */
const lookUp = async (
  context: Context,
  { iam = false, iamData = [] }: LspFlags,
): Promise<ListedPrincipals> => {
  // What reads IAM data is loaded where it is asked for: few editors do.
  const { worldOf } = await import("../effective/iam-data.ts");
  const { directories } = await worldOf(context, { iamData }, undefined);
  const told = [...directories].map(
    ([account, { principals }]) => [account, new Set(principals.keys())] as const,
  );
  return new Map([...(iam ? await listNow(context) : []), ...told]);
};

const listNow = async (context: Context): Promise<ListedPrincipals> => {
  const { openAws } = await import("../../cli/open-aws.ts");
  const { directory } = await openAws(context);
  const byAccount = new Map<string, Set<string>>();
  for (const kind of ["role", "user"] as const) {
    for await (const { arn } of directory.list(kind)) {
      const account = arn.split(":")[4] ?? "";
      byAccount.set(account, (byAccount.get(account) ?? new Set()).add(arn));
    }
  }
  return byAccount;
};
