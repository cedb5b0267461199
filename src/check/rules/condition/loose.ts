import { underOperator } from "../../fixes.ts";
import { statementRule, testRule, type Draft } from "../../rule.ts";
import type { TestView } from "../../views.ts";

/** Keys that every request to KMS carries: an IfExists on them changes nothing (IAM User Guide, KMS Developer Guide). */
const alwaysPresent =
  /^(kms:(calleraccount|keyorigin|keyspec|keyusage|multiregion|customermasterkeyspec|customermasterkeyusage)|aws:(principalaccount|principalarn|principaltype|userid|securetransport|requestedregion|currenttime|epochtime|principalisawsservice|viaawsservice))$/;

/** IfExists holds where the key is absent, and many callers can leave it out (IAM User Guide, IfExists). */
export const ifExistsInAllow = testRule({
  code: "ifexists-in-allow",
  severity: "security",
  title: "IfExists lets a missing key pass",
  page: () => ({
    trigger: "An Allow has …IfExists on a key that callers can leave out.",
    why: "The test holds where the key is absent.",
    fix: "Write the operator without IfExists.",
    example:
      '"StringEqualsIfExists": { "aws:PrincipalOrgID": "o-abcdefghij" }  =>  "StringEquals": { "aws:PrincipalOrgID": "o-abcdefghij" }',
  }),
  run: (at, { effect, tests }) => {
    const { ifExists, negated, family, base, set } = at.operator;
    if (
      at.operator.canonical === undefined ||
      effect !== "Allow" ||
      !ifExists ||
      negated ||
      family === "Null" ||
      alwaysPresent.test(at.folded)
    )
      return undefined;
    if (namesAskedFor(tests).has(at.folded)) return undefined;
    return {
      at,
      message: `${at.operatorName} also allows requests without ${at.key}`,
      hint: `write ${set ? `${set}:` : ""}${base}`,
      suggestion: underOperator(at.path, `${set ? `${set}:` : ""}${base}`),
    };
  },
});

const asked = new WeakMap<readonly TestView[], ReadonlySet<string>>();

/** The keys of which a test asks that one be there: parts of the encryption context. Worked out once a statement. */
const namesAskedFor = (tests: readonly TestView[]): ReadonlySet<string> => {
  const known = asked.get(tests) ?? new Set(tests.flatMap(partsAskedFor));
  asked.set(tests, known);
  return known;
};

const partsAskedFor = ({ folded, operator, values }: TestView): readonly string[] =>
  folded === "kms:encryptioncontextkeys" && operator.set === "ForAnyValue"
    ? values.map(({ text }) => `kms:encryptioncontext:${text.toLowerCase()}`)
    : [];

/** Headers that a caller sets as it likes (Access Analyzer, UNTRUSTWORTHY_CONDITION_KEY). */
export const spoofableConditionKey = testRule({
  code: "spoofable-condition-key",
  severity: "security",
  title: "The caller chooses this value",
  page: () => ({
    trigger: "A condition tests aws:Referer or aws:UserAgent.",
    why: "The caller sets them as it likes.",
    fix: "Test who calls: kms:CallerAccount, aws:PrincipalArn, aws:SourceArn.",
    example: '"aws:Referer": "https://example.com"  =>  "aws:SourceAccount": "111122223333"',
  }),
  run: (at) =>
    at.folded === "aws:referer" || at.folded === "aws:useragent"
      ? {
          at,
          message: `${at.key} is whatever the caller says`,
          hint: "use aws:SourceAccount, aws:SourceArn, kms:CallerAccount or aws:PrincipalArn",
        }
      : undefined,
});

const partners = new Map([
  ["aws:vpcsourceip", ["aws:sourcevpc", "aws:sourcevpce"]],
  ["aws:ec2instancesourceprivateipv4", ["aws:sourcevpc", "aws:ec2instancesourcevpc"]],
]);

/** A private address exists in every network: it says something only beside the network (Access Analyzer). */
export const pairedKeys = statementRule({
  code: "paired-keys",
  severity: "security",
  title: "A condition key that means nothing alone",
  page: () => ({
    trigger: "aws:VpcSourceIp or aws:Ec2InstanceSourcePrivateIPv4 stands without the VPC.",
    why: "Private addresses are the same in every network.",
    fix: "Add aws:SourceVpc beside it.",
    example: '"aws:VpcSourceIp": "10.0.0.0/8"  =>  the same and "aws:SourceVpc": "vpc-0123456789abcdef0"',
  }),
  run: ({ tests }): Draft[] =>
    tests
      .filter(({ folded }) => {
        const wanted = partners.get(folded);
        return wanted !== undefined && !tests.some((test) => wanted.includes(test.folded));
      })
      .map((at) => ({
        at,
        message: `${at.key} is a private address, which every network has`,
        hint: "add aws:SourceVpc beside it",
      })),
});
