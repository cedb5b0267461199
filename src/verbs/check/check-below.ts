import type { Finding } from "../../check/finding.ts";
import { positionAt } from "../../policy/text/position.ts";
import type { Context } from "../../cli/app.ts";
import type { CheckFlags } from "./check-flags.ts";
import { checkEach } from "./check-one.ts";
import { type Checked } from "./checked.ts";
import { openBelow, type ContainerFault } from "./open-below.ts";
import type { OpenTarget } from "../../target/open-target.ts";
import { unread } from "./unread.ts";

/**
 * Checks a file that was found below a folder: the policy that it is, or those that it holds; undefined where it is something else. One
 * that cannot be read is told on standard error and stops no other.
 */
export const checkBelow = async (
  context: Context,
  path: string,
  flags: CheckFlags,
): Promise<readonly Checked[] | undefined> => {
  const opened = await openBelow(context, path, flags);
  if (!opened) return undefined;
  if ("fault" in opened) return [broken(opened.bare, path, opened.fault)];
  return checkEach(context, path, opened.targets, { flags, isBelowFolder: true });
};

/** Where a document that speaks of keys cannot be read; nothing of its text is shown. */
const broken = (opened: OpenTarget, label: string, { kind, message, at, text }: ContainerFault): Checked => {
  const finding: Finding = {
    code: "json-syntax",
    severity: "error",
    message: `this is no ${kind}: ${message}`,
    path: "",
    ...positionAt(text, at),
    fixable: false,
  };
  return unread(opened, { label, text }, finding);
};
