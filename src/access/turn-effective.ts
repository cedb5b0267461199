import type { BoundPolicy, Directory, World } from "../world/types.ts";
import { evaluateCondition } from "./evaluator/condition.ts";
import { contextEntries, requestContext } from "./evaluator/request-context.ts";
import type { EffectiveEvaluation, EffectiveQuestion, LayerName } from "./effective/types.ts";
import { decideByLayers } from "./evaluate-effective.ts";
import type { Access, AccessRequest, Condition } from "./types.ts";
import { listForPrincipal } from "./what-can.ts";

/** What would turn an answer. */
export interface Turning {
  /** Conditions on the request, an or of ands: what it still lacks, or what it may not lose. */
  readonly otherwise: readonly (readonly Condition[])[];
  /** The layers of which each alone keeps the request out: were it to allow, the answer would be yes. */
  readonly layers: readonly LayerName[];
}

type When = Access["when"];

/** Alternatives beyond this are of no use to a reader. */
const mostAlternatives = 8;

/**
 * What would turn the answer to a request: other conditions, or one layer that lets it through. Each layer is tried: the
 * request is decided once more as if that layer allowed everything. Pure; throws nothing.
 */
export const turningOf = (
  request: AccessRequest,
  question: EffectiveQuestion,
  { decision, undecided, layers }: EffectiveEvaluation,
): Turning => {
  if (undecided !== undefined) return { otherwise: [], layers: [] };
  const lines = listForPrincipal(request.principal, question, [request.action]);
  const when = lines
    .filter((line) => line.undecided === undefined && (line.via !== "iam" || line.by !== undefined))
    .flatMap((line) => line.when);
  if (decision === "allowed") return { otherwise: breaking(when, request), layers: [] };
  const closed = layers.filter(({ says }) => says === "silent" || says === "denies");
  return {
    otherwise: missing(when, request),
    layers: closed.flatMap(({ layer }) => (opens(layer, request, question) ? [layer] : [])),
  };
};

// Of a way in that is not open: what the request lacks.
const missing = (when: When, request: AccessRequest): When =>
  distinct(when.map((all) => all.filter((condition) => !holds(condition, request)))).slice(
    0,
    mostAlternatives,
  );

// Every way in that is open must fall: one condition of each.
const breaking = (when: When, request: AccessRequest): When => {
  const open = when.filter((all) => all.every((condition) => holds(condition, request)));
  if (open.length !== 1) return [];
  return distinct((open[0] ?? []).map((condition) => [negated(condition)])).slice(0, mostAlternatives);
};

const negated = ({ not, ...condition }: Condition): Condition =>
  not === true ? condition : { ...condition, not: true };

const distinct = (when: When): When => [
  ...new Map(when.filter((all) => all.length > 0).map((all) => [JSON.stringify(all), all])).values(),
];

const holds = ({ key, test, values, not }: Condition, { context }: AccessRequest): boolean => {
  const scope = { context: requestContext([], contextEntries(context)), variables: true };
  return (evaluateCondition({ operator: test, key, values }, scope) === true) !== (not === true);
};

const opens = (layer: LayerName, request: AccessRequest, question: EffectiveQuestion): boolean => {
  const open = withOpen(layer, request, question);
  return open !== undefined && decideByLayers(request, open).decision === "allowed";
};

const everything: BoundPolicy = {
  name: "everything",
  content: {
    policy: {
      ...{ version: "2012-10-17", id: undefined },
      statements: [
        {
          ...{
            index: 0,
            sid: undefined,
            effect: "Allow",
            principals: [],
            notPrincipal: false,
            inert: undefined,
          },
          ...{ actions: ["*"], notAction: false, resources: ["*"], notResource: false, conditions: [] },
        },
      ],
    },
  },
};

/** The question with one layer that allows everything; undefined where that is no single layer's to give. */
const withOpen = (
  layer: LayerName,
  { principal }: AccessRequest,
  question: EffectiveQuestion,
): EffectiveQuestion | undefined => {
  const { ceilings, world } = question;
  switch (layer) {
    case "session":
    case "endpoint":
      return { ...question, ceilings: { ...ceilings, [layer]: undefined } };
    case "scp":
    case "rcp":
      return { ...question, world: withoutType(world, layer) };
    case "iam":
      return { ...question, world: withPerson(world, principal, { policies: [everything] }) };
    case "boundary":
      return { ...question, world: withPerson(world, principal, { boundary: undefined }) };
    default:
      return undefined;
  }
};

const withoutType = (world: World, type: "scp" | "rcp"): World => ({
  ...world,
  organizations: world.organizations.map((one) => ({ ...one, enabled: { ...one.enabled, [type]: false } })),
});

type Changed = { readonly policies: readonly BoundPolicy[] } | { readonly boundary: undefined };

const withPerson = (world: World, principal: string, changed: Changed): World => {
  const account = principal.split(":")[4] ?? "";
  const directory = world.directories.get(account);
  const person = directory && personOf(directory, principal);
  if (!person) return world;
  const principals = new Map(directory.principals).set(person.arn, { ...person, ...changed });
  return { ...world, directories: new Map(world.directories).set(account, { ...directory, principals }) };
};

const personOf = ({ principals }: Directory, principal: string) => {
  const role = /:assumed-role\/([^/]+)\//.exec(principal)?.[1];
  if (role === undefined) return principals.get(principal);
  return [...principals.values()].find(({ kind, name }) => kind === "role" && name === role);
};
