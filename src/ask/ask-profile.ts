import type { Context } from "../cli/app.ts";
import { feedOf } from "../target/growing-feed.ts";
import { askFromFeed } from "./ask-from-feed.ts";

/** Which profile of the AWS configuration, out of those that are there; another name is said to be none. */
export const askProfile = async (context: Context, question: string): Promise<string> => {
  const names = await context.outside.profiles();
  const feed = feedOf(names.map((name) => ({ value: name, cells: [name] })));
  const [name = ""] = await askFromFeed(context, feed, { question, things: "profiles", several: false });
  return name;
};
