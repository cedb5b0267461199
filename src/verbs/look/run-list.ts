import type { Answer } from "../../output/answer.ts";
import { exitCodes, UsageError } from "../../errors.ts";
import type { DescribedKey, KeyStore, KeySummary } from "../../ports.ts";
import { type KeyColumn, type ListedKey } from "../../render/key-columns.ts";
import { escapeLine } from "../../render/escape.ts";
import type { LastUse } from "../../render/last-use.ts";
import { wrapSentence } from "../../render/columns.ts";
import { fittingColumns, renderKeys } from "../../render/keys.ts";
import type { Context } from "../../cli/app.ts";
import { inOrder } from "./list-layout.ts";
import type { ListOptions } from "./list-options.ts";
import { openAws } from "../../cli/open-aws.ts";
import { printJson, printText } from "../../output/print.ts";
import { keyFilter, selectDescribed } from "../../target/select-keys.ts";
import { regionOf } from "../../cli/region-of.ts";
import { noteColumns, resultColumns } from "../../cli/widths.ts";

/** Lists the keys that the filters let through; those that may not be described are listed with what is known of them. */
export const runList = async (context: Context, options: ListOptions): Promise<Answer> => {
  const form = formOf(context, options);
  const { keys } = await openAws(context);
  const found = await selectDescribed(context, keys, keyFilter(options));
  const wanted = found.keys.filter(({ target }) => options.state?.includes(target.state) ?? true);
  const hidden = found.hidden.filter(isNotAws);
  // Of these no state and no tag is known, so whether they are asked for is not either.
  const nameless = isFiltered(options) ? [] : hidden;
  const rows = [...wanted.map(describedRow), ...nameless.map((summary) => ({ summary }))];
  const chosen = asksUse(options) ? await byUse(context, keys, rows, options) : rows;
  const listed = inOrder(chosen, options.sort ?? { by: "alias", reverse: false });
  if (form === "table" && listed.length === 0) printText(context, `no keys${await whereWords(context)}\n`);
  else print(context, form, listed, options.columns);
  if (hidden.length > 0) context.outside.terminal.note(hiddenWords(hidden.length, isFiltered(options)));
  return { exit: exitCodes.done };
};

/** In which account and Region there are none, as far as that is known. */
const whereWords = async (context: Context): Promise<string> => {
  const caller = await (await openAws(context)).identity.caller().catch(() => undefined);
  const region = regionOf(context);
  return caller ? ` in ${[caller.account, ...(region === undefined ? [] : [region])].join(", ")}` : "";
};

const asksUse = ({ lastUse, unusedFor, columns, sort }: ListOptions): boolean =>
  lastUse === true ||
  unusedFor !== undefined ||
  columns?.includes("last-use") === true ||
  sort?.by === "last-use";

/** The keys with their last use, or those of them that were not used for so long. */
const byUse = async (
  context: Context,
  keys: KeyStore,
  rows: readonly ListedKey[],
  { unusedFor: days }: ListOptions,
): Promise<readonly ListedKey[]> => {
  const { unusedFor, withLastUse } = await import("./last-use.ts");
  const { outside } = context;
  const asked = await withLastUse(context, keys, rows);
  if (days === undefined) return asked;
  const { unused, notes } = unusedFor(asked, days, outside.clock.now());
  for (const note of notes) outside.terminal.note(`kmspol: ${escapeLine(note)}\n`);
  return unused;
};

const print = (
  context: Context,
  form: "table" | "json" | "jsonl",
  listed: readonly ListedKey[],
  columns: readonly KeyColumn[] | undefined,
): void => {
  const described = listed.flatMap((key) => (key.described ? [jsonOf(key.described, key.use)] : []));
  const others = listed.flatMap((key) => (key.described ? [] : [summaryOf(key.summary)]));
  if (form === "json")
    printJson(context, { keys: described, ...(others.length > 0 && { notDescribed: others }) });
  else if (form === "jsonl")
    printText(context, [...described, ...others].map((key) => `${JSON.stringify(key)}\n`).join(""));
  else printTable(context, listed, columns);
};

/** What a terminal has no room for is left out whole, and named, but for columns that were asked for: the last of those is cut. */
const printTable = (
  context: Context,
  listed: readonly ListedKey[],
  asked: readonly KeyColumn[] | undefined,
): void => {
  const width = resultColumns(context.outside);
  const { fitting, leftOut } = asked
    ? { fitting: asked, leftOut: [] }
    : fittingColumns(listed, usualColumns(listed), width);
  printText(context, renderKeys(listed, fitting, context.style, width));
  if (leftOut.length === 0 || listed.length === 0) return;
  const { noteStyle, outside } = context;
  const words = `no room for ${leftOut.join(", ")}: kmspol list --columns alias,${leftOut.join(",")}`;
  outside.terminal.note(`${noteStyle.faint(wrapSentence(words, noteColumns(outside), "  "))}\n`);
};

/** Throws UsageError (`conflicting-flags`) where two flags ask for two forms. */
const formOf = ({ global }: Context, { output, columns }: ListOptions): "table" | "json" | "jsonl" => {
  const form = output ?? (global.json ? "json" : "table");
  if (global.json && form !== "json")
    throw new UsageError("conflicting-flags", `--json is not --output ${form}`, { hint: "give one of them" });
  if (columns && form !== "table")
    throw new UsageError("conflicting-flags", "--columns is for the table: JSON has all of them", {
      hint: "choose from it with jq",
    });
  return form;
};

const isNotAws = ({ aliases }: KeySummary): boolean =>
  !aliases.some((alias) => alias.startsWith("alias/aws/"));

const isFiltered = ({ state, tag = [] }: ListOptions): boolean => state !== undefined || tag.length > 0;

const hiddenWords = (count: number, filtered: boolean): string => {
  const keys = `kmspol: ${count} ${count === 1 ? "key" : "keys"} may not be described`;
  return filtered
    ? `${keys}, and ${count === 1 ? "is" : "are"} left out: state and tags are not known\n`
    : `${keys}: only the name is known\n`;
};

/** AWS's own keys are told apart where there are some. */
const usualColumns = (keys: readonly ListedKey[]): readonly KeyColumn[] => {
  const manager = keys.some(({ described }) => described?.target.manager === "AWS");
  const use = keys.some((key) => key.use !== undefined);
  return [
    ...(["alias", "key", "state", "spec"] as const),
    ...(manager ? (["manager"] as const) : []),
    ...(use ? (["last-use"] as const) : []),
  ];
};

const summaryOf = ({ id, arn, aliases }: KeySummary) => ({ id, arn, aliases, described: false });

const describedRow = (described: DescribedKey): ListedKey => ({ summary: described.target, described });

const jsonOf = ({ target, description, created, deletion }: DescribedKey, lastUse: LastUse | undefined) => ({
  ...{ ...target, description },
  ...(created !== undefined && { created }),
  ...(deletion !== undefined && { deletion }),
  ...(lastUse && { lastUse }),
});
