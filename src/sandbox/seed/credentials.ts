import type { Account, Credential, Identity } from "../state/types.ts";
import { mainAccount, managementAccount, secondAccount } from "./accounts.ts";

/**
 * One identity that a user of the sandbox can act as. Its keys are the same in every sandbox: they open nothing else,
 * and a command that was copied yesterday works today.
 */
export interface SandboxCredential {
  /** Name of the profile. */
  readonly name: string;
  /** What the banner says of it. */
  readonly description: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

interface SeededCredential {
  readonly shown: SandboxCredential;
  readonly who: Who;
  readonly expired?: boolean;
}

type Who = { readonly account: string } & (
  { readonly user: string } | { readonly role: string } | { readonly root: true }
);

const key = (word: string, kind: "AKIA" | "ASIA") => ({
  accessKeyId: `${kind}SANDBOX${word.padEnd(9, "0")}`,
  secretAccessKey: `no-secret-of-aws/sandbox/${word.toLowerCase()}`.padEnd(40, "0"),
  ...(kind === "ASIA" ? { sessionToken: `sandbox-session-${word.toLowerCase()}` } : {}),
});

const seeded: readonly SeededCredential[] = [
  {
    shown: { name: "default", description: "user admin, may do everything", ...key("ADMIN", "AKIA") },
    who: { account: mainAccount, user: "admin" },
  },
  {
    shown: { name: "app", description: "session of role App, a key user", ...key("APP", "ASIA") },
    who: { account: mainAccount, role: "App" },
  },
  {
    shown: { name: "alice", description: "user alice, may only list keys", ...key("ALICE", "AKIA") },
    who: { account: mainAccount, user: "alice" },
  },
  {
    shown: {
      name: "auditor",
      description: "session of role Auditor, may only read",
      ...key("AUDITOR", "ASIA"),
    },
    who: { account: mainAccount, role: "Auditor" },
  },
  {
    shown: { name: "root", description: "the root user", ...key("ROOT", "AKIA") },
    who: { account: mainAccount, root: true },
  },
  {
    shown: { name: "partner", description: "user admin of the other account", ...key("PARTNER", "AKIA") },
    who: { account: secondAccount, user: "admin" },
  },
  {
    shown: {
      name: "partner-reader",
      description: "session of role Reader over there",
      ...key("READER", "ASIA"),
    },
    who: { account: secondAccount, role: "Reader" },
  },
  {
    shown: {
      name: "management",
      description: "user admin of the organization's management account",
      ...key("MANAGER", "AKIA"),
    },
    who: { account: managementAccount, user: "admin" },
  },
  {
    shown: { name: "expired", description: "a session that has expired", ...key("EXPIRED", "ASIA") },
    who: { account: mainAccount, role: "Admin" },
    expired: true,
  },
];

/** The identities that every sandbox starts with, the default one first. */
export const sandboxCredentials: readonly SandboxCredential[] = seeded.map(({ shown }) => shown);

/** The same as the state keeps them, by access key id. */
export const seedCredentials = (
  accounts: ReadonlyMap<string, Account>,
  now: number,
): Map<string, Credential> =>
  new Map(
    seeded.map(({ shown, who, expired }) => {
      const { accessKeyId, secretAccessKey, sessionToken } = shown;
      const credential: Credential = {
        accessKeyId,
        secretAccessKey,
        ...(sessionToken === undefined ? {} : { sessionToken }),
        ...(expired ? { expires: now - 1 } : {}),
        identity: identityOf(who, accounts),
        created: now,
      };
      return [accessKeyId, credential];
    }),
  );

const identityOf = (who: Who, accounts: ReadonlyMap<string, Account>): Identity => {
  if ("root" in who) return { kind: "root", account: who.account };
  if ("user" in who) return { kind: "user", account: who.account, name: who.user };
  const roleId = accounts.get(who.account)?.roles.get(who.role)?.id ?? "";
  return { kind: "session", account: who.account, role: who.role, roleId, session: "sandbox" };
};
