import { SteppedBack } from "../errors.ts";
import type { Entry } from "../questions.ts";
import type { Context } from "../cli/app.ts";
import type { GrowingFeed } from "../target/growing-feed.ts";

/** How a list is asked about. */
export interface FeedQuestion {
  readonly question: string;
  readonly things: string;
  readonly typed?: (text: string) => Entry<string> | undefined;
  readonly several: boolean;
  /** What is marked from the start. */
  readonly marked?: readonly string[] | undefined;
}

/** Asks out of a list that is still being read, and has the reading stop once there is an answer. */
export const askFromFeed = async (
  context: Context,
  feed: GrowingFeed<string>,
  { several, ...question }: FeedQuestion,
): Promise<readonly string[]> => {
  try {
    await feed.begun;
    const prompter = await context.outside.prompter();
    if (several) return await prompter.pickSeveral({ ...question, feed });
    return [await prompter.pick({ ...question, feed })];
  } finally {
    feed.stop();
  }
};

/** The answer, or undefined where Esc went back from the questions. */
export const unlessSteppedBack = async <T>(ask: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof SteppedBack) return undefined;
    throw error;
  }
};
