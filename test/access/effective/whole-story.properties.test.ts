import fc from "fast-check";
import { expect, test } from "vitest";
import type { EffectiveQuestion } from "../../../src/access/effective/types.ts";
import { decideByLayers } from "../../../src/access/evaluate-effective.ts";
import { otherSessionsOf } from "../../../src/access/principal-word.ts";
import type { Access, AccessRequest } from "../../../src/access/types.ts";
import { listForPrincipal } from "../../../src/access/what-can.ts";
import { listWithWorld } from "../../../src/access/with-world.ts";
import { times } from "../../support/long-form.ts";
import { holdsFor, levelOf, namesIn } from "../inside-access.ts";
import { partialQuestions, randomRequest } from "./random-world.ts";

/**
 * `can`, `who-can` and `what-can` tell one story of whoever is asked about, whether or not the data has him: the policies of an
 * organization bind everybody whose place is known (Organizations User Guide, "Service control policies").
 */

const worlds = Number(process.env["KMSPOL_WORLD_RUNS"] ?? times(40, 300));
const requestsPerWorld = 60;
const patience = 600_000;

const strangers = ["role/Nobody", "role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX", "user/nobody"];
const anybody: fc.Arbitrary<AccessRequest> = fc
  .tuple(
    randomRequest,
    fc.constantFrom("111122223333", "444455556666", "999988887777", "123456789012"),
    fc.option(fc.constantFrom(...strangers, "root"), { freq: 3 }),
  )
  .map(([request, account, stranger]) => {
    if (stranger === null) return request;
    const known = Object.entries(request.context).filter(([key]) => key !== "aws:userid");
    const context = Object.fromEntries(known);
    const principal = stranger === "root" ? `root-user:${account}` : `arn:aws:iam::${account}:${stranger}`;
    return { ...request, context, principal };
  });

/** What the world tells of every request of somebody: the lines leave it out, or ask for it. */
const asTold = (request: AccessRequest, { key: { facts }, world }: EffectiveQuestion): AccessRequest => {
  const account = /:(\d{12})/.exec(request.principal)?.[1] ?? "";
  const organization = world.organizations.find(
    ({ management, levelsOf }) => management === account || levelsOf(account) !== undefined,
  );
  const levels = organization?.levelsOf(account);
  const place =
    levels && !("unknown" in levels) ? levels.slice(0, -1).map(({ target }) => target) : undefined;
  return {
    ...request,
    context: {
      ...request.context,
      ...Object.fromEntries(
        [...(facts.tags ?? [])].map(([name, value]) => [`aws:ResourceTag/${name}`, value]),
      ),
      ...(facts.aliases && { "kms:ResourceAliases": facts.aliases }),
      ...(organization && { "aws:PrincipalOrgID": organization.id }),
      ...(organization && place && { "aws:PrincipalOrgPaths": `${[organization.id, ...place].join("/")}/` }),
    },
  };
};

/** How far the lines that speak of somebody let a request go; undefined where one of them is not decided. */
const levelBy = (lines: readonly Access[], request: AccessRequest, question: EffectiveQuestion) => {
  const { facts, policy } = question.key;
  const about = lines.filter(({ actions }) => actions.includes(request.action));
  const holding = about.filter((line) => holdsFor(line, asTold(request, question), facts, policy.version));
  if (about.some(({ undecided }) => undecided !== undefined)) return undefined;
  const levels = holding.map(({ via, by }) => (via === "iam" && by === undefined ? 1 : 2));
  return Math.max(0, ...levels);
};

const namedAnywhere = ({ key, world }: EffectiveQuestion): string =>
  namesIn([
    key.policy,
    ...world.organizations.flatMap(({ levelsOf, placed = [] }) =>
      placed.flatMap((account) => {
        const levels = levelsOf(account) ?? [];
        const bound = "unknown" in levels ? [] : levels.flatMap(({ scp, rcp }) => [...scp, ...rcp]);
        return bound.flatMap(({ content }) => ("policy" in content ? [content.policy] : []));
      }),
    ),
  ]);

/** The lines of who-can that are about somebody. */
const linesAbout = (
  principal: string,
  lines: readonly Access[],
  question: EffectiveQuestion,
): readonly Access[] => {
  const account = /:(\d{12})/.exec(principal)?.[1] ?? "";
  const names = namedAnywhere(question);
  const { directories } = question.world;
  const has = (arn: string) => directories.get(account)?.principals.has(arn) === true;
  const role = [...(directories.get(account)?.principals.values() ?? [])].find(
    ({ kind, name }) => kind === "role" && principal.includes(`:assumed-role/${name}/`),
  );
  const own = new Set([principal, otherSessionsOf(principal), ...(role ? [role.arn] : [])]);
  // A grant to a role that the data lacks is its sessions', too.
  const [, itsRole] = /:assumed-role\/([^/]+)\//.exec(principal) ?? [];
  const isItsRole = (word: string): boolean =>
    itsRole !== undefined && word.startsWith(`arn:aws:iam::${account}:role/`) && word.endsWith(`/${itsRole}`);
  const isNamed =
    names.includes(`"${principal}"`) ||
    has(principal) ||
    role !== undefined ||
    (itsRole !== undefined && new RegExp(`:${account}:role/(?:[^"]*/)?${itsRole}"`).test(names));
  const words = new Set([
    ...own,
    `account:${account}`,
    ...(isNamed || principal.startsWith("root-user:") ? [] : [`account:${account} (others)`]),
  ]);
  const isForeign = account !== question.key.facts.account;
  const isAnyone = ({ principal: word, except = [] }: Access) =>
    word === "anyone" && isForeign && !isNamed && !except.includes(`account:${account}`);
  const told = lines.filter(
    (line) => words.has(line.principal) || isItsRole(line.principal) || isAnyone(line),
  );
  const sessions = told.filter((line) => line.principal === principal);
  // A session that is told apart has lines for all that it has, but for what its account has.
  return sessions.length > 0 && principal.includes(":assumed-role/")
    ? told.filter((line) => !line.principal.includes(":role/"))
    : told;
};

// Whom the data of his account lacks and the key policy does not name, nobody can list: `can` says of him what the policies say.
const canBeListed = ({ principal }: AccessRequest, question: EffectiveQuestion): boolean => {
  const directory = question.world.directories.get(/:(\d{12})/.exec(principal)?.[1] ?? "");
  return (
    !directory ||
    principal.startsWith("root-user:") ||
    directory.principals.has(principal) ||
    namesIn([question.key.policy]).includes(`"${principal}"`)
  );
};

// Of a role its sessions that are treated otherwise are told, too, each by itself.
const isAnothersSession = (word: string, asked: string): boolean =>
  word.includes(":assumed-role/") && word !== asked;

test(
  `can, who-can and what-can agree about everybody (${worlds * requestsPerWorld} requests)`,
  () => {
    const seen = { denied: 0, needsIam: 0 };
    fc.assert(
      fc.property(
        partialQuestions,
        fc.noShrink(fc.array(anybody, { minLength: requestsPerWorld, maxLength: requestsPerWorld })),
        ({ after }, requests) => {
          const lines = listWithWorld(after);
          for (const request of requests) {
            const found = decideByLayers(request, after);
            if (found.undecided !== undefined) continue;
            const level = levelOf(found.decision);
            const about = linesAbout(request.principal, lines, after);
            const byWho = canBeListed(request, after) ? levelBy(about, request, after) : level;
            const asked = listForPrincipal(request.principal, after, [request.action]);
            const own = asked.filter(({ principal }) => !isAnothersSession(principal, request.principal));
            const byWhat = levelBy(own, request, after);
            if (found.decision === "needs-iam") seen.needsIam += 1;
            if (found.decision === "denied") seen.denied += 1;
            if ((byWho ?? level) === level && (byWhat ?? level) === level) continue;
            throw new Error(
              JSON.stringify({
                ...{ request, level, byWho, byWhat, asked },
                who: linesAbout(request.principal, lines, after),
                key: after.key.policy.statements,
                organizations: after.world.organizations.map(({ placed, levelsOf, ...rest }) => [
                  rest,
                  placed?.map((account) => levelsOf(account)),
                ]),
                directories: [...after.world.directories.keys()],
              }),
            );
          }
        },
      ),
      { numRuns: worlds, endOnFailure: true },
    );
    expect(Math.min(seen.denied, seen.needsIam)).toBeGreaterThan(worlds / 2);
  },
  patience,
);
