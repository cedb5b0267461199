import type { DescribedKey } from "../ports.ts";
import type { Context } from "../cli/app.ts";
import { describeKeys } from "./describe-keys.ts";
import { type GrowingFeed, growingFeed } from "./growing-feed.ts";
import { openAws } from "../cli/open-aws.ts";

/** The keys that somebody manages, as operands: alias, state, description, id. They arrive as KMS tells them. */
export const keyFeed = (context: Context): GrowingFeed<string> =>
  growingFeed(async (add, stopped) => {
    const { keys } = await openAws(context);
    await describeKeys(keys, {
      stopped,
      // AWS managed keys carry the aliases of their services, and no policy that could be changed.
      wants: ({ aliases }) => !aliases.some((alias) => alias.startsWith("alias/aws/")),
      visit: ({ id, aliases }, key) => {
        if (key?.target.manager === "AWS") return;
        const name = aliases[0] ?? id;
        add({ value: name, cells: cellsOf(name, id, key), last: aliases.length === 0 });
      },
    });
  });

const cellsOf = (name: string, id: string, key: DescribedKey | undefined): readonly string[] => {
  const alone = name === id ? [] : [id];
  if (!key) return [name, "?", "may not be described", ...alone];
  return [name, key.target.state, key.description, ...alone];
};
