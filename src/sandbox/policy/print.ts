/** A JSON value laid out as KMS lays out policies: two spaces a level, a space before each colon, lists on one line. */
export const printAsKms = (value: unknown, depth = 0): string => {
  if (Array.isArray(value)) return printList(value, depth);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value);
  if (members.length === 0) return "{ }";
  const inner = "  ".repeat(depth + 1);
  const lines = members.map(
    ([name, member]) => `${inner}${JSON.stringify(name)} : ${printAsKms(member, depth + 1)}`,
  );
  return `{\n${lines.join(",\n")}\n${"  ".repeat(depth)}}`;
};

const printList = (items: readonly unknown[], depth: number): string =>
  items.length === 0 ? "[ ]" : `[ ${items.map((item) => printAsKms(item, depth)).join(", ")} ]`;
