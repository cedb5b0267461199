import type { NoFlags } from "../../cli/flag.ts";
import type { Verb } from "../verb.ts";

/** `kmspol why`: what an AccessDenied message means, and what mends it. */
export const whyVerb: Verb<[words: readonly string[]], NoFlags> = {
  name: "why",
  group: "Prove:",
  summary: "what an AccessDenied message of KMS means, and what mends it",
  description:
    "Takes an AccessDenied message of KMS (as operand or on standard input), says in which half the permission is missing, and prints the smallest command that mends it. Where the key's policy may be read, it is asked too.",
  operands: [
    {
      name: "message",
      about: "the message; without one, standard input is read",
      optional: true,
      several: true,
    },
  ],
  flags: {},
  examples: [
    [
      "kmspol why 'User: arn:aws:iam::111122223333:user/ana is not authorized to perform: kms:Decrypt …'",
      "explains a message",
    ],
    ["aws kms decrypt --ciphertext-blob fileb://secret 2>&1 | kmspol why", "explains what a command said"],
  ],
  kind: "reads",
  json: "why",
  load: async () => {
    const { runWhy } = await import("./run-why.ts");
    return { run: (context, [words]) => runWhy(context, words.join(" ")) };
  },
};
