/// <reference lib="dom" />
import type { Line } from "./data.ts";
import { element } from "./elements.ts";

/** A table of which only those rows are in the page that can be seen. */
export interface Table {
  readonly root: HTMLElement;
  show(lines: readonly Line[]): void;
}

/** A table with these headings; `name` says what it is. */
export const createTable = (name: string, headings: readonly string[]): Table => {
  const body = element("div", { class: "body", role: "rowgroup" });
  const head = element(
    "div",
    { class: "row head", role: "row", "aria-rowindex": "1" },
    ...headings.map((heading) => element("div", { class: "cell", role: "columnheader" }, heading)),
  );
  const table = element(
    "div",
    {
      class: `table ${name.toLowerCase()}`,
      role: "table",
      "aria-label": name,
      "aria-colcount": String(headings.length),
    },
    element("div", { role: "rowgroup", class: "head" }, head),
    body,
  );
  const root = element(
    "div",
    { class: "scroller", tabindex: "0", role: "region", "aria-label": `${name}, scrolls` },
    table,
  );
  let lines: readonly Line[] = [];
  let isWhole = false;
  const draw = (): void => {
    const height = rowHeight();
    const first = isWhole ? 0 : Math.max(0, Math.floor(root.scrollTop / height) - 10);
    const last = isWhole
      ? lines.length
      : Math.min(lines.length, first + Math.ceil(root.clientHeight / height) + 20);
    body.style.height = `${lines.length * height}px`;
    body.replaceChildren(
      ...(lines.length === 0
        ? [element("div", { class: "none", role: "row" }, element("div", { role: "cell" }, "Nothing fits."))]
        : []),
      ...lines.slice(first, last).map((line, i) => rowOf(line, first + i, height)),
    );
  };
  let waits = false;
  root.addEventListener("scroll", () => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => {
      waits = false;
      draw();
    });
  });
  window.addEventListener("resize", draw);
  // On paper everything is there.
  const whole = (all: boolean) => (): void => {
    isWhole = all;
    draw();
  };
  window.addEventListener("beforeprint", whole(true));
  window.addEventListener("afterprint", whole(false));
  const show = (wanted: readonly Line[]): void => {
    lines = wanted;
    table.setAttribute("aria-rowcount", String(lines.length + 1));
    root.scrollTop = 0;
    draw();
  };
  return { root, show };
};

const rowHeight = (): number => 2.5 * parseFloat(getComputedStyle(document.documentElement).fontSize);

const rowOf = ({ cells, kind }: Line, index: number, height: number): HTMLElement => {
  const row = element(
    "div",
    { class: `row ${kind}`, role: "row", "aria-rowindex": String(index + 2) },
    ...cells.map((text) => cellOf(text, kind)),
  );
  row.style.top = `${index * height}px`;
  return row;
};

const cellOf = (text: string, kind: string): HTMLElement => {
  const made = element(
    "div",
    { class: `cell ${text === "no" ? "no" : kind === "outside" ? "who" : "what"}`, role: "cell" },
    text,
  );
  made.title = made.textContent;
  return made;
};
