import { accountOfWord } from "../access/principal-word.ts";
import type { Access } from "../access/types.ts";
import type { Finding } from "../check/finding.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { Target } from "../ports.ts";

/** The key that a row is about. */
export interface RowKey {
  /** The key's ARN, or the file with what is behind its `#`. */
  readonly key: string | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly alias?: string;
}

/** One line of `--format jsonl`: an access, a finding, or what could not be answered. */
export type Row = RowKey &
  (
    | (Omit<Finding, "introduced"> & { readonly kind: "finding"; readonly accepted?: string })
    | AccessRow
    | { readonly kind: "error"; readonly code: string; readonly message: string; readonly line?: number }
  );

/** A principal's access as a row: the contract's Access without its example, and what queries ask for as members of their own. */
type AccessRow = Omit<Access, "example" | "by"> & {
  readonly kind: "access";
  /** The account of the principal; null for services, deleted principals and anyone. */
  readonly principalAccount: string | null;
  /** Whether the principal is of another account; null where one of the two accounts is not known. */
  readonly outside: boolean | null;
  /** False where it is always allowed. */
  readonly conditional: boolean;
  /** In a change: whether it is won or lost. */
  readonly change?: "gained" | "lost";
};

/** What of a key every row repeats. */
export const rowKey = (target: Target, { arn, account, region, aliases }: KeyFacts): RowKey => {
  const file =
    target.kind === "file" && target.key !== undefined ? `${target.path}#${target.key}` : undefined;
  const name = target.kind === "key" ? target.arn : (arn ?? file ?? target.path);
  const alias = target.kind === "key" ? target.aliases[0] : aliases?.[0];
  return {
    key: name,
    account: account ?? null,
    region: region ?? null,
    ...(alias !== undefined && { alias }),
  };
};

/** A row for each finding; what was accepted says with which reason. */
export const findingRows = (
  key: RowKey,
  findings: readonly Finding[],
  accepted: readonly (Finding & { readonly reason: string })[] = [],
): readonly Row[] => [
  ...findings.map((finding): Row => ({ kind: "finding", ...key, ...finding })),
  ...accepted.map(({ reason, ...finding }): Row => ({
    kind: "finding",
    ...key,
    ...finding,
    accepted: reason,
  })),
];

/** A row for each entry of a list of access. */
export const accessRows = (
  key: RowKey,
  access: readonly Access[],
  change?: "gained" | "lost",
): readonly Row[] =>
  access.map((entry): Row => ({
    kind: "access",
    ...key,
    ...withoutExample(entry),
    ...whose(entry.principal, key.account),
    conditional: !entry.when.some((all) => all.length === 0),
    ...(change && { change }),
  }));

const withoutExample = ({
  principal,
  except,
  actions,
  via,
  when,
  unknownActions,
  undecided,
  atMost,
}: Access) => ({
  ...{ principal, ...(except && { except }), actions, via, when },
  ...(unknownActions && { unknownActions }),
  ...(undecided !== undefined && { undecided }),
  ...(atMost && { atMost }),
});

const whose = (principal: string, owner: string | null) => {
  const account = accountOfWord(principal) ?? null;
  const outside =
    principal === "anyone" ? true : account === null || owner === null ? null : account !== owner;
  return { principalAccount: account, outside };
};

/** Rows as lines. */
export const rowLines = (rows: readonly Row[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join("");
