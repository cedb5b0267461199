import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compareAccess } from "../../src/access/compare-access.ts";
import { evaluate } from "../../src/access/evaluate.ts";
import { ownerOf } from "../../src/policy/owner.ts";
import { expandActions } from "../../src/default-view/action-set.ts";
import { completeFacts } from "../../src/default-view/own-account.ts";
import { adminBase, possibleUseActions } from "../../src/default-view/rights.ts";
import { readDenial } from "../../src/other-half/why-denial.ts";
import { decideWhy } from "../../src/other-half/why-decide.ts";
import { why } from "../../src/other-half/why.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import type { Access } from "../../src/access/types.ts";
import type { KeyFacts } from "../../src/policy/key-facts.ts";
import type { Policy, Statement } from "../../src/policy/model.ts";
import { whyNeverGiven } from "../../src/policy/never-given.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { facts as rulesFacts, textOf as rulesText } from "../check/fixture.ts";
import { rows as rulesRows } from "../check/fixture-table.ts";
import { long } from "../support/long-form.ts";
import { isMirrored } from "./engine-answer.ts";
import { oddPair } from "./generate-odd.ts";
import { own, policy as anyPolicy } from "./generate.ts";
import { levelOf, namesIn, wordsFor } from "./inside-access.ts";
import { callersOf, contextsOf, levelByRows, managingRows, type Story, storyOf, textOf } from "./story.ts";

/**
 * `who-can`, `can`, `show`, `check`, `diff` and `why` tell one story: what one of them says of a policy, the others do not deny. Held
 * for policies of the corpus and for generated ones; a sample of both in the normal run, all in the long form, which CI runs.
 */

// Every so many policies of the corpus, and so many generated ones.
const [step, generated] = long ? [1, 600] : [43, 8];
const seed = 20261128;

const factsOf = (text: string): KeyFacts => {
  const document = documentOf(parsePolicyText(text, "json"));
  if (!document) return {};
  const { account, partition } = completeFacts(document, {});
  return { account: account ?? ownerOf([readPolicy(document)], {}) ?? own, partition };
};

const corpus = ["valid", "contested", "invalid", "templated"]
  .flatMap((folder) => readdirSync(`test/corpus/${folder}`).map((name) => `${folder}/${name}`))
  .filter((name, place) => name.endsWith(".json") && place % step === 0)
  .flatMap((name) => {
    const text = readFileSync(`test/corpus/${name}`, "utf8");
    return storyOf(name, text, factsOf(text)) ?? [];
  });

/** An Allow for all but some, and a Deny of one service, after what a policy says anyway. */
const aboutServices = fc
  .tuple(anyPolicy, fc.constantFrom("logs.amazonaws.com", "sns.amazonaws.com"), fc.boolean())
  .map(([policy, service, asked]): Policy => {
    const base = { sid: undefined, inert: undefined, notAction: false, resources: ["*"], notResource: false };
    const test = { operator: "Null", key: "aws:SourceArn", values: ["true"] };
    const more = [
      { effect: "Allow" as const, value: "logs.amazonaws.com", notPrincipal: true },
      { effect: "Deny" as const, value: service, notPrincipal: false },
    ].map(({ value, ...rest }, place): Statement => ({
      ...{ ...base, ...rest, index: policy.statements.length + place, actions: ["kms:Decrypt"] },
      principals: [{ type: "Service", value }],
      conditions: asked && rest.effect === "Deny" ? [test] : [],
    }));
    return { ...policy, statements: [...policy.statements, ...more] };
  });

const known = { account: own, partition: "aws" };
const random = [anyPolicy, oddPair.map(([policy]) => policy), aboutServices].flatMap((arbitrary, kind) =>
  fc
    .sample(arbitrary, { numRuns: generated, seed })
    .flatMap((policy, place) => storyOf(`generated ${kind} ${place}`, textOf(policy), known) ?? []),
);
/** What each rule of `check` finds at fault, and its twin without the fault: every shape that has a name. */
const ofRules = rulesRows
  .flatMap(({ code, bad, good, facts, goodFacts }, place) => [
    ["bad", place, code, bad, facts] as const,
    ["good", place, code, good, goodFacts ?? facts] as const,
  ])
  .filter((_, place) => place % step === 0)
  .flatMap(([kind, place, code, text, facts]) => {
    const written = rulesText(text);
    const about = facts ?? rulesFacts;
    return storyOf(`${code} (${place}) ${kind}`, written, { ...factsOf(written), ...about }) ?? [];
  });

const stories = [...corpus, ...random, ...ofRules];

/** Each relation gives what contradicts it. */
const relations: Readonly<Record<string, (story: Story) => readonly unknown[]>> = {
  "can decides each request as the rows of who-can do, and who is in no row is let do nothing": (story) => {
    const { rows, policy, facts } = story;
    const named = [...new Set([...rows.map(({ example }) => example.action), "kms:Decrypt"])];
    const contexts = contextsOf(rows).slice(0, 12);
    return callersOf(story)
      .slice(0, 14)
      .flatMap((principal) => named.slice(0, 4).map((action) => ({ principal, action })))
      .flatMap((asked) => contexts.map((context) => ({ ...asked, context })))
      .filter((request) => {
        const { decision, undecided } = evaluate(policy, request, facts);
        const level = levelByRows(story, request);
        return undecided === undefined && level !== undefined && level !== levelOf(decision);
      });
  },
  "can allows the example of each row of who-can": ({ rows, policy, facts }) =>
    rows.filter(({ principal, via, example, undecided }) => {
      const level = via === "key-policy" ? 2 : 1;
      // To `can` the root ARN is some identity of the account.
      const request = principal.startsWith("root-user:") ? { ...example, principal } : example;
      const answer = evaluate(policy, request, facts);
      // That a key which nobody knows is absent cannot be said in a request.
      const isOpen = undecided !== undefined || answer.undecided !== undefined;
      return !isOpen && levelOf(answer.decision) < level;
    }),
  "what any AWS service is told to have, each service has that the line does not leave out": (story) => {
    const { rows, policy, facts } = story;
    const services = callersOf(story).filter((caller) => caller.startsWith("service:"));
    const open = rows.filter(({ principal, undecided }) => principal === "service:any" && !undecided);
    return open.flatMap(({ example: { action, context }, except = [], when }) =>
      services
        // Under which names a service calls is in the line's own conditions.
        .filter((principal) => !except.includes(principal) && !JSON.stringify(when).includes("ServiceName"))
        .map((principal) => ({ principal, action, context }))
        .filter((request) => evaluate(policy, request, facts).decision !== "allowed"),
    );
  },
  "what anyone is told to have, whoever is in an account that the policy names has, where the line does not leave it out":
    (story) => {
      const { rows, policy, facts } = story;
      const named = callersOf(story).flatMap((caller) => /^arn:aws:iam::(\d{12}):/.exec(caller)?.[1] ?? []);
      const foreign = [...new Set(named)].filter((account) => account !== facts.account);
      const open = rows.filter(({ principal, undecided }) => principal === "anyone" && !undecided);
      return open.flatMap(({ via, example: { action, context }, except = [], when }) =>
        foreign
          // Of whose account a condition speaks is in the line's own conditions.
          .filter(
            (account) =>
              !except.includes(`account:${account}`) && !/Principal|Caller|user/.test(JSON.stringify(when)),
          )
          .map((account) => ({
            principal: `arn:aws:iam::${account}:role/Nobody-Names-This`,
            action,
            context,
          }))
          .filter((request) => {
            const answer = evaluate(policy, request, facts);
            return (
              answer.undecided === undefined && levelOf(answer.decision) < (via === "key-policy" ? 2 : 1)
            );
          }),
      );
    },
  "show's users and administrators have in who-can what makes them such": ({ rows, view, facts }) => {
    const has = (who: string, actions: ReadonlySet<string>) =>
      [...actions]
        .filter((action) => whyNeverGiven(action, facts) === undefined)
        .every((action) => rows.some((row) => row.actions.includes(action) && standsFor(row.principal, who)));
    const uses = possibleUseActions(facts).map(expandActions);
    return [
      ...view.users.filter((who) => !uses.some((actions) => has(who, actions))),
      ...view.admins.filter((who) => !has(who, expandActions(adminBase))),
    ];
  },
  "show's accounts and services are those of who-can": ({ rows, view, facts }) => {
    const words = rows.map(({ principal }) => principal);
    const accounts = words.flatMap((word) => /^(?:account|root-user):(\d{12})/.exec(word)?.[1] ?? []);
    const services = words.flatMap((word) => /^(?:service:|Service )(?!any$)(.+)$/.exec(word)?.[1] ?? []);
    const others = accounts.filter((account) => account !== facts.account);
    const isOpen = view.public.length > 0;
    return [
      ...view.accounts.filter((account) => !accounts.includes(account)),
      ...others.filter((account) => !view.accounts.includes(account) && !isOpen),
      ...view.services.filter((service) => !services.includes(service)),
      ...services.filter((service) => !view.services.includes(service) && !isOpen),
    ];
  },
  "show says that IAM can give access exactly where a row of the own account rests on IAM": ({
    rows,
    view,
    facts,
  }) => {
    const { whole, actions, conditional } = view.iamShare;
    const shows = whole || actions.length + conditional.length > 0;
    const mentions = new RegExp(`[:]${facts.account ?? ""}($|[: ])`);
    const resting = rows.some(
      ({ principal, via, undecided }) =>
        undecided === undefined && via === "iam" && mentions.test(principal) && !principal.startsWith("arn:"),
    );
    const possibly = rows.some(({ principal }) => mentions.test(principal));
    return (resting && !shows) || (shows && !possibly) ? [{ shows, resting }] : [];
  },
  "what show calls public are the rows of anyone and of any service": ({ rows, view }) =>
    JSON.stringify(view.public) ===
    JSON.stringify(rows.filter(({ principal }) => principal === "anyone" || principal === "service:any"))
      ? []
      : [view.public],
  "check finds a policy open exactly where who-can has a row of anyone": ({ rows, codes }) => {
    const open = [...codes].filter((code) => opensToAnyone.has(code));
    const anyone = rows.filter(({ principal }) => principal === "anyone" || principal === "service:any");
    const always = anyone.some(
      ({ principal, when, undecided }) => principal === "anyone" && isAlways(when) && undecided === undefined,
    );
    // Allow with NotPrincipal is found by its shape, whatever its conditions leave of it.
    const judged = open.filter((code) => code !== "allow-not-principal");
    return (always && open.length === 0) || (judged.length > 0 && anyone.length === 0)
      ? [{ open, anyone }]
      : [];
  },
  "check finds another account exactly where who-can has a row of one, or of anyone": ({
    rows,
    codes,
    facts,
    policy,
  }) => {
    if (isOfAws(policy.id)) return [];
    const outside = rows.filter(({ principal, undecided }) => {
      const account = /(?:^|:)(\d{12})(?=$|[: ])/.exec(principal)?.[1];
      return undecided === undefined && account !== undefined && account !== facts.account;
    });
    const told = codes.has("external-account-access");
    const open = [...codes].some((code) => opensToAnyone.has(code));
    const undecided = rows.some((row) => row.undecided !== undefined);
    // What anyone has, be it from a chosen network, is the matter of another finding.
    if (rows.some(({ principal }) => principal === "anyone")) return [];
    return (outside.length > 0 && !told && !open) || (told && outside.length === 0 && !undecided)
      ? [{ told, outside }]
      : [];
  },
  "check finds a lockout exactly where no row lets somebody put a policy by a call of their own": (story) => {
    if (isOfAws(story.policy.id)) return [];
    const rows = managingRows(story);
    const certain = rows.filter(({ undecided }) => undecided === undefined);
    const locked = story.codes.has("lockout");
    const missed = rows.length === 0 && !story.codesNow.has("lockout");
    return (locked && certain.length > 0) || missed ? [{ locked, rows }] : [];
  },
  "diff says nothing of a policy and itself, and of a policy and none what who-can says": ({
    policy,
    facts,
  }) => [
    ...(compareAccess(policy, policy, facts).equivalent ? [] : ["differs from itself"]),
    ...(isMirrored(policy, facts) ? [] : ["is no mirror"]),
  ],
  "diff of a policy and the same without a statement tells just those whose can is another": (story) => {
    const { policy, facts } = story;
    return policy.statements.slice(0, mostTakenOut).flatMap((taken) => {
      const statements = policy.statements.filter((one) => one !== taken);
      return untoldBetween(story, { ...policy, statements }, facts);
    });
  },
  "why names the statement that gives each row": ({ document, facts, rows }) => {
    const key = { document, facts: { ...facts, arn: keyArnOf(facts), region: "eu-west-1" } };
    return rows
      .filter(({ when, undecided }) => undecided === undefined && isAlways(when))
      .filter(({ principal }) => principal.startsWith("arn:"))
      .flatMap((row) => {
        const { principal, action } = row.example;
        const message = `User: ${principal} is not authorized to perform: ${action} on resource: ${keyArnOf(facts)} because no resource-based policy allows the ${action} action`;
        const denial = readDenial(message);
        if (!denial || denial.resource === undefined) return [];
        const { explanation } = decideWhy(why(message), denial, key);
        const level = levelOf(evaluate(readPolicy(document), row.example, key.facts).decision);
        return level === 0 || /statement \d/i.test(explanation) ? [] : [{ row, explanation }];
      });
  },
  "why's words are can's decision, certain only where that is": (story) => {
    const key = {
      document: story.document,
      facts: { ...story.facts, arn: keyArnOf(story.facts), region: "eu-west-1" },
    };
    return callersOf(story)
      .filter((principal) => principal.startsWith("arn:"))
      .slice(0, 10)
      .flatMap((principal) =>
        ["kms:Decrypt", "kms:PutKeyPolicy"].map((action) => ({ principal, action, context: {} })),
      )
      .flatMap((request) => {
        const message = `User: ${request.principal} is not authorized to perform: ${request.action} on resource: ${keyArnOf(story.facts)} because no resource-based policy allows the ${request.action} action`;
        const denial = readDenial(message);
        if (!denial || denial.resource === undefined || denial.principal !== request.principal) return [];
        const { explanation } = decideWhy(why(message), denial, key);
        const { decision, undecided, otherwise } = evaluate(story.policy, request, key.facts);
        const said = saidByWhy.find(([words]) => words.test(explanation))?.[1];
        const isConditional = undecided !== undefined || otherwise?.some((all) => all.some(({ not }) => not));
        const overclaims = said === "denied" && isConditional;
        return said === undefined || (said === decision && !overclaims)
          ? []
          : [{ request, explanation, decision, undecided }];
      });
  },
};

// A policy of a hundred statements is compared a few times, not a hundred.
const mostTakenOut = long ? 6 : 3;

/** Requests for which `can` says more of one policy than of the other, and `diff` does not, or the other way round. */
const untoldBetween = (story: Story, without: Policy, facts: KeyFacts): readonly unknown[] => {
  const { policy } = story;
  const { gained, lost } = compareAccess(policy, without, facts);
  const rows = [...gained, ...lost];
  // What this kind of key cannot do a change tells as the policies have it.
  const actions = [...new Set([...rows.map(({ example }) => example.action), "kms:Decrypt"])]
    .filter((action) => whyNeverGiven(action, facts) === undefined)
    .slice(0, 3);
  const contexts = contextsOf(rows).slice(0, 8);
  return callersOf(story)
    .slice(0, 12)
    .flatMap((principal) => actions.map((action) => ({ principal, action })))
    .flatMap((asked) => contexts.map((context) => ({ ...asked, context })))
    .flatMap((request) => {
      const [older, newer] = [policy, without].map((one) => evaluate(one, request, facts));
      if (!older || !newer || older.undecided !== undefined || newer.undecided !== undefined) return [];
      const rise = levelOf(newer.decision) - levelOf(older.decision);
      const [more, less] = [gained, lost].map((some) => levelByRows({ rows: some, policy, facts }, request));
      // A line for a whole account may take in somebody who has it otherwise as well.
      const [exactMore, exactLess] = [gained, lost].map((some) =>
        levelByRows({ rows: exactly(request.principal, some, story), policy, facts }, request),
      );
      if (more === undefined || less === undefined) return [];
      const isTold = rise === 0 ? exactMore === 0 && exactLess === 0 : (rise > 0 ? more : less) > 0;
      return isTold ? [] : [{ request, older: older.decision, newer: newer.decision, more, less }];
    });
};

const exactly = (principal: string, rows: readonly Access[], { policy, facts }: Story): readonly Access[] => {
  const [word] = wordsFor(principal, namesIn([policy]), facts);
  return rows.filter((row) => row.principal === word);
};

/** What the words of `why` claim for certain of the request of the message. */
const saidByWhy: readonly (readonly [RegExp, string])[] = [
  [/of the key policy denies it\.$/, "denied"],
  [/^The key policy allows it as it stands now/, "allowed"],
  [/^The key policy neither names|^The key policy does not let account/, "not-allowed"],
  [/^The key policy leaves it to IAM|^The key policy lets account/, "needs-iam"],
];

const opensToAnyone: ReadonlySet<string> = new Set([
  ...["public-access", "ineffective-restriction", "via-service-without-account", "allow-not-principal"],
]);

const isAlways = (when: readonly (readonly unknown[])[]): boolean => when.some((all) => all.length === 0);

/** Of the policies of AWS managed keys, which nobody can change, `check` says nothing. */
const isOfAws = (id: string | undefined): boolean => /^auto-/.test(id ?? "");

const keyArnOf = ({ partition = "aws", account = own }: KeyFacts): string =>
  `arn:${partition}:kms:eu-west-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

/** Whether what a row gives to a word is given to the principal: to itself, to its role, or to its account as a whole. */
const standsFor = (word: string, who: string): boolean => {
  if (who === "*") return /^(anyone$|account:)/.test(word);
  const [, , , , account = "", resource = ""] = who.split(":");
  const [kind, role = ""] = resource.split("/");
  return (
    word === who ||
    word === `${who} (other sessions)` ||
    word === `account:${account}` ||
    (kind === "assumed-role" && word.includes(`:${account}:role/`) && word.endsWith(`/${role}`))
  );
};

test.each(Object.entries(relations))(
  "%s",
  (_, contradictions) => {
    expect(
      stories.flatMap((story) =>
        contradictions(story).map((what) => `${story.name}: ${JSON.stringify(what)}`),
      ),
    ).toEqual([]);
  },
  600_000,
);
