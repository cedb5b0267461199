import type { DescribedKey } from "../ports.ts";
import type { Context } from "../cli/app.ts";
import { describeKeys } from "./describe-keys.ts";
import { type GrowingFeed, growingFeed } from "./growing-feed.ts";
import { openAws } from "../cli/open-aws.ts";

/**
 * The keys that somebody manages, as operands: alias, state, description. They arrive as KMS tells them; `recent` are ARNs of those that
 * come first. Each is found by all its aliases, its id and its ARN.
 */
export const keyFeed = (context: Context, recent: readonly string[] = []): GrowingFeed<string> =>
  growingFeed(async (add, stopped) => {
    const { keys } = await openAws(context);
    await describeKeys(keys, {
      stopped,
      // AWS managed keys carry the aliases of their services, and no policy that could be changed.
      wants: ({ aliases }) => !aliases.some((alias) => alias.startsWith("alias/aws/")),
      visit: ({ id, arn, aliases }, key) => {
        if (key?.target.manager === "AWS") return;
        const name = aliases[0] ?? id;
        const lately = recent.indexOf(arn);
        add({
          ...{ value: name, cells: cellsOf(name, key), last: aliases.length === 0 },
          seeks: [...aliases.slice(1), id, arn],
          ...(lately >= 0 && { first: lately }),
        });
      },
    });
  });

const cellsOf = (name: string, key: DescribedKey | undefined): readonly string[] =>
  key ? [name, key.target.state, key.description] : [name, "?", "may not be described"];
