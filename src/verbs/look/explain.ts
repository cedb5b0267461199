import type { NoFlags } from "../../cli/flag.ts";
import type { Verb } from "../verb.ts";

/** `kmspol explain`: the page of a finding or of an error. */
export const explainVerb: Verb<[code: string | undefined], NoFlags> = {
  name: "explain",
  group: "Look:",
  summary: "what a finding or an error means",
  description:
    "Prints the page of a finding or an error code: what makes it, why it matters, and what helps.",
  operands: [
    {
      name: "code",
      about: "as check or an error prints it; without it every code is listed",
      optional: true,
      named: { is: "code" },
    },
  ],
  flags: {},
  examples: [
    ["kmspol explain group-principal", "why an IAM group is no principal, and both ways around it"],
    ["kmspol explain", "every code with its heading"],
  ],
  kind: "reads",
  json: "explain",
  load: async () => ({ run: (await import("./run-explain.ts")).runExplain }),
};
