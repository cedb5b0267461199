import type { Answer } from "../../output/answer.ts";
import type { AccountAnswer, CollectFolder, NotRead } from "../../account-data-port.ts";
import { exitCodes, UsageError } from "../../errors.ts";
import { escapeLine } from "../../render/escape.ts";
import type { Context } from "../../cli/app.ts";
import { readableDocuments } from "../../output/readable-documents.ts";
import { valuesOf } from "../each/line.ts";
import {
  type AccountSource,
  progressLine,
  readAccounts,
  readOrganization,
  sourcesOf,
} from "../effective/live-answers.ts";
import { printJson, printText } from "../../output/print.ts";

interface Collected {
  readonly file: string;
  readonly what: string;
}

/** What marks a file as ours, and tells when AWS said what is in it. */
const mark = "CollectedAt";
const noteFile = "not-read.json";

/**
 * Reads accounts, and the organization where it is asked for, into the files of a folder. Exit 5 where something that was asked for
 * could not be read; what could is kept all the same.
 */
export const runCollect = async (
  context: Context,
  [dir]: readonly [string],
  flags: CollectFlags,
): Promise<Answer> => {
  const [first, ...others] = [...new Set(valuesOf(context.args, "--profile"))];
  const chosen: Context = { ...context, global: { ...context.global, ...(first && { profile: first }) } };
  const folder = await (await context.outside.collectFolder())(dir);
  const sources = await sourcesOf(chosen, others);
  await refuseForeign(folder, sources);
  const { kept, notRead } = await collectAll(context, folder, sources, flags);
  await folder.write(noteFile, { [mark]: now(context), NotRead: notRead.map(asNoted) });
  print(context, folder, kept, notRead);
  return { exit: notRead.length > 0 ? exitCodes.aws : exitCodes.done };
};

const collectAll = async (
  context: Context,
  folder: CollectFolder,
  sources: readonly AccountSource[],
  flags: CollectFlags,
) => {
  const line = progressLine(context);
  const kept: Collected[] = [];
  const keep = async (file: string, what: string, { value, at }: AccountAnswer) => {
    await folder.write(file, { [mark]: at, ...(readableDocuments(value) as object) });
    kept.push({ file, what });
  };
  try {
    const readings = await readAccounts(sources, line, {});
    for (const { account, answer } of readings)
      if (answer) await keep(accountFile(account), `IAM of ${account}`, answer);
    const options = { everything: true };
    const organization = flags.org
      ? await readOrganization(
          sources,
          sources.map(({ account }) => account),
          options,
        )
      : [];
    for (const { answer } of organization) {
      if (answer) await keep(organizationFile(answer), "the organization", answer);
    }
    return { kept, notRead: [...readings, ...organization].flatMap((one) => one.notRead) };
  } finally {
    line.end();
  }
};

const accountFile = (account: string): string => `iam-${account}.json`;

const organizationFile = ({ value }: AccountAnswer): string => {
  const { Organization: told, Accounts: alone = [] } = value as {
    readonly Organization?: { readonly Id?: string } | null;
    readonly Accounts?: readonly string[];
  };
  return `organization-${told?.Id ?? `none-${alone.join("-")}`}.json`;
};

const now = ({ outside }: Context): string => outside.clock.now().toISOString();

const asNoted = ({ what, because }: NotRead) => ({ What: what, Because: because });

/** A file of somebody else's in the way is left alone, before anything is asked. */
const refuseForeign = async (folder: CollectFolder, sources: readonly AccountSource[]): Promise<void> => {
  for (const name of [noteFile, ...sources.map(({ account }) => accountFile(account))]) {
    const found = await folder.read(name);
    if (found === undefined || (found !== "foreign" && typeof found[mark] === "string")) continue;
    throw new UsageError(
      "foreign-file",
      `${folder.path}/${name} was not written by kmspol collect, and is left as it is`,
      { hint: "move it away, or name another folder" },
    );
  }
};

const print = (
  context: Context,
  folder: CollectFolder,
  kept: readonly Collected[],
  notRead: readonly NotRead[],
): void => {
  const { terminal } = context.outside;
  if (context.global.json) printJson(context, { folder: folder.path, files: kept, notRead });
  else {
    printText(
      context,
      kept.map(({ file, what }) => `${escapeLine(`${folder.path}/${file}`)}: ${what}\n`).join(""),
    );
  }
  for (const { what, because } of notRead) terminal.note(`not read: ${escapeLine(`${what}: ${because}`)}\n`);
  if (folder.isOpenToOthers && kept.length > 0)
    terminal.note("note: Others may look into this folder; the files in it are private.\n");
};
/** The flags of `kmspol collect`. */
export interface CollectFlags {
  readonly org?: boolean;
}
