/**
 * Whether some object in a JSON text has a member twice. `value` is what JSON.parse made of the text, which keeps the last of them and says
 * nothing. Members are counted in both: a large dump is looked through once, without a tree of it.
 */
export const hasMemberTwice = (text: string, value: unknown): boolean =>
  membersInText(text) !== membersIn(value);

// In JSON a colon after a string is that of a member, and a quote without a backslash begins or ends a string.
const membersInText = (text: string): number => {
  let count = 0;
  for (let start = text.indexOf('"'); start >= 0;) {
    const end = endOfString(text, start + 1);
    if (isBeforeColon(text, end + 1)) count += 1;
    start = text.indexOf('"', end + 1);
  }
  return count;
};

const endOfString = (text: string, from: number): number => {
  for (let end = text.indexOf('"', from); ; end = text.indexOf('"', end + 1)) {
    let first = end;
    while (text.charCodeAt(first - 1) === backslash) first -= 1;
    if ((end - Math.max(first, from)) % 2 === 0 || end < 0) return end < 0 ? text.length : end;
  }
};

const [backslash, colon, space] = [0x5c, 0x3a, 0x20];

const isBeforeColon = (text: string, from: number): boolean => {
  let at = from;
  while (text.charCodeAt(at) <= space) at += 1;
  return text.charCodeAt(at) === colon;
};

const membersIn = (value: unknown): number => {
  let count = 0;
  const open: unknown[] = [value];
  while (open.length > 0) {
    const one = open.pop();
    if (typeof one !== "object" || one === null) continue;
    if (Array.isArray(one)) {
      for (const item of one as readonly unknown[]) if (typeof item === "object") open.push(item);
      continue;
    }
    for (const name in one) {
      count += 1;
      const member = (one as Record<string, unknown>)[name];
      if (typeof member === "object") open.push(member);
    }
  }
  return count;
};
