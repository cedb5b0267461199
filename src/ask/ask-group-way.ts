import type { Prompter } from "../questions.ts";

/** The flags of one of the two ways in which the users of a group get access, by their names in the code. */
export type GroupWay =
  { readonly expand: true } | { readonly viaIam: true; readonly attach?: true; readonly iamPolicy?: string };

/** Which of the two ways it is for groups, and what becomes of their IAM policy. */
export const askGroupWay = async (prompter: Prompter, groups: readonly string[]): Promise<GroupWay> => {
  const way = await prompter.choose(
    `How shall ${groups.join(", ")} get access?`,
    [
      { key: "via-iam", label: "Through an IAM policy of the group: who joins or leaves it is followed" },
      { key: "expand", label: "Each of its users, named in the key policy: a snapshot" },
    ],
    "via-iam",
  );
  return way === "expand" ? { expand: true } : { viaIam: true, ...(await askWhereto(prompter)) };
};

/** The words of a command line that say the same. */
export const groupWayWords = (way: GroupWay): readonly string[] => {
  if ("expand" in way) return ["--expand"];
  const { attach, iamPolicy } = way;
  return [
    "--via-iam",
    ...(attach ? ["--attach"] : []),
    ...(iamPolicy === undefined ? [] : ["--iam-policy", iamPolicy]),
  ];
};

/** The key policy alone gives a group nothing: what becomes of the IAM policy. */
const askWhereto = async (
  prompter: Prompter,
): Promise<{ readonly attach?: true; readonly iamPolicy?: string }> => {
  const where = await prompter.choose(
    "The IAM policy of the group:",
    [
      { key: "attach", label: "Put it in place now, after the review" },
      { key: "print", label: "Print it" },
      { key: "file", label: "Write it to a file" },
    ],
    "attach",
  );
  if (where === "print") return {};
  if (where === "attach") return { attach: true };
  const problem = (answer: string) => (answer.trim() === "" ? "a name is needed" : undefined);
  return { iamPolicy: (await prompter.ask("File:", problem)).trim() };
};
