const documents = new Set(["PolicyDocument", "Document", "AssumeRolePolicyDocument"]);

/**
 * The same value with policy documents as objects instead of texts, as the AWS CLI writes them. A text that is no JSON object, or that
 * names a member twice and so would lose one, stays what it is.
 */
export const readableDocuments = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(readableDocuments);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      documents.has(name) && typeof member === "string" ? document(member) : readableDocuments(member),
    ]),
  );
};

const document = (text: string): unknown => {
  try {
    const parsed: unknown = JSON.parse(text);
    return isSame(parsed, text) ? parsed : text;
  } catch {
    return text;
  }
};

// White space aside, what is written again is what was read: nothing was named twice.
const isSame = (parsed: unknown, text: string): boolean =>
  typeof parsed === "object" && bare(JSON.stringify(parsed)) === bare(text);

const bare = (text: string): string => text.replace(/\s/g, "");
