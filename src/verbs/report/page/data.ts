/// <reference lib="dom" />
import type { ReportData } from "../../../render/report/report-data.ts";

/** What the page was made with. */
export type PageData = ReportData & { readonly made: string; readonly version: string };

/** One line of a table, all of it text. */
export interface Line {
  readonly account: string;
  /** ARN, alias and Region of its key, in small letters. */
  readonly key: string;
  /** Who, in small letters; empty for a finding. */
  readonly principal: string;
  /** What a search looks in. */
  readonly sought: string;
  readonly outside: boolean;
  /** The codes of the findings of its key, or its own. */
  readonly codes: readonly string[];
  readonly cells: readonly string[];
  /** How bad it is, for what stands out; empty for what does not. */
  readonly kind: string;
}

const answers = ["no", "yes", "limited", "not decided", "not known"];
const severities = ["error", "security", "warning", "suggestion"];

/** The data that stands in the page. */
export const readData = (): PageData =>
  JSON.parse(document.getElementById("data")?.textContent ?? "{}") as PageData;

/** Text of a place. */
type Text = (place: number | undefined) => string;

const textOf =
  ({ texts }: PageData): Text =>
  (place) =>
    texts[place ?? -1] ?? "";

/** How people know a key: its alias, else its id. */
const nameOf = (alias: string, key: string): string => (alias === "" ? key.replace(/^.*:key\//, "") : alias);

const soughtIn = (...texts: readonly string[]): string => texts.join("\n").toLowerCase();

/** A user or role of the key's own account without what stands in the column of the account. */
const ofAccount = (principal: string, account: string): string => {
  const [, owner, name] = /^arn:[^:]+:iam::(\d{12}):(.+)$/.exec(principal) ?? [];
  return owner === account && name !== undefined ? name : principal;
};

/** Who may do what, outsiders and keys with findings first. */
export const accessLines = (data: PageData): readonly Line[] => {
  const text = textOf(data);
  const codes = codesByKey(data);
  const worst = worstByKey(data);
  const rank = ([place, , , , , , outside]: PageData["access"][number]): number =>
    (outside === 1 ? 0 : 4) + Math.min(worst.get(place) ?? 3, 3);
  return [...data.access]
    .sort((a, b) => rank(a) - rank(b))
    .map(([place, principal, use, administer, grants, deletion, outside, condition]) => {
      const [key, alias, account, region] = data.keys[place] ?? [];
      const name = nameOf(text(alias), text(key));
      const cells = [use, administer, grants, deletion].map((cell) => answers[cell] ?? "");
      return {
        account: text(account),
        key: soughtIn(text(key), text(alias), text(region)),
        principal: soughtIn(text(principal)),
        sought: soughtIn(
          ...[text(key), text(alias), text(account), text(region), text(principal), text(condition)],
        ),
        outside: outside === 1,
        codes: codes.get(place) ?? [],
        cells: [
          text(account),
          `${name} ${text(region)}`.trim(),
          ofAccount(text(principal), text(account)),
          ...cells,
          text(condition),
        ],
        kind: outside === 1 ? "outside" : "",
      };
    });
};

/** What is wrong, the worst first. */
export const findingLines = (data: PageData): readonly Line[] => {
  const text = textOf(data);
  return [...data.findings]
    .sort((a, b) => a[1] - b[1])
    .map(([place, severity, code, message, sid]) => {
      const [key, alias, account, region] = data.keys[place] ?? [];
      const name = nameOf(text(alias), text(key));
      return {
        account: text(account),
        key: soughtIn(text(key), text(alias), text(region)),
        principal: "",
        sought: soughtIn(text(key), text(alias), text(account), text(code), text(message), text(sid)),
        outside: false,
        codes: [text(code)],
        cells: [severities[severity] ?? "", text(code), text(account), name, text(message)],
        kind: severities[severity] ?? "",
      };
    });
};

const codesByKey = (data: PageData): ReadonlyMap<number, readonly string[]> => {
  const codes = new Map<number, string[]>();
  for (const [place, , code] of data.findings)
    codes.set(place, [...(codes.get(place) ?? []), data.texts[code] ?? ""]);
  return codes;
};

const worstByKey = (data: PageData): ReadonlyMap<number, number> => {
  const worst = new Map<number, number>();
  for (const [place, severity] of data.findings) worst.set(place, Math.min(worst.get(place) ?? 9, severity));
  return worst;
};
