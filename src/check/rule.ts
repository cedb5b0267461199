import { hasSymbol } from "../policy/symbols.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { Policy } from "../policy/model.ts";
import type { ParsedText } from "../policy/syntax.ts";
import type { Change } from "../policy/text/with-change.ts";
import type { Description } from "./description.ts";
import type { CheckOptions } from "./options.ts";
import type { Severity } from "./finding.ts";
import type { ActionView, PrincipalView, Spot, StatementView, TestView } from "./views.ts";

/** What a rule must know beside the policy's text. */
export type Need =
  | "account"
  | "partition"
  | "region"
  | "key-type"
  | "state"
  | "manager"
  | "caller"
  | "iam"
  | "related-policies"
  | "vendor-accounts"
  | "forbid"
  | "group-via-iam";

/** Everything a rule may look at. */
export interface CheckContext {
  readonly document: PolicyDocument;
  readonly policy: Policy;
  readonly statements: readonly StatementView[];
  /** Account, partition and Region are filled in from the key's ARN. */
  readonly facts: KeyFacts;
  readonly options: CheckOptions;
}

/** Changes a document so that one finding goes. */
export interface Fix {
  (document: PolicyDocument): PolicyDocument;
  /** The edit behind it, which can be made together with others; undefined where there is nothing to do, or where it has to be alone. */
  readonly plan: (document: PolicyDocument) => Change | undefined;
}

/** What a rule says about one place; code, heading, severity and Sid are added where it is run. */
export interface Draft {
  readonly at: Spot;
  /** What is wrong here, without full stop. Text from the policy stands in it as it is. */
  readonly message: string;
  /** What to write instead. */
  readonly hint?: string | undefined;
  /** Where it differs from the catalogue's. */
  readonly severity?: Severity | undefined;
  /** The one safe answer, where there is one. */
  readonly fix?: Fix | undefined;
  /** What the hint says, as an edit, where somebody has to agree first: `check --fix` leaves it alone. */
  readonly suggestion?: Fix | undefined;
}

interface Asks {
  /** Without these it is left out. */
  readonly needs: readonly Need[];
  /** Without these it finds less. */
  readonly partly: readonly Need[];
}

/** A rule reports the findings of one code. A `text` rule also runs on texts that do not parse. */
export type Rule<Code extends string = string> = Description<Code> &
  Asks &
  (
    | { readonly reads: "text"; readonly run: (parsed: ParsedText) => readonly Draft[] }
    | { readonly reads: "document"; readonly run: (context: CheckContext) => readonly Draft[] }
  );

type Drafts = readonly Draft[] | Draft | undefined;

/** A rule as it is written down: what it needs is left away where that is nothing. */
export type Definition<Code extends string, Run> = Description<Code> & Partial<Asks> & { readonly run: Run };

/** A rule on the text itself. */
export const textRule = <Code extends string>(
  definition: Definition<Code, (parsed: ParsedText) => readonly Draft[]>,
): Rule<Code> => ({ needs: [], partly: [], ...definition, reads: "text" });

/** A rule on the document as a whole. */
export const documentRule = <Code extends string>({
  run,
  ...definition
}: Definition<Code, (context: CheckContext) => Drafts>): Rule<Code> => ({
  needs: [],
  partly: [],
  ...definition,
  reads: "document",
  run: (context) => each([context], run),
});

/** A rule that looks at each statement alone. */
export const statementRule = <Code extends string>({
  run,
  ...definition
}: Definition<Code, (statement: StatementView, context: CheckContext) => Drafts>): Rule<Code> =>
  documentRule({
    ...definition,
    run: (context) => each(context.statements, (statement) => run(statement, context)),
  });

/** A rule that looks at each entry of Principal and NotPrincipal. */
export const principalRule = <Code extends string>({
  run,
  ...definition
}: Definition<Code, RunOn<PrincipalView>>): Rule<Code> =>
  statementRule({
    ...definition,
    run: (statement, context) => each(statement.principals, (entry) => run(entry, statement, context)),
  });

/** A rule that looks at each entry of Action and NotAction. */
export const actionRule = <Code extends string>({
  run,
  ...definition
}: Definition<Code, RunOn<ActionView>>): Rule<Code> =>
  statementRule({
    ...definition,
    run: (statement, context) => each(statement.actions, (entry) => run(entry, statement, context)),
  });

/** A rule that looks at each operator on each condition key. */
export const testRule = <Code extends string>({
  run,
  ...definition
}: Definition<Code, RunOn<TestView>>): Rule<Code> =>
  statementRule({
    ...definition,
    run: (statement, context) =>
      each(statement.tests, (test) => (isFilledIn(test) ? undefined : run(test, statement, context))),
  });

/** Of a key or an operator that something fills in later, nothing can be said yet. */
const isFilledIn = ({ key, operatorName }: TestView): boolean => hasSymbol(key) || hasSymbol(operatorName);

type RunOn<Part> = (part: Part, statement: StatementView, context: CheckContext) => Drafts;

const none: readonly Draft[] = [];

/** What `run` says of the items, in one list; most say nothing, and nothing is then made. */
const each = <Item>(items: readonly Item[], run: (item: Item) => Drafts): readonly Draft[] => {
  let found: Draft[] | undefined;
  for (const item of items) {
    const drafts = run(item);
    if (drafts === undefined) continue;
    if (!("message" in drafts)) {
      if (drafts.length > 0) found = (found ?? []).concat(drafts);
    } else (found ??= []).push(drafts);
  }
  return found ?? none;
};
