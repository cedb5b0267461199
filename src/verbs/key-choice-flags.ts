import { collect } from "../cli/flag.ts";

/** The flags that choose keys out of an account and Region, for verbs that go over many. */
export const keyChoiceFlags = {
  alias: {
    under: "Which keys:",
    words: "--alias <glob>",
    does: "those with such an alias; * and ? are wildcards (repeatable)",
    read: collect,
  },
  tag: {
    under: "Which keys:",
    words: "--tag <key=value>",
    does: "those with this tag (repeatable: all of them)",
    read: collect,
  },
  keysFrom: {
    under: "Which keys:",
    words: "--keys-from <file>",
    does: "those that a file names, one a line; - for standard input",
  },
};
