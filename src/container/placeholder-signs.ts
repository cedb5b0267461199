/**
 * What something fills in before the policy is put: `${Name}` of CloudFormation, Terraform, envsubst; `{{ name }}` of Jinja, Mustache,
 * Helm; `<%= name %>` of ERB and EJS; `#{name}` of Serverless and Octopus. A policy variable of IAM has a colon, or is one of three
 * signs (IAM User Guide, "IAM policy elements: Variables and tags"): it is none of these. Each has a longest length, since a text of a
 * million `{{` that never close is none of them, and must be told so at once.
 */
export const placeholder =
  /\$\{(?![*?$]\})((?:[^}:']|::){1,2000})\}|\{\{[{%-]?((?:(?!\}\})[^]){1,500}?)[%-]?\}\}\}?|<%[=-]?((?:(?!%>)[^]){1,500}?)-?%>|#\{([^}]{1,500})\}/g;

/** Whether a text has placeholders: a quick look. */
export const hasPlaceholder = (text: string): boolean => text.search(placeholder) >= 0;

const intrinsic =
  /"(?:Fn::\w+|Ref)"\s*:|\b(?:Fn::\w+|Ref):\s|!(?:Sub|Ref|GetAtt|Join|ImportValue|If|FindInMap|Select|Split)\b/;

/** Whether a text has functions of a CloudFormation template: a quick look. */
export const hasFunction = (text: string): boolean => intrinsic.test(text);

/** Whether a text may be a policy that something completes before it is put: a quick look. */
export const mayBeOpen = (text: string): boolean =>
  /\bStatement\b/.test(text) && (hasFunction(text) || hasPlaceholder(text));

/** The first placeholder of a text that a place lies in or beside, as it is written; undefined for none. */
export const placeholderAt = (text: string, at: number): string | undefined => {
  const isNear = ({ 0: found, index }: RegExpExecArray) => index - 1 <= at && at <= index + found.length;
  return [
    ...text.matchAll(
      new RegExp(`${placeholder.source}|\\{%.{0,500}?%\\}|%\\{[^}]{0,500}\\}|<%.{0,500}?%>`, "g"),
    ),
  ].find(isNear)?.[0];
};
