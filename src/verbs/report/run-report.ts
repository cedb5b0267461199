import { listAccess } from "../../access/list-access.ts";
import { withSets } from "../../default-view/set-access.ts";
import { type ExitCode, exitCodes, KmspolError } from "../../errors.ts";
import { readPolicy } from "../../policy/read-policy.ts";
import { escapeLine } from "../../render/escape.ts";
import { collectReport, type ReportData, type ReportedKey } from "../../render/report/report-data.ts";
import { reportCsv, reportMarkdown } from "../../render/report/tables.ts";
import { rowKey } from "../../render/rows.ts";
import type { Access } from "../../access/types.ts";
import type { Finding } from "../../check/finding.ts";
import type { DescribedKey } from "../../ports.ts";
import type { Context } from "../../cli/app.ts";
import type { Answer } from "../../output/answer.ts";
import type { OpenTarget } from "../../target/open-target.ts";
import { createProgress } from "../../output/progress.ts";
import { checkEach } from "../check/check-one.ts";
import type { ReportFlags } from "./report-flags.ts";
import { requireSense } from "./require-sense.ts";
import { type ReportedSource, reportedKeys } from "./reported-keys.ts";

/**
 * Writes the report. Exit 1 where a row of `--from`, or a key's policy, could not be read: it is told in the report, and stops no other.
 * Throws UsageError and AwsError.
 */
export const runReport = async (context: Context, _: readonly [], flags: ReportFlags): Promise<Answer> => {
  await requireSense(context, flags);
  const report = collectReport();
  const progress = createProgress(context, (count) => (count === 0 ? "reading keys" : `${count} keys`));
  let exit: ExitCode = exitCodes.done;
  for await (const one of reportedKeys(context, flags)) {
    if ("broken" in one) {
      exit = exitCodes.no;
      context.outside.terminal.note(`kmspol: ${escapeLine(one.broken.message)}\n`);
      if (one.key) report.add(unreadKey(one.key, one.broken));
      else report.addBroken(one.broken);
    } else {
      const { unread, ...key } = await looked(context, one, flags);
      if (unread) {
        exit = exitCodes.no;
        context.outside.terminal.note(
          `kmspol: ${escapeLine(one.open.label)}: who has access is not known: ${escapeLine(unread.message)}\n`,
        );
      }
      report.add({ ...key, ...(unread && { unread: unread.message }) });
    }
    progress.step();
  }
  progress.end();
  // A misspelt pattern must not look like work that was done.
  if (report.data.keys.length + report.data.findings.length === 0)
    context.outside.terminal.note("kmspol: no key is there that the flags choose: the report is empty\n");
  const text = await inFormat(context, report.data, flags);
  if (flags.out === undefined) context.outside.terminal.write(text);
  else {
    await (await context.outside.files()).replace(flags.out, text);
    const { keys, findings } = report.data;
    context.outside.terminal.note(
      `${escapeLine(flags.out)}: ${counted(keys, "key")}, ${counted(findings, "finding")}\n`,
    );
  }
  return { exit };
};

/** A key that is there, and whose policy could not be read. */
const unreadKey = ({ target, facts }: DescribedKey, why: Finding): ReportedKey => ({
  ...{ key: rowKey(target, facts), facts, access: [], findings: [why], unread: why.message },
});

const counted = ({ length }: readonly unknown[], word: string): string =>
  `${length} ${word}${length === 1 ? "" : "s"}`;

const looked = async (
  context: Context,
  { open }: Extract<ReportedSource, { open: OpenTarget }>,
  flags: ReportFlags,
) => {
  const { facts, target } = open;
  const checked = await checkEach(context, open.label, [open], {
    flags: { failOn: "never", ...(flags.config !== undefined && { config: flags.config }) },
    isBelowFolder: true,
  });
  return {
    key: rowKey(target, facts),
    facts,
    ...(await accessOf(open)),
    findings: checked.flatMap((one) => one.open),
  };
};

/** What cannot be read has no access that could be told: its finding says so. */
const accessOf = async (
  open: OpenTarget,
): Promise<{ readonly access: readonly Access[]; readonly unread?: KmspolError }> => {
  try {
    const policy = readPolicy(await open.document());
    return { access: withSets(listAccess(policy, open.facts), policy, open.facts) };
  } catch (error) {
    if (error instanceof KmspolError) return { access: [], unread: error };
    throw error;
  }
};

const inFormat = async ({ outside }: Context, data: ReportData, { format }: ReportFlags): Promise<string> => {
  if (format === "csv") return reportCsv(data);
  if (format === "markdown") return reportMarkdown(data);
  const { reportPage } = await import("./html.ts");
  return reportPage(data, { made: outside.clock.now(), version: process.env["KMSPOL_VERSION"] ?? "" });
};
