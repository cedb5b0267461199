import { UsageError } from "../errors.ts";
import type { NextCommand } from "../next-command.ts";
import {
  accountsOf,
  bothHalvesCommand,
  callerWord,
  canCommand,
  givingCommands,
  isIamOnly,
  isInternal,
  editCommand,
} from "./why-commands.ts";
import { whyNoPolicyGives } from "../policy/never-given.ts";
import { readServiceMessage, type Why } from "./why-messages.ts";
import { readDenial, type Denial, type Layer } from "./why-denial.ts";
import { worksAcrossAccounts } from "./cross-account.ts";

/**
 * Explains an AccessDenied message of KMS, or what another service says about a key that it could not use, by the message
 * alone. Throws UsageError (`no-denial`) for any other text.
 */
export const why = (message: string): Why => {
  const denial = readDenial(message);
  const isWhole = denial?.principal !== undefined || denial?.service !== undefined;
  const told = isWhole || /ciphertext refers/i.test(message) ? undefined : readServiceMessage(message);
  if (denial && (told === undefined || told.isGuess)) return explainDenial(denial);
  if (told) return { half: told.half, explanation: told.explanation, commands: told.commands };
  throw new UsageError("no-denial", "this is no message about a missing KMS permission", {
    hint: 'give the whole message: "User: … is not authorized to perform: kms:… on resource: … because …"',
  });
};

/** Explains a denial that was read from a message. */
export const explainDenial = (denial: Denial): Why => {
  const { reason, action } = denial;
  const { crossAccount, owner } = accountsOf(denial);
  if (reason.kind === "explicit-deny") return explicitDeny(denial, reason.layer);
  if (denial.isAlias) {
    return iam(
      `An alias has no policy: an IAM policy of the caller must allow ${action ?? ""} on the alias, and either policy on the key that it points to.`,
      [],
    );
  }
  const useless = whyNoPolicyGives(action ?? "");
  if (useless !== undefined && !isIamOnly(denial)) {
    return {
      half: "other",
      explanation: `${useless}. No change of the key policy helps.`,
      commands: [],
    };
  }
  if (isIamOnly(denial)) {
    return iam(`${action ?? ""} acts on no key, so only an IAM policy of the caller can allow it.`, []);
  }
  if (crossAccount && action !== undefined && !worksAcrossAccounts(action)) {
    const explanation = `${action} never works on a key of another account: use a role of account ${owner ?? ""}.`;
    return { half: "other", explanation, commands: [] };
  }
  if (reason.kind === "no-allow") return noAllow(denial, reason.layer, crossAccount);
  return unclear(denial, crossAccount);
};

const noAllow = (denial: Denial, layer: Layer, crossAccount: boolean): Why => {
  if (isInternal(denial) && layer.endsWith("-based")) return byGrantAlone(denial);
  if (layer === "resource-based") return keyPolicy(denial, crossAccount);
  if (layer !== "identity-based") return ceiling(layer);
  if (crossAccount) {
    const { caller } = accountsOf(denial);
    return iam(
      `The key policy lets account ${caller ?? ""} in, but no IAM policy there lets ${callerWord(denial, false)} use the key.`,
      [bothHalvesCommand(denial)],
    );
  }
  return iam(
    "The key policy leaves it to IAM, and no IAM policy of the caller allows it. Naming the caller in the key policy does without one.",
    givingCommands(denial),
  );
};

/** What nobody can name in a policy uses a key by grants (Amazon EBS User Guide, "How Amazon EBS encryption works"). */
const byGrantAlone = ({ principal = "" }: Denial): Why => ({
  half: "other",
  explanation: `${principal} is of a role of AWS's own, which no policy can name. It uses the key by a grant, made for it by whoever starts the instance or attaches the volume: that one needs kms:CreateGrant.`,
  commands: [],
});

const keyPolicy = (denial: Denial, crossAccount: boolean): Why => {
  const explanation = crossAccount
    ? `The key policy does not let account ${accountsOf(denial).caller ?? ""} in; its IAM needs the other half too.`
    : denial.service === undefined
      ? `The key policy neither names ${callerWord(denial, true)} for ${denial.action ?? "this"} nor leaves it to IAM.`
      : `The key policy does not let ${denial.service} in for ${denial.action ?? "this"}.`;
  return {
    half: "key-policy",
    explanation,
    commands: crossAccount ? [bothHalvesCommand(denial)] : givingCommands(denial),
  };
};

const explicitDeny = (denial: Denial, layer: Layer | undefined): Why => {
  if (layer === "resource-based") {
    const explanation =
      "A Deny in the key policy stops it, whatever else allows it; can says which statement.";
    return {
      half: "explicit-deny",
      explanation,
      commands: [canCommand(denial), editCommand(denial)],
    };
  }
  const where = layer === undefined ? "some policy" : layerWords[layer];
  return {
    half: "explicit-deny",
    explanation: `A Deny in ${where} stops it; no change of the key policy helps.`,
    commands: [],
  };
};

const ceiling = (layer: Layer): Why => ({
  half: "other",
  explanation: `It is not within ${layerWords[layer]}, which caps what every other policy allows; no change of the key policy helps.`,
  commands: [],
});

/** KMS keeps to itself whether the key is missing or the permission. */
const unclear = (denial: Denial, crossAccount: boolean): Why => ({
  half: denial.reason.kind === "hidden" ? "key-policy" : "other",
  explanation:
    denial.reason.kind === "hidden"
      ? "KMS does not say whether the key is not in this Region or the caller may not use it; can tells what its policy says."
      : "The message does not say which policy is missing; can tells what the key policy says.",
  commands: [canCommand(denial), ...(crossAccount ? [bothHalvesCommand(denial)] : givingCommands(denial))],
});

const iam = (explanation: string, commands: readonly NextCommand[]): Why => ({
  half: "iam",
  explanation,
  commands,
});

const layerWords: Readonly<Record<Layer, string>> = {
  "resource-based": "the key policy",
  "identity-based": "an IAM policy of the caller",
  "permissions boundary": "the caller's permissions boundary",
  session: "the policy of the caller's session",
  "service control": "a service control policy of the caller's organization",
  "resource control": "a resource control policy of the key's organization",
  "VPC endpoint": "the policy of the VPC endpoint",
};
