/** A JSON value laid out as KMS lays out policies: two spaces a level, a space before each colon, lists on one line. */
export const printAsKms = (value: unknown, depth = 0): string => {
  if (Array.isArray(value)) return printList(value, depth);
  if (typeof value !== "object" || value === null) return printScalar(value);
  const members = Object.entries(value);
  if (members.length === 0) return "{ }";
  const inner = "  ".repeat(depth + 1);
  const lines = members.map(
    ([name, member]) => `${inner}${printScalar(name)} : ${printAsKms(member, depth + 1)}`,
  );
  return `{\n${lines.join(",\n")}\n${"  ".repeat(depth)}}`;
};

const printList = (items: readonly unknown[], depth: number): string =>
  items.length === 0 ? "[ ]" : `[ ${items.map((item) => printAsKms(item, depth)).join(", ")} ]`;

/** What lies beyond Latin-1 stays escaped: the text of a policy holds no such character. */
const printScalar = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u0100-\uFFFF]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
