import { expect, test } from "vitest";
import { compareAccess } from "../../src/access/compare-access.ts";
import { evaluate } from "../../src/access/evaluate.ts";
import { listAccess } from "../../src/access/list-access.ts";
import type { Access, AccessRequest } from "../../src/access/types.ts";
import { lines } from "./compare-fixtures.ts";
import { isMirrored } from "./engine-answer.ts";
import { facts, owner, policyOf, stranger } from "./evaluate-fixtures.ts";
import { levelOf, namesIn } from "./inside-access.ts";
import { type Kind, kinds } from "./policies-of-every-kind.ts";
import { callersOf, contextsOf, levelByRows } from "./story.ts";

// Of each kind of policy: whom and what `who-can` lists is what `can` answers, for every kind of caller; and what `diff` tells of a change
// from one kind to the next is what changes.

const actions = [
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:CreateGrant",
  "kms:PutKeyPolicy",
  "kms:ScheduleKeyDeletion",
];
const all = kinds.map((kind) => {
  const policy = policyOf(kind.statements, kind.version);
  return { kind, policy, rows: listAccess(policy, facts, actions) };
});
type One = (typeof all)[number];

const requestsTo = ({ kind, policy, rows }: One): readonly AccessRequest[] => {
  const callers = [
    ...callersOf({ policy, facts } as Parameters<typeof callersOf>[0]),
    ...(kind.callers ?? []),
  ];
  const contexts = [...contextsOf(rows), ...(kind.contexts ?? [])];
  const asked = actions.filter(
    (action, place) => place === 0 || rows.some((row) => row.actions.includes(action)),
  );
  return [...new Set(callers)].flatMap((principal) =>
    asked.flatMap((action) => contexts.map((context) => ({ principal, action, context }))),
  );
};
const told = ({ principal, action, context }: AccessRequest) =>
  `${principal} ${action} ${JSON.stringify(context)}`;

// The ARN of a root user names its account in a request.
const asAsked = (request: AccessRequest): AccessRequest => ({
  ...request,
  principal: request.principal.replace(/^arn:aws:iam::(\d{12}):root$/, "root-user:$1"),
});

test.each(all.map((one): [string, One] => [one.kind.what, one]))("%s", (_, one) => {
  const { policy, rows } = one;
  const wrong = requestsTo(one).flatMap((request) => {
    const { decision, undecided } = evaluate(policy, request, facts);
    const listed = levelByRows({ rows, policy, facts }, request);
    if (undecided !== undefined || listed === undefined) return [];
    return listed === levelOf(decision) ? [] : [`${told(request)}: ${decision}, but listed ${listed}`];
  });
  expect(wrong).toEqual([]);
  expect(isMirrored(policy, facts)).toBe(true);
  for (const { example, via, undecided } of rows)
    if (undecided === undefined)
      expect([told(example), evaluate(policy, asAsked(example), facts).decision]).toEqual([
        told(example),
        via === "iam" ? "needs-iam" : "allowed",
      ]);
});

const readAlike = all.filter(
  ({ kind: { version }, policy }) => version === undefined && !JSON.stringify(policy).includes("aws-cn"),
);
const pairs = readAlike.map((one, place): [string, One, One] => {
  const other = readAlike[(place + 7) % readAlike.length] ?? one;
  return [`from ${one.kind.what} to ${other.kind.what}`, one, other];
});

test.each(pairs)("%s", (_, older, newer) => {
  const change = compareAccess(older.policy, newer.policy, facts);
  const policy = { ...newer.policy, statements: [...older.policy.statements, ...newer.policy.statements] };
  const names = namesIn([policy]);
  const wrong = requestsTo(newer).flatMap((request) => {
    const [before, after] = [older, newer].map((one) => evaluate(one.policy, request, facts));
    if (!before || !after || before.undecided !== undefined || after.undecided !== undefined) return [];
    const [from, to] = [levelOf(before.decision), levelOf(after.decision)];
    const [gained, lost] = [change.gained, change.lost].map((rows) =>
      levelByRows({ rows, policy, facts }, request),
    );
    if (gained === undefined || lost === undefined) return [];
    // An account that gains is told as a whole, and somebody of it who is named may have had as much.
    const isNamed = names.includes("App") && /[/](?:App|[abB])\b|root/.test(request.principal);
    const [asMuch, asLittle] = [isNamed ? gained : 0, isNamed ? lost : 0];
    const right = gained === (to > from ? to : asMuch) && lost === (from > to ? from : asLittle);
    return right ? [] : [`${told(request)}: from ${from} to ${to}, but told ${gained} gained, ${lost} lost`];
  });
  expect(wrong).toEqual([]);
});

const short = (text: string) => text.replaceAll(owner, "OWN").replaceAll(stranger, "OTHER");
test("as few lines as tell it", async () => {
  const found = all.map(({ kind, rows }: { kind: Kind; rows: readonly Access[] }) =>
    [kind.what, ...lines(rows).map((line) => `  ${short(line)}`)].join("\n"),
  );
  await expect(`${found.join("\n")}\n`).toMatchFileSnapshot("policies-of-every-kind.txt");
});
