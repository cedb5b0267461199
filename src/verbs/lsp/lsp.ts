import { collect } from "../../cli/flag.ts";
import { fileFlags } from "../../cli/options.ts";
import type { Verb } from "../verb.ts";
import type { LspFlags } from "./lsp-flags.ts";

/** `kmspol lsp`: what editors ask while a policy is typed. */
export const lspVerb: Verb<[], LspFlags> = {
  name: "lsp",
  group: "Set up:",
  summary: "a language server for editors: findings while you type, and their fixes",
  description:
    "Serves editors on standard input and output, in the Language Server Protocol: findings while you type, their fixes, completion, and what a word means, in policies and in the documents that hold some. The editor starts it; docs/editors.md has the lines for each.",
  operands: [],
  flags: {
    ignore: {
      words: "--ignore <code>",
      does: "leave out findings with this code (repeatable)",
      read: collect,
    },
    config: {
      words: "--config <file>",
      does: "accepted findings, instead of the .kmspolrc.json above the file",
    },
    stdio: { words: "--stdio", does: "what it always does; some editors say so" },
    clientProcessId: {
      words: "--clientProcessId <pid>",
      does: "ends when this process does; some editors say so",
    },
    iam: {
      words: "--iam",
      does: "ask IAM now and then for the users and roles of the account, and offer them as principals",
    },
    iamData: {
      words: "--iam-data <path>",
      does: "offer those of a file of aws iam get-account-authorization-details, or of kmspol collect (repeatable)",
      read: collect,
    },
    ...fileFlags,
  },
  examples: [
    ["kmspol lsp", "what an editor starts"],
    ["kmspol lsp --account 111122223333", "for policies of that account's keys"],
    ["kmspol lsp --profile dev --iam", "offers the users and roles of that account"],
  ],
  kind: "alone",
  json: undefined,
  load: async () => {
    const { runLsp } = await import("./run-lsp.ts");
    return { run: (context, _, flags) => runLsp(context, flags) };
  },
};
