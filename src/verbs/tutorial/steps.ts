import { decideRequest } from "../../access/evaluate.ts";
import { documentOf, parsePolicyText } from "../../policy/document.ts";
import { readPolicy } from "../../policy/read-policy.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";

/** What the learner is to do next, and what the sandbox looks like once it is done. */
export interface Step {
  readonly title: string;
  readonly tells: string;
  /** A command that does it, without the program's name; any other that comes to the same is as good. */
  readonly command: readonly string[];
  /** Whether it is done; `from`: how many events the trail had when the step began. */
  readonly isDone: (sandbox: Sandbox, from: number) => boolean;
  /** What was to be seen or learnt. */
  readonly learnt: string;
}

const account = "111122223333";
const identity = (word: string): string => `arn:aws:iam::${account}:${word}`;

/** What the key policy itself lets somebody do, whatever its text looks like. */
const may = (sandbox: Sandbox, key: string, who: string, action: string): boolean => {
  const document = documentOf(parsePolicyText(sandbox.policyOf(key), "json"));
  if (!document) return false;
  const request = { principal: identity(who), action, context: {} };
  return (
    decideRequest(readPolicy(document), request, { account, region: sandbox.region }).decision === "allowed"
  );
};

/** The ids by which KMS shows whoever was deleted (IAM User Guide, "IAM identifiers"). */
const namesTheDeleted = (policy: string): boolean => /"A(?:IDA|ROA)\w+"/.test(policy);

/** Whether a policy of that key was read since. */
const wasRead = ({ state }: Sandbox, key: string, from: number): boolean =>
  state.trail
    .slice(from)
    .some(
      ({ operation, resources, error }) =>
        operation === "GetKeyPolicy" && error === undefined && resources.some((arn) => arn.endsWith(key)),
    );

/** The five steps, in their order: each is done when the sandbox says so. */
export const steps: readonly Step[] = [
  {
    title: "Look at a key",
    tells: "alias/app is a key with the policy that the AWS console writes. See who may do what with it.",
    command: ["show", "alias/app"],
    isDone: (sandbox, from) => wasRead(sandbox, "1234abcd-12ab-34cd-56ef-1234567890ab", from),
    learnt: "A row is somebody, a column what they may do; the risky come first.",
  },
  {
    title: "Let somebody use it",
    tells:
      "user/alice is to use the key. You are shown who gains what before anything is written: answer y then.",
    command: ["add-user", "alias/app", "user/alice"],
    isDone: (sandbox) => may(sandbox, "alias/app", "user/alice", "kms:Decrypt"),
    learnt: "It was checked, shown, written and read back.",
  },
  {
    title: "Take it back",
    tells: "That was a mistake. Put back what the last change of alias/app replaced.",
    command: ["undo", "alias/app"],
    isDone: (sandbox) => !may(sandbox, "alias/app", "user/alice", "kms:Decrypt"),
    learnt: "Each policy that kmspol replaces is kept: kmspol history alias/app lists the changes.",
  },
  {
    title: "Find a fault, and mend it",
    tells:
      "kmspol check alias/orphaned finds somebody who was deleted. Take out of its policy whoever no longer exists.",
    command: ["prune", "alias/orphaned"],
    isDone: (sandbox) => !namesTheDeleted(sandbox.policyOf("alias/orphaned")),
    learnt: "check looks for more than a hundred faults, in keys and in files; explain CODE tells of each.",
  },
  {
    title: "Do it to many keys at once",
    tells:
      "role/Auditor is to be an administrator of every key with the tag env=test; there are two you can change.",
    command: ["each", "--tag", "env=test", "--", "add-admin", "role/Auditor"],
    isDone: (sandbox) =>
      ["alias/legacy", "alias/orphaned"].every((key) =>
        may(sandbox, key, "role/Auditor", "kms:PutKeyPolicy"),
      ),
    learnt: "One summary, one question, each key on its own. kmspol each --undo RUN puts all back.",
  },
];
