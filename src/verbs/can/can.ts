import { collect } from "../../cli/flag.ts";
import { target } from "../../cli/operand.ts";
import { readFlags } from "../../cli/options.ts";
import { iamDataFlags } from "../effective/iam-data-options.ts";
import type { CanOptions } from "./can-options.ts";
import type { Verb } from "../verb.ts";
import { requestOperands } from "./request-operands.ts";

/** `kmspol can`: may this principal do this? */
export const canVerb: Verb<[target: string, principal: string, action: string], CanOptions> = {
  name: "can",
  group: "Prove:",
  summary: "may this principal do this?",
  description:
    "Says whether a principal may do something with the key, which statement decides, and what would change the answer.",
  operands: [target("key id, ARN, alias/NAME, policy file, -, or TARGET@CHANGE"), ...requestOperands],
  flags: {
    context: {
      words: "--context <key=value>",
      does: "of the request; without it a key is absent (repeatable)",
      read: collect,
    },
    grants: { words: "--grants", does: "list the grants to this principal beside it" },
    live: {
      words: "--live",
      does: "ask KMS itself as well, by a call with DryRun, which does nothing: for me alone",
    },
    sessionPolicy: {
      words: "--session-policy <file>",
      does: "a session policy that the session was made with (repeatable)",
      read: collect,
    },
    endpointPolicy: {
      words: "--endpoint-policy <file>",
      does: "the policy of the VPC endpoint that the call takes, or what aws ec2 describe-vpc-endpoints says",
    },
    quiet: { words: "-q, --quiet", does: "print nothing: the exit code is the answer" },
    ...iamDataFlags,
    ...readFlags,
  },
  examples: [
    ["kmspol can alias/app role/App kms:Decrypt", "exit 0: allowed; 1: not, or only if IAM allows it too"],
    [
      "kmspol can alias/app role/App kms:Decrypt --context kms:ViaService=s3.eu-west-1.amazonaws.com",
      "the same for a request that comes through S3",
    ],
    [
      "kmspol can alias/app arn:aws:iam::444455556666:role/Reader kms:Decrypt --account-profile partner",
      "both halves: the key policy, and the IAM policies over there",
    ],
    ["kmspol can alias/app me kms:Decrypt --live", "what KMS says itself, beside what kmspol says"],
    ["kmspol can -q alias/app role/App kms:Decrypt && ./deploy.sh", "the exit code alone, for scripts"],
  ],
  kind: "reads",
  json: "can",
  many: { takes: "each key" },
  menu: { place: 17, section: "Questions", label: "Can", about: "may this principal do this?" },
  load: async () => {
    const { runCan } = await import("./run-can.ts");
    return {
      run: async (context, operands, options) => {
        const answer = await runCan(context, operands, options);
        return options.quiet ? { exit: answer.exit } : answer;
      },
    };
  },
};
