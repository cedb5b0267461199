import type { Context } from "../cli/app.ts";
import { feedOf } from "../target/growing-feed.ts";
import { askFromFeed } from "./ask-from-feed.ts";

/** Which profile of the AWS configuration, out of those that are there, or another name. */
export const askProfile = async (context: Context, question: string): Promise<string> => {
  const names = await context.outside.profiles();
  const feed = feedOf(names.map((name) => ({ value: name, cells: [name] })));
  const typed = (text: string) => ({ value: text, cells: [text, "as typed"] });
  const [name = ""] = await askFromFeed(context, feed, {
    question,
    things: "profiles",
    typed,
    several: false,
  });
  return name;
};
