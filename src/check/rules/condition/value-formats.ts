import { removeStatementAt, replaceAt } from "../../fixes.ts";
import { repairedArn } from "../../values/repair-arn.ts";
import { roleInWords } from "../../values/role-in-words.ts";
import { globMatches, hasWildcard } from "../../pattern.ts";
import { quoted } from "../../quoted.ts";
import { testRule, type Draft } from "../../rule.ts";
import { asksForTime } from "../../unmanageable/moments.ts";
import type { TestValueView, TestView } from "../../views.ts";

/** The values of a test on one key that are no variables. */
const valuesOf = (test: TestView, key: string): readonly TestValueView[] =>
  test.folded === key && test.operator.family !== "Null"
    ? test.values.filter(({ text }) => !text.includes("${"))
    : [];

const serviceAndRegion = /^[a-z0-9-]+\.([a-z]{2,4}(?:-[a-z]+)+-\d)\.amazonaws\.com$/;

/** `service.REGION.amazonaws.com` in every partition, the key's own Region (KMS Developer Guide, kms:ViaService). */
export const viaServiceFormat = testRule({
  code: "via-service-format",
  severity: "warning",
  title: "No service calls for this key so",
  page: () => ({
    trigger:
      "A value of kms:ViaService is not service.REGION.amazonaws.com, or of another Region than the key's.",
    why: "Of another form the key never is; the suffix is .amazonaws.com in China too. A service uses the keys of its own Region; who-can lists what names another.",
    fix: "Write the service's short name and the key's Region.",
    example: '"s3.amazonaws.com"  =>  "s3.us-west-2.amazonaws.com"',
  }),
  explainsNoEffect: true,
  partly: ["region"],
  run: (test, _statement, { facts }): Draft[] =>
    valuesOf(test, "kms:viaservice").flatMap((at): Draft[] => {
      const because = viaServiceProblem(at.text, facts.multiRegion ? undefined : facts.region);
      const hint = `write service.${facts.region ?? "REGION"}.amazonaws.com, such as s3.${facts.region ?? "eu-west-1"}.amazonaws.com`;
      return because === undefined ? [] : [{ at, message: because, hint }];
    }),
});

const viaServiceProblem = (value: string, region: string | undefined): string | undefined => {
  const never = `kms:ViaService is never ${quoted(value)}`;
  if (/\.cn$/.test(value)) return `${never}: it ends in amazonaws.com in China too`;
  if (hasWildcard(value)) return patternProblem(value, region);
  const place = serviceAndRegion.exec(value)?.[1];
  if (place === undefined) return `${never}: it is service.REGION.amazonaws.com`;
  return region === undefined || place === region ? undefined : elsewhere(value, region);
};

// That no service ever reaches across Regions nobody promises: `who-can` lists such access.
const elsewhere = (value: string, region: string): string =>
  `${quoted(value)} is not of the Region of the key, ${region}, from which services use it`;

const patternProblem = (value: string, region: string | undefined): string | undefined => {
  const [, place, ...rest] = value.split(".");
  if (region === undefined || place === undefined || rest.length !== 2) return undefined;
  return globMatches(place, region) ? undefined : elsewhere(value, region);
};

/** An alias name, never its ARN (KMS Developer Guide, kms:RequestAlias). */
export const requestAliasFormat = testRule({
  code: "request-alias-format",
  severity: "warning",
  title: "kms:RequestAlias never has this value",
  page: () => ({
    trigger: "A value of kms:RequestAlias is an alias ARN or lacks alias/.",
    why: "The key never has that value.",
    fix: "Write alias/NAME.",
    example: '"arn:aws:kms:us-west-2:111122223333:alias/app"  =>  "alias/app"',
  }),
  explainsNoEffect: true,
  run: (test) =>
    valuesOf(test, "kms:requestalias")
      .filter(({ text }) => !beginsWithAlias(text))
      .map((at) => {
        const alias = `alias/${at.text.split(/:alias\/|[:]/).at(-1) ?? "NAME"}`;
        return {
          at,
          message: `kms:RequestAlias is never ${quoted(at.text)}: it is alias/NAME`,
          hint: `write ${alias}`,
          suggestion: replaceAt(at.path, alias),
        };
      }),
});

const beginsWithAlias = (text: string): boolean => {
  const literal = text.split(/[*?]/)[0] ?? "";
  return literal === text
    ? text.startsWith("alias/")
    : "alias/".startsWith(literal) || literal.startsWith("alias/");
};

/** The value is the role's own ARN, also for its sessions (IAM User Guide, aws:PrincipalArn). */
export const principalArnSession = testRule({
  code: "principal-arn-session",
  severity: "warning",
  title: "aws:PrincipalArn is never a session",
  page: () => ({
    trigger: "aws:PrincipalArn is compared with the ARN of a session.",
    why: "Its value is the role's ARN, with its path, also for sessions.",
    fix: "Write the role's ARN.",
    example: '"arn:aws:sts::111122223333:assumed-role/App/*"  =>  "arn:aws:iam::111122223333:role/App"',
  }),
  explainsNoEffect: true,
  run: (test, _statement, { facts }) =>
    valuesOf(test, "aws:principalarn")
      .filter(({ text }) => text.includes(":assumed-role/"))
      .map((at) => {
        const role = repairedArn(at.text, facts);
        return {
          at,
          message: `aws:PrincipalArn is never the session ${quoted(at.text)}`,
          hint: role === undefined ? roleInWords(at.text) : `write the role: ${role}`,
          ...(role === undefined ? {} : { suggestion: replaceAt(at.path, role) }),
        };
      }),
});

// ISO 8601 as W3C narrows it, or seconds since 1970 (IAM User Guide, date operators).
const isoDate = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/;

const lastMoment = Date.UTC(9999, 11, 31, 23, 59, 59);

/** How a text that is no date compares, AWS does not say; a time limit that is past allows nothing any more. */
export const dateFormat = testRule({
  code: "date-format",
  severity: "warning",
  title: "No usable date",
  page: () => ({
    trigger: "A date is not ISO 8601 or seconds since 1970; or an Allow of which every end is past.",
    why: "AWS does not say how what is no date compares, so that such access is undecided; what is past allows nothing.",
    fix: "Write it as 2027-01-31T00:00:00Z; remove the statement that has ended.",
    example: '"aws:CurrentTime": "tomorrow"  =>  "aws:CurrentTime": "2027-01-01T00:00:00Z"',
  }),
  explainsNoEffect: true,
  run: (test, { effect, index }, { options }): Draft[] =>
    // A variable in a date is told by variable-syntax.
    (test.operator.family === "Date" ? test.values.filter(({ text }) => !text.includes("${")) : []).flatMap(
      (at): Draft[] => {
        const written = writtenDate(at.text);
        if ((!isoDate.test(at.text) && !/^\d+$/.test(at.text)) || Number.isNaN(written)) {
          const message = `${quoted(at.text)} is no date`;
          return [{ at, message, hint: 'a date looks like "2027-01-31T00:00:00Z"' }];
        }
        if (written > lastMoment) {
          const message = `${quoted(at.text)} seconds are beyond the year 9999`;
          const seconds = at.text.slice(0, -3);
          const hint = `write seconds, not milliseconds: ${seconds}`;
          return [{ at, message, hint, suggestion: replaceAt(at.path, seconds) }];
        }
        if (effect !== "Allow" || !isPast(test, options.now)) return [];
        const message = `${quoted(at.text)} is past: the statement allows nothing`;
        return [{ at, message, hint: "remove the statement", suggestion: removeStatementAt(index) }];
      },
    ),
});

const writtenDate = (text: string): number => {
  if (/^\d+$/.test(text) && text.length > 4) return Number(text) * 1000;
  // Date.parse takes the 30th of February for a day in March.
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/.exec(text) ?? [];
  const isDay =
    day === undefined ||
    new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);
  return isDay ? Date.parse(text) : Number.NaN;
};

/** An end, and each of its dates is before now: one that is to come is enough. Of the time itself: sessions live on after they began. */
const isPast = ({ folded, operator, values }: TestView, now: Date | undefined): boolean =>
  now !== undefined &&
  asksForTime({ key: folded }) &&
  operator.base.startsWith("DateLessThan") &&
  values.every(({ text }) => writtenDate(text) <= now.getTime());
