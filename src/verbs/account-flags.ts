import { InvalidArgumentError } from "commander";
import { accountIdIn } from "../policy/account-id.ts";

/** The flags of the verbs that go over several accounts. */
export interface AccountFlags {
  readonly account?: readonly string[];
  readonly assumeRole?: string;
}

const readAccount = (text: string, before: readonly string[] = []): readonly string[] => {
  const id = accountIdIn(text);
  if (id === undefined) throw new InvalidArgumentError("An account id has 12 digits.");
  return before.includes(id) ? before : [...before, id];
};

/** A name with its path (IAM User Guide, "IAM identifiers"). Throws InvalidArgumentError. */
const readRole = (text: string): string => {
  if (text.startsWith("arn:"))
    throw new InvalidArgumentError("Write the role's name alone: it is assumed in each --account.");
  const name = text.replace(/^role\//, "").replace(/^\//, "");
  if (/^(?:[\u0021-\u002E\u0030-\u007E]+\/)*[\w+=,.@-]{1,64}$/.test(name) && name.length <= 512) return name;
  throw new InvalidArgumentError("Write a role's name, such as KeyAudit or path/KeyAudit.");
};

export const accountFlags = {
  account: {
    under: "Which keys:",
    words: "--account <id...>",
    does: "those of these accounts, by the role of --assume-role",
    read: readAccount,
  },
  assumeRole: {
    under: "Which keys:",
    words: "--assume-role <name>",
    does: "the role that is assumed in each --account, its path before its name",
    read: readRole,
  },
};
