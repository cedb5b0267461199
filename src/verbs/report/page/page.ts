/// <reference lib="dom" />
import { accessLines, findingLines, type Line, readData } from "./data.ts";
import { element } from "./elements.ts";
import { createTable } from "./table.ts";

const data = readData();
const views = {
  Access: {
    lines: accessLines(data),
    table: createTable("Access", [
      "Account",
      "Key",
      "Principal",
      "Use",
      "Administer",
      "Grants",
      "Delete",
      "Condition",
    ]),
  },
  Findings: {
    lines: findingLines(data),
    table: createTable("Findings", ["Severity", "Finding", "Account", "Key", "What"]),
  },
};
type Name = keyof typeof views;

const search = element("input", { type: "search", id: "search", autocomplete: "off", spellcheck: "false" });
const options = (all: string, values: readonly string[]): HTMLOptionElement[] => [
  element("option", { value: "" }, all),
  ...values.map((value) => element("option", { value }, value)),
];
const distinct = (values: readonly string[]): readonly string[] =>
  [...new Set(values)].filter((one) => one !== "").sort();
const account = element(
  "select",
  { id: "account" },
  ...options(
    "all accounts",
    distinct(views.Access.lines.concat(views.Findings.lines).map((line) => line.account)),
  ),
);
const finding = element(
  "select",
  { id: "finding" },
  ...options("with or without", distinct(views.Findings.lines.flatMap((line) => line.codes))),
);
const filter = (id: string) =>
  element("input", { type: "search", id, autocomplete: "off", spellcheck: "false" });
const [key, principal] = [filter("key"), filter("principal")];
const outsiders = element("input", { type: "checkbox", id: "outsiders" });
const count = element("p", { role: "status", "aria-live": "polite" });
const place = element("div");

let shown: Name = views.Findings.lines.some(({ kind }) => kind === "error" || kind === "security")
  ? "Findings"
  : "Access";

const fits =
  (words: readonly string[]) =>
  (line: Line): boolean =>
    words.every((word) => line.sought.includes(word)) &&
    line.key.includes(key.value.trim().toLowerCase()) &&
    (line.principal.includes(principal.value.trim().toLowerCase()) || shown === "Findings") &&
    (account.value === "" || line.account === account.value) &&
    (finding.value === "" || line.codes.includes(finding.value)) &&
    (!outsiders.checked || line.outside || shown === "Findings");

const draw = (): void => {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const { lines, table } = views[shown];
  const found = lines.filter(fits(words));
  if (place.firstChild !== table.root) place.replaceChildren(table.root);
  table.show(found);
  count.textContent = `${found.length.toLocaleString("en")} of ${lines.length.toLocaleString("en")} rows`;
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.textContent === shown));
};

const buttons = (Object.keys(views) as Name[]).map((name) => {
  const button = element("button", { type: "button" }, name);
  button.addEventListener("click", () => {
    shown = name;
    draw();
  });
  return button;
});

const form = element(
  "form",
  { role: "search" },
  element("label", {}, "Search key, principal, condition ( / )", search),
  element("label", {}, "Account", account),
  element("label", {}, "Key", key),
  element("label", {}, "Principal", principal),
  element("label", {}, "Finding", finding),
  element("label", { class: "check" }, outsiders, "only outsiders"),
);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", draw);
document.addEventListener("keydown", (event) => {
  const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
  if (event.key !== "/" || isTyping) return;
  event.preventDefault();
  search.focus();
});

const keys = new Set(data.keys.map(([key]) => key)).size.toLocaleString("en");
document.body.append(
  element(
    "header",
    {},
    element("h1", {}, "Who may do what with which keys"),
    element(
      "p",
      {},
      `${keys} keys, by their key policies alone: what IAM adds or takes is not in it. Made by kmspol ${data.version} at ${data.made}.`,
    ),
  ),
  element("main", {}, form, element("nav", { "aria-label": "Tables" }, ...buttons), count, place),
);
draw();
