import { evaluate } from "../access/evaluate.ts";
import { addAdmins } from "../default-view/add-admins.ts";
import { addUsers } from "../default-view/add-users.ts";
import { allowDeletion } from "../default-view/allow-deletion.ts";
import { grantAccounts } from "../default-view/grant-accounts.ts";
import { grantService } from "../default-view/grant-service.ts";
import { upgrade } from "../default-view/upgrade.ts";
import { KmspolError } from "../errors.ts";
import { next, type NextCommand } from "../next-command.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { readPolicy } from "../policy/read-policy.ts";
import {
  accountsOf,
  bothHalvesCommand,
  callerWord,
  isAdministration,
  keyWord,
  requestOf,
} from "./why-commands.ts";
import type { Denial } from "./why-denial.ts";

/** A key's policy, and what is known of the key. */
export interface KeyAtHand {
  readonly document: PolicyDocument;
  readonly facts: KeyFacts;
}

interface Way {
  readonly commands: readonly NextCommand[];
  make(document: PolicyDocument): PolicyDocument;
}

/**
 * The commands that let the caller do it, tried on the policy itself: the smallest first, and only one after which the
 * answer is another. Empty where no verb mends it.
 */
export const mendingCommands = (denial: Denial, { document, facts }: KeyAtHand): readonly NextCommand[] => {
  const { crossAccount } = accountsOf(denial);
  const turned = (after: PolicyDocument): boolean => {
    const { decision } = evaluate(readPolicy(after), requestOf(denial, facts), facts);
    return decision === "allowed" || (crossAccount && decision === "needs-iam");
  };
  return waysFor(denial, facts).find((way) => turned(attempt(way, document)))?.commands ?? [];
};

/** A verb that refuses is no way. */
const attempt = (way: Way, document: PolicyDocument): PolicyDocument => {
  try {
    return way.make(document);
  } catch (error) {
    if (error instanceof KmspolError) return document;
    throw error;
  }
};

const waysFor = (denial: Denial, facts: KeyFacts): readonly Way[] => {
  const key = keyWord(denial);
  const { caller, crossAccount } = accountsOf(denial);
  if (denial.service !== undefined) return [serviceWay(denial.service, key, facts)];
  if (crossAccount && caller !== undefined) {
    return [
      {
        commands: [bothHalvesCommand(denial)],
        make: (document) => grantAccounts(document, [caller], facts).document,
      },
    ];
  }
  const who = callerWord(denial, true);
  const admin = next("add-admin", [who], {}, key);
  const deletion = next("allow-deletion", [], {}, key);
  const newestCommand = next("upgrade", [], {}, key);
  const asAdmin = (document: PolicyDocument) => addAdmins(document, [who], facts).document;
  const deletable = (document: PolicyDocument) => allowDeletion(document, [], facts).document;
  const newest = (document: PolicyDocument) => upgrade(document, [], facts).document;
  const administering: readonly Way[] = [
    { commands: [admin], make: asAdmin },
    { commands: [admin, deletion], make: (document) => deletable(asAdmin(document)) },
    { commands: [admin, newestCommand], make: (document) => newest(asAdmin(document)) },
  ];
  return [
    {
      commands: [next("add-user", [who], {}, key)],
      make: (document) => addUsers(document, [who], facts).document,
    },
    { commands: [deletion], make: deletable },
    { commands: [newestCommand], make: newest },
    ...(isAdministration(denial) ? administering : []),
  ];
};
const serviceWay = (service: string, key: string, facts: KeyFacts): Way => {
  const sourceAccounts = [facts.account ?? key.split(":")[4] ?? "ACCOUNT"];
  return {
    commands: [next("grant-service", [service], { "--source-account": sourceAccounts }, key)],
    make: (document) => grantService(document, [service], facts, { sourceAccounts }).document,
  };
};
