/** An identity of the other account, or a group of this one, that an inline policy is attached to. */
export interface AttachTarget {
  readonly kind: "user" | "role" | "group";
  readonly name: string;
}

/** The AWS CLI command that puts the policy file in place by hand. */
export const attachCommand = ({ kind, name }: AttachTarget, policyName: string, file: string): string =>
  `aws iam put-${kind}-policy --${kind}-name ${name} --policy-name ${policyName} --policy-document file://${file}`;

/** Reads `role/NAME`, `user/NAME` or `group/NAME` (a path in front of the name is dropped, IAM's calls take none). */
export const parseAttachTarget = (text: string): AttachTarget | undefined => {
  const [, kind, name] = /^(user|role|group)\/(?:[\w+=,.@/-]*\/)?([\w+=,.@-]+)$/.exec(text) ?? [];
  if (name === undefined || (kind !== "user" && kind !== "role" && kind !== "group")) return undefined;
  return { kind, name };
};
