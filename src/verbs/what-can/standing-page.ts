import { readDefaultView } from "../../default-view/read-default-view.ts";
import { completeFacts } from "../../default-view/own-account.ts";
import type { PolicyDocument } from "../../policy/document.ts";
import type { PageLayout } from "../../render/default-view.ts";
import { publicRow, standingRows } from "../../render/standing-rows.ts";
import { standingOf } from "../../target/key-page.ts";
import type { OpenTarget } from "../../target/open-target.ts";
import type { Context } from "../../cli/app.ts";

/** What stands below everybody's access, in the words of `show`: whether anyone may use the key, what check finds, the last change. */
export const standingPage = async (
  context: Context,
  operand: string,
  { open, document }: { readonly open: OpenTarget; readonly document: PolicyDocument },
  layout: PageLayout,
): Promise<string> => {
  const facts = completeFacts(document, open.facts);
  const standing = await standingOf(context, operand, { open, document });
  const rows = [
    ...publicRow(readDefaultView(document, facts), facts, layout),
    ...standingRows({ ...open, ...standing }, layout),
  ];
  return rows.map((line) => `${line}\n`).join("");
};
