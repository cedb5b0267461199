import { page } from "./page.ts";

/** Errors in files and in the documents that hold policies: what cannot be read, written or made out. Exit code 2. */
export const documentPages = {
  "binary-plan": page(
    "The file is a saved plan in Terraform's binary form.",
    "terraform show -json plan.tfplan > plan.json writes it as text.",
  ),
  "which-key": page(
    "The document holds several keys, and the verb works on one.",
    "Name it behind a #: FILE#KEY. kmspol list FILE lists them; #1 is the first.",
  ),
  "no-such-key": page(
    "The document holds no key of that name, or several.",
    "kmspol list FILE lists its keys; #1 is the first.",
  ),
  "undecided-value": page(
    "The policy of a document names what only its deployment knows, and cannot be put as it is.",
    "Tell parameters with --set or --parameters, or take the policy of the deployed key.",
  ),
  "bad-parameters": page(
    "--parameters names a file without parameters.",
    'It looks like [{ "ParameterKey": "Stage", "ParameterValue": "test" }] or { "Stage": "test" }.',
  ),
  "policy-unknown": page(
    "What the policy says is known only when the document around it is applied or deployed.",
    "Take the source, the plan of a later run, or the key itself.",
  ),
  "policy-opaque": page(
    "The policy is made by a macro or an include: the document does not say what is in it.",
    "Take the policy of the deployed key.",
  ),
  "policy-elsewhere": page(
    "The document takes the policy from another file.",
    "Name that file; the message says which.",
  ),
  "opaque-principal": page(
    "A principal is known by a name alone, such as a parameter without a value.",
    "--set NAME=VALUE or --parameters FILE tells it.",
  ),
  "no-key-policy": page(
    "The text is no key policy, and was never meant as one: it is read as none, and nothing is written into it.",
    "The message says what it seems to be, and what to do with it.",
  ),
  "bad-config": page(
    "A .kmspolrc.json cannot be used: it is no JSON, or a setting of it is misspelt or says nothing that could be gone by.",
    'Write { "account": "111122223333", "partition": "aws", "organization": "o-exampleorgid", "trustedAccounts": { "444455556666": "Data team" }, "vendorAccounts": { "777788889999": "Acme" }, "forbid": [{ "principal": "outside", "actions": ["kms:Decrypt"], "except": ["444455556666"], "reason": "why" }], "accept": [{ "code": "grant-unrestricted", "reason": "why" }] }: each of them may be left out. schemas/kmspolrc.schema.json tells an editor the same.',
  ),
  "file-unreadable": page(
    "A file cannot be read.",
    "The message says why; check the path and its permissions.",
  ),
  "file-unwritable": page(
    "A file cannot be written; it is as it was.",
    "Check the permissions of the file and of its folder, and the room on the disk.",
  ),
  "output-unwritable": page(
    "Standard output cannot be written, as on a full disk.",
    "Make room, or send the output elsewhere. A change that was asked for may be written all the same: look at the policy before you repeat it.",
  ),
  "history-unreadable": page(
    "The history, or a policy in it, cannot be read.",
    "Damaged files are set aside and named; what is still readable is used.",
  ),
  "input-too-large": page("The input is larger than 1 MiB.", "A key policy has at most 32,768 bytes."),
  "invalid-utf-8": page("The text is no UTF-8.", "Save it as UTF-8."),
  "json-syntax": page(
    "The text does not parse; line, column and the line itself are shown.",
    "Mend it there. kmspol check shows every place at once.",
  ),
} as const;
