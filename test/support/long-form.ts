/**
 * KMSPOL_LONG=1 (`npm run test:long`; CI runs the kills and races of it, `npm run test:faults`): every row of every cross
 * product, every point of every kill, the full number of runs of each property, and the program as a process. `npm test` and
 * `npm run test:slow` take an even sample that has one of each kind.
 */
export const long = process.env["KMSPOL_LONG"] === "1";

/** A number of repetitions: few in `npm test`, many in the long form. */
export const times = (few: number, many: number): number => (long ? many : few);

/**
 * `count` rows evenly out of all, the first and the last among them, and every row besides that brings a kind which none
 * before it had; all in the long form. `kindsOf` names what the test tells apart in a row.
 */
export const sample = <Row>(
  rows: readonly Row[],
  count: number,
  kindsOf: (row: Row) => readonly string[] = () => [],
): readonly Row[] => {
  if (long || rows.length <= count) return rows;
  const even = new Set(
    Array.from({ length: count }, (_, i) => Math.round((i * (rows.length - 1)) / Math.max(count - 1, 1))),
  );
  const seen = new Set<string>();
  return rows.filter((row, i) => {
    const isNew = kindsOf(row).some((kind) => !seen.has(kind));
    if (isNew || even.has(i)) for (const kind of kindsOf(row)) seen.add(kind);
    return isNew || even.has(i);
  });
};
