import type { Context } from "../../cli/app.ts";
import { reportError } from "../../cli/report-error.ts";
import type { DefaultView } from "../../default-view/default-view.ts";
import type { Outside } from "../../outside.ts";
import { beginning } from "../../render/beginning.ts";
import { renderDefaultView } from "../../render/default-view.ts";
import { keyPage, pageLayout } from "../../target/key-page.ts";
import { viewTarget } from "../../target/view-target.ts";
import { rememberKey } from "./recent-keys.ts";

/** A key's default view, and how it was shown. */
export interface SeenKey {
  readonly view: DefaultView;
  readonly page: string;
}

/**
 * Prints the key's default view, unless it is as it was: as much of its beginning as the menu and what stands below it leave in sight. Where
 * it cannot be read, says why and gives nothing.
 */
export const lookAtKey = async (
  context: Context,
  target: string,
  { before, below }: { readonly before: SeenKey | undefined; readonly below: readonly string[] },
): Promise<SeenKey | undefined> => {
  const { outside, noteStyle: style } = context;
  try {
    const viewed = await viewTarget(context, target, {});
    const layout = { ...pageLayout(context), style, columns: outside.terminal.columns };
    const page = renderDefaultView(await keyPage(context, target, viewed), layout);
    if (page !== before?.page) outside.terminal.note(`\n${inSight(outside, page, below)}\n`);
    if (viewed.open.target.kind === "key") await rememberKey(context, viewed.open.target.arn);
    return { view: viewed.view, page };
  } catch (error) {
    reportError(error, context.args, outside);
    return undefined;
  }
};

/** Lines of the menu that will stand below, and one to spare. */
export const menuLines = 13;

const inSight = ({ terminal, environment }: Outside, page: string, below: readonly string[]): string => {
  // Where nothing is drawn over, all of it is above.
  if (environment["TERM"] === "dumb") return page;
  const { columns, rows } = terminal;
  const taken = below.join("").split("\n").length - 1;
  return beginning(page, { columns, rows: Math.max(fewest, rows - menuLines - taken) }, "type show for all");
};

/** So many lines are shown of a key in any case: its name, and who has most. */
const fewest = 6;
