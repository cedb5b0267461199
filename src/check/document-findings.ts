import type { Description } from "./description.ts";

/** What is found in a document around a policy (a template, a plan, Terraform source): no rule of a policy finds it. */
export const documentFindings = [
  {
    code: "policy-unknown",
    severity: "warning",
    title: "The document does not tell what this policy says",
    page: () => ({
      trigger:
        "A template, a plan or a source has a key whose policy cannot be read from it: a macro makes it, it is known only after apply, or it is marked as sensitive.",
      why: "Nothing can be said of that policy: neither that it is sound, nor that it is not.",
      fix: "Check it where it is known: the state or the plan after apply, the template after the macro ran, or the key itself.",
      example: "kmspol check plan.json  =>  kmspol check alias/app, after apply",
    }),
  },
  {
    code: "two-policies",
    severity: "error",
    title: "Two resources put the policy of one key, or two have its name",
    page: () => ({
      trigger:
        "A key has a policy of its own, and an aws_kms_key_policy puts another one; or a template has two resources of one logical id.",
      why: "Each apply puts one over the other: which of the two the key has is chance, and every plan shows a change.",
      fix: "Keep one of them: leave policy out of the key, or remove the aws_kms_key_policy; give each resource a logical id of its own.",
      example:
        "policy in aws_kms_key.app, and aws_kms_key_policy.app with key_id = aws_kms_key.app.id  =>  the second alone",
    }),
  },
  {
    code: "opaque-principal",
    severity: "suggestion",
    title: "Who this is, only the deployment knows",
    page: () => ({
      trigger:
        "A principal is a parameter without a value, an import, or something else that only the deployment knows.",
      why: "It may be one role, or everybody: no rule can look at it, and who-can says that it is undecided.",
      fix: "Tell the value with --set NAME=VALUE or --parameters FILE.",
      example:
        "kmspol check template.yaml  =>  kmspol check template.yaml --set ReaderArn=arn:aws:iam::111122223333:role/Reader",
    }),
  },
  {
    code: "opaque-action",
    severity: "suggestion",
    title: "Which action this is, only the deployment knows",
    page: () => ({
      trigger: "An entry of Action or NotAction has a part that only the deployment knows.",
      why: "It may be any action that fits: no rule can look at it, and can and who-can say what of their answers it leaves undecided.",
      fix: "Tell the value with --set NAME=VALUE or --parameters FILE; better, write the actions out.",
      example: "kmspol check policy.json.tpl  =>  kmspol check policy.json.tpl --set operation=Decrypt",
    }),
  },
  {
    code: "opaque-effect",
    severity: "warning",
    title: "Whether this allows or denies, only the deployment knows",
    page: () => ({
      trigger:
        "The Effect of a statement is a parameter without a value, or something else that only the deployment knows.",
      why: "The statement may give access and may take it from everybody it names: both are told, and left undecided.",
      fix: "Tell the value with --set NAME=VALUE or --parameters FILE; better, write two statements, each under its condition.",
      example: "kmspol check template.yaml  =>  kmspol check template.yaml --set Effect=Deny",
    }),
  },
] as const satisfies readonly Description[];
