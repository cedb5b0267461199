import type { Context } from "../../cli/app.ts";
import { plainStyle } from "../../render/style.ts";
import { cutTo, wrapWords } from "../../render/columns.ts";
import { escapeLine } from "../../render/escape.ts";
import { renderDefaultView } from "../../render/default-view.ts";
import { keyPage, pageLayout } from "../../target/key-page.ts";
import { viewTarget } from "../../target/view-target.ts";

/** What a key looks like, in lines of so many columns; why not, where it cannot be looked at. Each key is read once. */
export const previewKeys = (
  context: Context,
): ((target: string, columns: number) => Promise<readonly string[]>) => {
  const read = new Map<string, Promise<readonly string[]>>();
  return (target, columns) => {
    const name = `${columns} ${target}`;
    const lines = read.get(name) ?? linesOf(context, target, columns);
    read.set(name, lines);
    return lines;
  };
};

const linesOf = async (context: Context, target: string, columns: number): Promise<readonly string[]> => {
  try {
    const layout = { ...pageLayout(context), style: plainStyle, columns };
    const page = renderDefaultView(
      await keyPage(context, target, await viewTarget(context, target, {})),
      layout,
    );
    return page.split("\n").map((line) => cutTo(line, columns));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return wrapWords(escapeLine(why), columns, "  ")
      .split("\n")
      .map((line) => cutTo(line, columns));
  }
};
