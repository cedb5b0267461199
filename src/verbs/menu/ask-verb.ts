import type { DefaultView } from "../../default-view/default-view.ts";
import type { Entry, Prompter } from "../../questions.ts";
import { SteppedBack } from "../../errors.ts";
import { feedOf } from "../../target/growing-feed.ts";
import type { MenuSection, Program } from "../verb.ts";
import { itemsOf } from "./menu-items.ts";

type Item = ReturnType<typeof itemsOf>[number];

const abouts: Readonly<Record<MenuSection, string>> = {
  Users: "users, roles and groups that use the key",
  Administrators: "who administers the key, and whether they may delete it",
  Sharing: "other accounts and AWS services",
  Text: "the policy as text",
  Questions: "what is wrong, who can, may this one",
  History: "what was changed, and back",
};

/**
 * What is to be done with a key: a section, and then a verb of it; what is typed finds verbs at once. Gives the verb's name, `another`, or
 * `leave`. Throws SteppedBack for Esc at the sections.
 */
export const askVerb = async (
  prompter: Prompter,
  program: Program,
  view: DefaultView,
  target: string,
): Promise<string> => {
  const fitting = itemsOf(program.verbs).filter(({ fits }) => fits?.(view) !== false);
  for (;;) {
    const chosen = await prompter.pick({
      question: `What about ${target}?`,
      things: "choices",
      feed: feedOf(allEntries(fitting), "as given"),
      isStep: (choice) => isSection(choice),
    });
    if (!isSection(chosen)) return chosen;
    const verb = await inSection(prompter, fitting, chosen, target);
    if (verb !== undefined) return verb;
  }
};

const isSection = (chosen: string): chosen is MenuSection => Object.hasOwn(abouts, chosen);

const allEntries = (items: readonly Item[]): readonly Entry<string>[] => {
  const sections = [...new Set(items.map(({ section }) => section))];
  return [
    ...sections.map((name) => ({ value: name, cells: [name, abouts[name]], when: "untyped" as const })),
    ...items.map((item) => ({ ...entryOf(item), seeks: [item.section], when: "typed" as const })),
    { value: "another", cells: ["Another key", ""] },
    { value: "leave", cells: ["Leave", ""] },
  ];
};

const entryOf = ({ verb, label, about }: Item): Entry<string> => ({ value: verb, cells: [label, about] });

/** A verb of the section, or undefined for Esc. */
const inSection = async (
  prompter: Prompter,
  items: readonly Item[],
  section: MenuSection,
  target: string,
): Promise<string | undefined> => {
  const entries = items.filter((item) => item.section === section).map(entryOf);
  try {
    const question = `${section} of ${target}?`;
    return await prompter.pick({ question, things: "choices", feed: feedOf(entries, "as given") });
  } catch (error) {
    if (error instanceof SteppedBack) return undefined;
    throw error;
  }
};
