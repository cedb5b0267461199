import { parseCaller } from "../../policy/internal-caller.ts";
import { parsePrincipal } from "../../policy/principal.ts";
import type { KeyGrant } from "../../world/types.ts";
import type { RequestCaller } from "../evaluator/caller.ts";
import { reachOf } from "../evaluator/reach.ts";
import type { ContextEntries } from "../evaluator/request-context.ts";
import { allOf, type Truth, unknown } from "../evaluator/truth.ts";
import type { Voice } from "./layer.ts";

/** A grant that gives the caller the operation, as far as its constraints can be told. */
export interface GrantVoice extends Voice {
  readonly grant: KeyGrant;
  /** The caller is of the account that made the grant, and nothing but that lets it retire it. */
  readonly ofIssuer?: true;
}

/** One request as grants see it. `given` are the context keys of the request, as its sender wrote them. */
export interface GrantRequest {
  readonly caller: RequestCaller;
  readonly action: string;
  readonly given: ContextEntries;
}

/** The grants that name the caller and the operation (KMS Developer Guide, "Grants in AWS KMS"). */
export const grantVoices = (grants: readonly KeyGrant[], request: GrantRequest): readonly GrantVoice[] => [
  ...voicesOfGrantees(grants, request),
  ...(sameName(request.action, "kms:RetireGrant") ? grants.flatMap(retiringVoices(request)) : []),
];

/**
 * A grant is retired by its retiring principal as well, and by the account that made it: that is its root user, and those to whom the account
 * delegates it (KMS API Reference, "RetireGrant").
 */
const retiringVoices =
  ({ caller }: GrantRequest) =>
  (grant: KeyGrant): readonly GrantVoice[] => {
    const voice = { truth: true, grant, by: { grant: grant.id } } as const;
    const truth = grant.retiring !== undefined && names(grant.retiring, caller);
    const isIssuer = caller.account !== undefined && caller.account === grant.issuingAccount;
    return [
      ...(truth === false ? [] : [{ ...voice, truth }]),
      ...(isIssuer && caller.kind === "root-user" ? [voice] : []),
      ...(isIssuer && caller.kind !== "root-user"
        ? [{ ...voice, truth: issuersIam, ofIssuer: true as const }]
        : []),
    ];
  };

/** Of what the account that made a grant delegates to its own. */
export const issuersIam = unknown(
  "whether an IAM policy of the account that made a grant is enough to retire it is not documented",
);

const voicesOfGrantees = (grants: readonly KeyGrant[], request: GrantRequest): readonly GrantVoice[] =>
  grants
    .filter((grant) => grant.actions.some((given) => sameName(given, request.action)))
    .flatMap((grant) => {
      const truth = allOf([names(grant.grantee, request.caller), constraintsMet(grant, request)]);
      return truth === false ? [] : [{ truth, grant, by: { grant: grant.id } }];
    });

const sameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

// A grant to an account may be for any identity of it; whether IAM there must allow as well is not documented.
const names = (grantee: string, caller: RequestCaller): Truth => {
  const reach = reachOf(
    grantee.startsWith("arn:") ? parseCaller(grantee) : parsePrincipal("Service", grantee),
    caller,
  );
  if (reach === "account") return unknown(`a grant names the account ${caller.account ?? ""} as a whole`);
  return reach === "direct";
};

// Only operations with an encryption context are bound by one (KMS API Reference, "GrantConstraints"); a grant made by
// such a grantee must be as strict, which the request alone does not tell.
const carriesContext = /^kms:(encrypt|decrypt|generatedatakey\w*|reencrypt\w*)$/i;

const constraintsMet = (grant: KeyGrant, { action, given }: GrantRequest): Truth => {
  if (grant.otherConstraint !== undefined)
    return unknown(
      `grant ${grant.id} has the constraint ${grant.otherConstraint}, which kmspol does not know`,
    );
  const { encryptionContext } = grant;
  if (!encryptionContext) return true;
  if (sameName(action, "kms:CreateGrant"))
    return unknown(`grant ${grant.id} lets only grants as strict be made`);
  if (!carriesContext.test(action)) return true;
  const pairs = pairsOf(given);
  const held = [...encryptionContext.pairs].map(([key, value]) => pairHeld(key, value, pairs));
  return allOf([...held, encryptionContext.exact ? pairs.length <= encryptionContext.pairs.size : true]);
};

type Pairs = readonly (readonly [key: string, values: readonly string[]])[];

const prefix = "kms:encryptioncontext:";

const pairsOf = (given: ContextEntries): Pairs =>
  given.flatMap(([key, values]) =>
    key.toLowerCase().startsWith(prefix) ? [[key.slice(prefix.length), values] as const] : [],
  );

// The guide says that the key of a pair is compared with case, the API reference that it is not.
const pairHeld = (key: string, value: string, pairs: Pairs): Truth => {
  const same = pairs.filter(([name, values]) => sameName(name, key) && values.includes(value));
  if (same.some(([name]) => name === key)) return true;
  return same.length > 0 ? unknown(`the encryption context has ${key} in another case`) : false;
};
