import { otherSessionsOf } from "../access/principal-word.ts";
import type { Access } from "../access/types.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { whyNeverGiven } from "../policy/never-given.ts";
import type { Operand } from "./operand.ts";

/** What the list of all access says of those whom the statements speak of: a Deny, or a Resource, may leave them nothing. */
export interface BorneOut {
  /** Every one of the actions (`kms:Name`) that work on this key is left to the operand, be it under conditions. */
  readonly has: (operand: Operand, actions: Iterable<string>) => boolean;
  /** Every one of the actions is left to somebody of the account. */
  readonly inAccount: (account: string, actions: Iterable<string>) => boolean;
  /** Other accounts to which something is left as a whole: to whoever is in no policy, or to the root user. */
  readonly accounts: ReadonlySet<string>;
  /** Other accounts of which something is left to single users and roles. */
  readonly accountsInPart: ReadonlySet<string>;
  /** Something is left to the service, written so. */
  readonly hasService: (name: string) => boolean;
  /** IAM policies of the key's own account can give the action to somebody. */
  readonly leftToIam: (action: string) => boolean;
}

/** Asks the rows of `listAccess`, so that `show` and `who-can` tell the same. */
export const borneOutBy = (rows: readonly Access[], facts: KeyFacts): BorneOut => {
  const actionsOf = new Map<string, Set<string>>();
  const leftToIam = new Set<string>();
  for (const { principal, actions, via } of rows) {
    const own = actionsOf.get(principal) ?? new Set();
    actionsOf.set(principal, own);
    for (const action of actions) {
      own.add(action);
      // The root user of the account needs no IAM policy, and is who can always take what is left to IAM.
      const isOwn = facts.account !== undefined && accountIn(principal) === facts.account;
      if (isOwn && (via === "iam" || principal.startsWith("root-user:"))) leftToIam.add(action);
    }
  }
  const others = [...actionsOf.keys()].filter((word) => accountIn(word) !== facts.account);
  const accountsOf = (kind: RegExp) =>
    new Set(others.filter((word) => kind.test(word)).flatMap((word) => accountIn(word) ?? []));
  return {
    has: (operand, actions) => {
      const isMeant = wordsFor(operand, facts.account);
      const held = [...actionsOf].filter(([word]) => isMeant(word)).map(([, own]) => own);
      return [...actions]
        .filter((action) => whyNeverGiven(action, facts) === undefined)
        .every((action) => held.some((own) => own.has(action)));
    },
    inAccount: (account, actions) => {
      const held = [...actionsOf].filter(([word]) => accountIn(word) === account).map(([, own]) => own);
      return [...actions].every((action) => held.some((own) => own.has(action)));
    },
    accounts: accountsOf(/^(account|root-user):/),
    accountsInPart: accountsOf(/^arn:/),
    hasService: (name) => actionsOf.has(`service:${name}`) || actionsOf.has(`Service ${name}`),
    leftToIam: (action) => leftToIam.has(action),
  };
};

const accountIn = (word: string): string | undefined => /(?:^|:)(\d{12})(?=$|[:\s])/.exec(word)?.[1];

/** The principal words of which one has to have the access for the operand to have it. */
const wordsFor = ({ arn, account, kind }: Operand, own: string | undefined): ((word: string) => boolean) => {
  if (arn === "*") return (word) => word === "anyone" || word === `account:${own ?? ""}`;
  const words = new Set(kind === "account" ? [] : [arn, otherSessionsOf(arn)]);
  if (account !== undefined) words.add(`account:${account}`);
  // A session has what its role has; the role's path is not in its ARN.
  const [, partition = "", id = "", role = ""] =
    /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn) ?? [];
  return (word) =>
    words.has(word) ||
    (role !== "" && word.startsWith(`arn:${partition}:iam::${id}:role/`) && word.endsWith(`/${role}`));
};
