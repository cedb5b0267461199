import { collect } from "../../cli/flag.ts";
import { target } from "../../cli/operand.ts";
import { iamDataFlags } from "../effective/iam-data-options.ts";
import { duration } from "../../cli/duration.ts";
import type { WaitOptions } from "./run-wait.ts";
import type { Verb } from "../verb.ts";
import { requestOperands } from "./request-operands.ts";

/** `kmspol wait`: until this principal may do this. */
export const waitVerb: Verb<[target: string, principal: string, action: string], WaitOptions> = {
  name: "wait",
  group: "Prove:",
  summary: "wait until this principal may do this",
  description:
    "Asks what can asks, again and again, and ends with 0 once the answer is yes, twice in a row. Ends with 1 where it is not by the time given.",
  operands: [target("key id, ARN or alias/NAME"), ...requestOperands],
  flags: {
    timeout: {
      words: "--timeout <time>",
      does: "how long: seconds, or such as 90s, 5m, 1h",
      read: duration,
      otherwise: { value: 300000, words: "5m" },
    },
    context: {
      words: "--context <key=value>",
      does: "of the request; without it a key is absent (repeatable)",
      read: collect,
    },
    live: {
      words: "--live",
      does: "ask KMS itself as well, by a call with DryRun, which does nothing: for me alone",
    },
    quiet: { words: "-q, --quiet", does: "print nothing: the exit code is the answer" },
    ...iamDataFlags,
  },
  examples: [
    [
      "kmspol wait alias/app role/App kms:Decrypt --account-profile dev && ./deploy.sh",
      "deploy once the key policy and the role's IAM policies allow it",
    ],
    ["kmspol wait alias/app me kms:GenerateDataKey --live --timeout 90s", "until KMS itself says yes"],
  ],
  kind: "reads",
  json: "can",
  load: async () => ({ run: (await import("./run-wait.ts")).runWait }),
};
