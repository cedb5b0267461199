import type { ConditionTest, Policy } from "../../../policy/model.ts";
import { parsePrincipal, type Principal } from "../../../policy/principal.ts";
import { deadName } from "./caller.ts";

/** A principal that is somebody of an account: a user, role, session or federated user. */
export type Identity = Extract<Principal, { readonly arn: string }>;

/** Who and which accounts the policies name, in principals and in conditions on the caller. */
export interface Mentioned {
  /** By ARN. */
  readonly principals: ReadonlyMap<string, Identity>;
  /** As `PARTITION:ACCOUNT`. */
  readonly accounts: ReadonlySet<string>;
  readonly services: ReadonlySet<string>;
  /** Unique ids, and texts that are no principal (see `deadName`). */
  readonly dead: ReadonlySet<string>;
}

/** Collects them; a bare account id is taken to be of the given partition. */
export const mentionedIn = (policies: readonly Policy[], partition: string): Mentioned => {
  const found = {
    principals: new Map<string, Identity>(),
    accounts: new Set<string>(),
    services: new Set<string>(),
    dead: new Set<string>(),
  };
  for (const { statements } of policies) {
    for (const { principals, conditions, inert } of statements) {
      if (inert !== undefined) continue;
      for (const { type, value } of principals) note(found, parsePrincipal(type, value), partition, type);
      for (const condition of conditions)
        for (const principal of namedByCondition(condition)) note(found, principal, partition);
    }
  }
  return inFixedOrder(found);
};

// Whichever policy comes first: then a comparison turned round shows the same examples.
const inFixedOrder = ({ principals, accounts, services, dead }: Collected): Mentioned => ({
  principals: new Map(
    [...principals.keys()]
      .sort()
      .flatMap((arn) => principals.get(arn) ?? [])
      .map((principal) => [principal.arn, principal]),
  ),
  accounts: new Set([...accounts].sort()),
  services: new Set([...services].sort()),
  dead: new Set([...dead].sort()),
});

interface Collected {
  readonly principals: Map<string, Identity>;
  readonly accounts: Set<string>;
  readonly services: Set<string>;
  readonly dead: Set<string>;
}

// Identity providers and canonical user ids are for other policies, and other kinds of principal there are none: no caller of KMS is one
// (IAM User Guide, "JSON policy elements: Principal").
const identifiesSomebody: ReadonlySet<string> = new Set(["AWS", "Service"]);

const note = (found: Collected, principal: Principal, partition: string, type = "AWS"): void => {
  if (principal.kind === "everyone") return;
  if (principal.kind === "service") found.services.add(principal.name);
  else if (principal.kind === "unique-id") found.dead.add(principal.id);
  else if (principal.kind === "malformed") {
    // A role of AWS's own under another path than its own there is none (IAM User Guide, "Service-linked roles").
    if (identifiesSomebody.has(type) && principal.because !== "reserved-role-path")
      found.dead.add(deadName(type, principal.value));
  } else {
    found.accounts.add(`${principal.partition ?? partition}:${principal.account}`);
    if (principal.kind !== "account") found.principals.set(principal.arn, principal);
  }
};

// A condition on the caller names as well as Principal does: `*` with aws:PrincipalArn or kms:CallerAccount is common.
const namedByCondition = ({ key, values }: ConditionTest): Principal[] => {
  const folded = key.toLowerCase();
  if (folded === "aws:principalarn") return values.flatMap(namedByArn);
  if (folded === "aws:principalservicename" || folded === "aws:principalservicenameslist")
    return values.map((value) => parsePrincipal("Service", value)).filter(({ kind }) => kind === "service");
  if (!namesAccounts.has(folded)) return [];
  return values.filter((value) => /^\d{12}$/.test(value)).map((value) => parsePrincipal("AWS", value));
};

// The aws:userid of a root user is its account.
const namesAccounts: ReadonlySet<string> = new Set([
  ...["kms:calleraccount", "aws:principalaccount", "aws:userid"],
]);

const namedByArn = (value: string): Principal[] => {
  const principal = parsePrincipal("AWS", value);
  if (principal.kind === "session") return accountOf(value);
  return principal.kind === "malformed" ? accountOf(value) : [principal];
};

const accountOf = (value: string): Principal[] => {
  const [, partition = "", , , account = ""] = value.split(":");
  const root = parsePrincipal("AWS", `arn:${partition}:iam::${account}:root`);
  return root.kind === "account" ? [root] : [];
};
