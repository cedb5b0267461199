import { type KeyFacts, withArnFacts } from "../../policy/key-facts.ts";
import type { Policy } from "../../policy/model.ts";
import { ownerOf, partitionOfOwner } from "../../policy/owner.ts";
import { futureActions } from "./action-set.ts";
import type { Caller } from "./callers/caller.ts";
import { callersOf, type Ownership } from "./callers/callers.ts";
import { actionClasses } from "./action-classes.ts";
import { callerClasses } from "./caller-classes.ts";
import { type Clause, clauseReader } from "./clause.ts";
import { compileCondition } from "./conditions/compile-condition.ts";
import { remembering } from "./group-by.ts";
import { keysOfKey } from "./conditions/known-keys.ts";
import { partitionOf } from "./callers/owner.ts";
import { strictReading } from "./conditions/resource-test.ts";
import { noRise, type Rise, riseOf } from "./boxes/rise.ts";
import { conditionSpace, inFixedOrder, isCallerTest, isOpenTest } from "./boxes/space.ts";
import { isSettledForRoot, isSettledForSome, isUserIdTest } from "./callers/settled-tests.ts";
import { ownParts } from "./own-parts.ts";
import { ownSessions } from "./own-sessions.ts";
import { type TestTable, testTable } from "./conditions/test-table.ts";
import { rightsTable } from "./boxes/rights-table.ts";
import { accountsOf } from "./whole-accounts.ts";
import { wordsAlike } from "./words-alike.ts";
import type { World } from "../../world/types.ts";
import type { AccessModel } from "./model.ts";
import { mentionedIn } from "./callers/mentioned-principals.ts";
import { openTest } from "./conditions/open-test.ts";
import { type OrganizationClauses, organizationClauses } from "./over/organization-clauses.ts";

/** Steps for a whole comparison; some 50 ns each. */
export const allSteps = 3_000_000;
/** Steps for finding callers and values that stand for all others; some 150 ns each. */
export const stepsForExploring = 1_500_000;
/** Steps for making all that was found readable. */
export const allStepsForWords = 1_000_000;

/**
 * Builds the model for the given actions of today (`kms:Name`); with a world under the policies of its organizations. Pure; the same
 * input gives the same model.
 */
export const accessModel = (
  before: Policy,
  after: Policy,
  keyFacts: KeyFacts,
  actions: readonly string[],
  world?: World,
): AccessModel => {
  const policies = [before, after];
  const facts = withArnFacts(keyFacts);
  const partition = partitionOf(policies, facts);
  const owner = ownerOf(policies, facts);
  const certain = partitionOfOwner(policies, facts, owner);
  const ownership = { owner, partition, region: facts.region };
  const table = testTable();
  const strict = table.add(strictReading);
  const clausesOf = clauseReader(facts, ownership, table);
  const over = world && overKey(policies, { facts, ownership, actions, world }, table);
  const sides = {
    before: [...clausesOf(before), ...(over?.clauses ?? [])],
    after: [...clausesOf(after), ...(over?.clauses ?? [])],
  };
  const hard = over?.clauses.some(({ lid }) => lid !== undefined) ? table.add(tooHardLevel) : undefined;
  const actionSets = new Set([...sides.before, ...sides.after].map(({ terms }) => terms.actions));
  const budget = { left: allSteps };
  const exploring = { left: stepsForExploring };
  const future = futureActions(actionSets);
  const known = keysOfKey({ ...facts, account: ownership.owner });
  const callerTests = inFixedOrder(table.tests.filter(isCallerTest));
  const userIdTests = inFixedOrder(table.tests.filter(isUserIdTest));
  const callers = callersOf(policies, ownership, [...callerTests, ...userIdTests], exploring, over).filter(
    (caller) => !isElsewhere(caller, certain),
  );
  const openTests = callerTests.filter((test) => callers.some(({ open }) => isOpenTest(test, open?.to)));
  const space = conditionSpace(table.tests, known, openTests, exploring);
  const settling = table.tests.some(isSettledForSome);
  const classes = callerClasses(callers, sides, settling);
  const members = classes.flatMap((own) => own.callers.map((caller) => ({ caller, callers: own })));
  const rights = rightsTable(space, known, { strict, hard });
  const rises = new Map<string, Rise>();
  return {
    policies: { before, after },
    world,
    ownership,
    facts: { ...facts, account: ownership.owner, partition: certain },
    callerClasses: classes,
    words: wordsAlike(members),
    accounts: accountsOf(members),
    sessions: ownSessions(members),
    parts: ownParts(members),
    actionClasses: actionClasses(actions, future ?? [], actionSets, space.dimensions),
    space,
    // Such tests are settled for root users: their words have to tell root users from others.
    callerTests: table.tests.some(isSettledForRoot)
      ? [...callerTests, table.add(compileCondition(byRootUser, false))]
      : callerTests,
    budget,
    budgets: { exploring, words: { left: allStepsForWords } },
    futureIsOpen: future === undefined && actionTexts(sides.before) !== actionTexts(sides.after),
    rights,
    rise: (to, callerClass, actionClass) => {
      if (!callerClass.changes) return noRise;
      return remembering(rises, `${to} ${callerClass.index} ${actionClass.index}`, () => {
        const newer = rights(to, callerClass, actionClass);
        const older = rights(to === "after" ? "before" : "after", callerClass, actionClass);
        const { standing } = callerClass;
        const meaning = `${standing} ${newer.signature} > ${older.signature}`;
        return remembering(rises, meaning, () => riseOf(newer, older, standing, budget));
      });
    },
  };
};

const overKey = (
  policies: readonly Policy[],
  { facts, ownership, actions, world }: Around,
  table: TestTable,
): OrganizationClauses => {
  const named = mentionedIn(policies, ownership.partition).accounts;
  return organizationClauses({ ...{ policies, facts, actions, world, named }, ...ownership }, table);
};

interface Around {
  readonly facts: KeyFacts;
  readonly ownership: Ownership;
  readonly actions: readonly string[];
  readonly world: World;
}

const tooHardLevel = openTest(
  "organization",
  "Organization",
  [],
  "a policy of the organization has too many conditions to be worked out",
);

const byRootUser = { operator: "StringEquals", key: "aws:PrincipalType", values: ["Account"] };

// Partitions share nothing: nobody of aws-cn can call a key of aws (AWS General Reference, "Partitions").
const isElsewhere = ({ account }: Caller, partition: string | undefined): boolean =>
  partition !== undefined && account !== undefined && !account.startsWith(`${partition}:`);

const actionTexts = (clauses: readonly Clause[]): string =>
  clauses
    .map(({ terms: { actions } }) => JSON.stringify([actions.patterns, actions.except]))
    .sort()
    .join();
