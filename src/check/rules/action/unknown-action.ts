import { replaceAt } from "../../fixes.ts";
import { kmsActionNamed, kmsActions } from "../../../policy/kms-actions.ts";
import { nearest, nearestOnly } from "../../nearest.ts";
import { isEveryAction } from "../../pattern.ts";
import { quoted } from "../../quoted.ts";
import { actionRule } from "../../rule.ts";
import type { ActionView } from "../../views.ts";

const names = kmsActions.map((action) => action.name);

/** The part after `kms:` of an entry of KMS that names or covers no action; undefined for all others. */
const unknownName = ({ value, covers }: ActionView): string | undefined => {
  if (covers.length > 0) return undefined;
  return /^kms:([\w*?-]+)$/i.exec(value)?.[1];
};

/** KMS stores any name without a word, and an unknown one grants nothing (field report, aws/aws-cdk and others). */
export const unknownAction = actionRule({
  code: "unknown-action",
  severity: "warning",
  title: "KMS has no such action",
  page: () => ({
    trigger: "An action of kms: names nothing, or a pattern covers nothing, in today's list of KMS actions.",
    why: "KMS stores it without a word, and a misspelling grants nothing: an error. What is like no known name may be newer than kmspol, and is a warning.",
    fix: "Correct the spelling; the nearest name is in the hint. Case does not matter.",
    example: '"kms:GenerateDatakeys"  =>  "kms:GenerateDataKey"',
  }),
  explainsNoEffect: true,
  fixesMeet: "never",
  run: (at) => {
    const name = unknownName(at);
    if (name === undefined || name.toLowerCase() === "reencrypt") return undefined;
    const near = suggestion(name);
    const typo = nearestOnly(name, names);
    return {
      at,
      message:
        near === undefined
          ? `${quoted(at.value)} is no action that this kmspol knows`
          : `KMS has no action ${quoted(at.value)}`,
      hint:
        near === undefined
          ? "compare it with the KMS API reference: an action newer than kmspol's tables is right as it is"
          : `did you mean kms:${near}?`,
      // A misspelling grants nothing; of what is like nothing known nobody can say that.
      ...(near === undefined
        ? {}
        : { severity: "error" as const, suggestion: replaceAt(at.path, `kms:${near}`) }),
      fix: typo === undefined ? undefined : replaceAt(at.path, `kms:${typo}`),
    };
  },
});

const suggestion = (name: string): string | undefined => {
  const bare = withoutStars(name);
  const near = nearest(bare, names);
  // A whole name that is nearly right was meant as one, however it goes on.
  if (near !== undefined && bare === name) return near;
  const begins = names.some((each) => each.toLowerCase().startsWith(bare.toLowerCase()));
  if (bare.length > 2 && begins) return `${bare}*`;
  return near && `${near}*`;
};

/** Without the stars at its end. An expression that looks for them would begin anew at each star of the name. */
const withoutStars = (name: string): string => {
  let end = name.length;
  while (name[end - 1] === "*") end -= 1;
  return name.slice(0, end);
};

/** The operation ReEncrypt needs kms:ReEncryptFrom and kms:ReEncryptTo; a permission of its own name there is not: who has it gains by the right name. */
export const reencryptBare = actionRule({
  code: "reencrypt-bare",
  severity: "warning",
  title: "kms:ReEncrypt is no permission",
  page: () => ({
    trigger: "The action is kms:ReEncrypt.",
    why: "The operation of that name needs kms:ReEncryptFrom on one key and kms:ReEncryptTo on the other; kms:ReEncrypt is no permission.",
    fix: "Write kms:ReEncrypt*, or the one of the two that is meant.",
    example: '"kms:ReEncrypt"  =>  "kms:ReEncrypt*"',
  }),
  explainsNoEffect: true,
  run: (at) =>
    unknownName(at)?.toLowerCase() === "reencrypt"
      ? {
          at,
          message: `${quoted(at.value)} is no permission and grants nothing`,
          hint: "write kms:ReEncrypt*",
          suggestion: replaceAt(at.path, "kms:ReEncrypt*"),
        }
      : undefined,
});

/** Only actions of KMS have an effect in a key policy. */
export const nonKmsAction = actionRule({
  code: "non-kms-action",
  severity: "warning",
  title: "The action is not one of KMS",
  page: () => ({
    trigger: 'An action is of another service, or is "*".',
    why: 'In a key policy only actions of KMS have an effect; "*" reads wider than it is.',
    fix: 'Write "kms:*" for "*"; move actions of other services to the policy where they count.',
    example: '"Action": "*"  =>  "Action": "kms:*"',
  }),
  explainsNoEffect: true,
  run: (at) => {
    if (isEveryAction(at.value)) {
      const message = `${quoted(at.value)} means the actions of all services, and only those of KMS count here`;
      return { at, message, hint: 'write "kms:*"', fix: replaceAt(at.path, "kms:*") };
    }
    const [, service, name = ""] = /^([\w-]+):([\w*?-]+)$/.exec(at.value) ?? [];
    if (service === undefined || service.toLowerCase() === "kms") return undefined;
    const meant = kmsActionNamed(name) ?? (nearest(service, ["kms"]) ? { name } : undefined);
    return {
      at,
      message: `${quoted(at.value)} is no action of KMS and has no effect in a key policy`,
      hint: meant ? `did you mean kms:${meant.name}?` : "remove it",
    };
  },
});

/** The service of an action is written out (Access Analyzer, WILDCARD_IN_SERVICE_NAME). */
export const wildcardInService = actionRule({
  code: "wildcard-in-service",
  severity: "warning",
  title: "A wildcard in the service of an action",
  page: () => ({
    trigger: "The part before the colon has a wildcard.",
    why: "The service of an action is to be written out; who reads k* must guess.",
    fix: "Write kms:.",
    example: '"k*:Decrypt"  =>  "kms:Decrypt"',
  }),
  run: (at) => {
    const [, service = "", name = ""] = /^([\w*?-]+):([\w*?-]+)$/.exec(at.value) ?? [];
    return /[*?]/.test(service)
      ? {
          at,
          message: `${quoted(at.value)} has a wildcard in its service`,
          hint: `write kms:${name}`,
          suggestion: replaceAt(at.path, `kms:${name}`),
        }
      : undefined;
  },
});
