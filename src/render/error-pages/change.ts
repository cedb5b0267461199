import { page } from "./page.ts";

/** Why a change is refused, cannot be merged or was cancelled: exit codes 3, 4 and 130. */
export const changePages = {
  "read-only-container": page(
    "The policy stands in a plan, a state or an answer of AWS, which nobody reads back.",
    "Change its source; kmspol get FILE > policy.json takes the policy out.",
  ),
  "generated-file": page(
    "The template is made by a program such as the CDK, which makes it anew.",
    "Change the program.",
  ),
  "no-policy-to-edit": page(
    "The document gives the key no policy: KMS puts its default one.",
    "Write a policy for it first.",
  ),
  "document-changed": page("The key is not in the document any more.", "kmspol list FILE shows what is."),
  "edit-shared-text": page(
    "The policy shares text with another key, which would change, too.",
    "Write this policy out on its own first.",
  ),
  "edit-in-text": page(
    "The policy is written in a way that cannot take the change in place.",
    "Change it by hand.",
  ),
  "edit-in-branch": page(
    "The text belongs to one branch of a template's condition.",
    "Change it by hand, in the branch that you mean.",
  ),
  "edit-in-parameter": page(
    "What is to be changed is the value of a parameter, not text of the policy.",
    "Change the parameter.",
  ),
  "edit-computed": page(
    "The text is computed: what is to be changed is not written there.",
    "Change it by hand.",
  ),
  "account-as-admin": page(
    "An account cannot be a key administrator.",
    "Name a user or a role of the key's account.",
  ),
  "aws-managed-key": page("AWS writes the policies of AWS managed keys.", "Use a customer managed key."),
  "wrong-account-profile": page(
    "The profile of --account-profile belongs to another account than the one asked for.",
    "Give a profile of that account; aws sts get-caller-identity --profile NAME tells.",
  ),
  "edit-not-exact": page(
    "The policy is written so that the verb cannot change just what it says.",
    "The message names the statement; kmspol edit changes it by hand, with the same check and diff.",
  ),
  "edit-refused": page(
    "The edited policy has errors, and came back unchanged.",
    "The text is kept and named; mend it and put it.",
  ),
  "empty-group": page(
    "The group has no users.",
    "kmspol add-group TARGET GROUP --via-iam gives access to whoever joins it.",
  ),
  "external-admin": page(
    "Administration of a key never works across accounts.",
    "Make a role in the key's account that they may assume, and name that role.",
  ),
  "foreign-group": page(
    "The group is in another account than the key.",
    "kmspol grant-account gives its account access.",
  ),
  "foreign-key": page(
    "KMS takes a policy only from the account that owns the key.",
    "Use a profile of that account.",
  ),
  "history-unwritable": page(
    "The old policy could not be recorded, so nothing was put.",
    "Make room, or set KMSPOL_STATE_DIR to a folder that you may write.",
  ),
  "invalid-arn": page(
    "KMS found an ARN in the policy that it does not take.",
    "kmspol check names the place.",
  ),
  "invalid-principals": page(
    "KMS refused the policy because a principal in it does not exist.",
    "Where IAM may be read, the missing ones are named. A deleted role that was made again is another one: kmspol prune.",
  ),
  "access-remains": page(
    "The policy itself still lets the principal do what was to be taken away: by an Allow for everyone, under a condition that holds for it.",
    "Narrow that condition by hand with kmspol edit, or name there those who are to keep the access.",
  ),
  "condition-not-editable": page(
    "The condition that lets the principal in holds values that are no strings, and was left as it is.",
    "Write its values as strings, or take the principal out by hand with kmspol edit.",
  ),
  "service-acts-otherwise": page(
    "The service does not use keys as itself, but with the permissions of a role, or of whoever calls it.",
    "Let that role or those people use the key with kmspol add-user: the grants for AWS services come with it.",
  ),
  "last-exemption": page(
    "A NotPrincipal exempts only deleted principals.",
    "Decide by hand whom it should exempt.",
  ),
  "last-statement": page(
    "The policy would have no statement left.",
    "A key policy needs at least one; who is to manage the key?",
  ),
  "malformed-policy": page("KMS refused the policy.", "kmspol check names every place that it refuses."),
  "nothing-to-undo": page("The history has no change to undo.", "kmspol history TARGET lists what there is."),
  "own-account": page(
    "The account is the key's own.",
    "add-user names its users and roles; add-group --via-iam leaves it to IAM.",
  ),
  "policy-too-large": page(
    "A key policy has at most 32,768 bytes.",
    "kmspol check names redundant statements and entries.",
  ),
  "no-encryption-context": page(
    "Only requests to symmetric encryption keys, and only those to use them, carry an encryption context.",
    "Leave --encryption-context out.",
  ),
  "role-not-of-key": page(
    "--only names something that a key of this type does not do.",
    "The message names what it does; --key-spec and --key-usage tell of the key behind a file.",
  ),
  "service-key-type": page(
    "This service does not use keys of this type.",
    "AWS services use symmetric encryption keys.",
  ),
  "service-linked": page(
    "The key or the role belongs to an AWS service.",
    "It is changed through that service.",
  ),
  "statement-gives-more": page(
    "A statement gives the principal more than the verb takes away, and cannot be split safely.",
    "The message names it; kmspol edit changes it by hand.",
  ),
  "statement-gives-other": page(
    "A statement gives deletion together with other rights.",
    "The message names it; change it by hand.",
  ),
  "text-not-kept": page(
    "The new text could not be kept in a file.",
    "Make room in the state folder; the text is in the editor's file.",
  ),
  "unsupported-key": page(
    "KMS does not do this for such keys.",
    "AWS managed keys and keys in custom stores have limits of their own.",
  ),
  "wrong-partition": page(
    "The principal is of another partition than the key.",
    "Nobody outside a partition can use its keys.",
  ),
  "yaml-edit": page(
    "The YAML is written in a way that cannot be edited without loss.",
    "Edit the place by hand; the message names it.",
  ),
  overwritten: page(
    "Another writer replaced what was just written.",
    "Both policies are in the history; look at kmspol diff TARGET@CHANGE TARGET.",
  ),
  "policy-conflict": page(
    "Someone else changed the same statement meanwhile.",
    "Both versions are kept and named; run the command again on the new policy.",
  ),
  cancelled: page("You cancelled.", "Nothing was written."),
  "edit-cancelled": page(
    "You cancelled the edit.",
    "Nothing was written; a text that differed is kept and named.",
  ),
  "editor-failed": page(
    "The editor ended with a failure, as :cq in vi does.",
    "Nothing was written; a text that differed is kept.",
  ),
} as const;
