import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { long, sample, times } from "../support/long-form.ts";

// The page of `kmspol report` in a real browser (Debian's chromium, or Chrome), without a head. What is on paper, and in the dark, is looked
// at in the long form, which CI runs.

const chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  existsSync,
);

const root = (account: string) => ({
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: "kms:*",
  Resource: "*",
});
const allow = (principal: unknown, action = "kms:Decrypt") => ({
  Effect: "Allow",
  Principal: principal,
  Action: action,
  Resource: "*",
});
const role = (account: string, name: string) => ({ AWS: `arn:aws:iam::${account}:role/${name}` });

const arnOf = (number: number, account: string): string =>
  `arn:aws:kms:eu-west-1:${account}:key/${String(number).padStart(8, "0")}-0000-4000-8000-000000000000`;

/** The row of a key; every seventh is public, every second of the other account. */
const row = (number: number, alias = `alias/app-${number}`): string => {
  const account = number % 2 === 0 ? "111122223333" : "444455556666";
  const Statement = [
    root(account),
    allow(role(account, `Team${number % 5}`)),
    ...(number % 7 === 3 ? [allow("*")] : []),
  ];
  const policy = JSON.stringify({ Version: "2012-10-17", Statement });
  return JSON.stringify({ arn: arnOf(number, account), policy, aliases: [alias] });
};

describe.skipIf(chromium === undefined)("in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    const { chromium: browsers } = await import("playwright-core");
    browser = await browsers.launch({ executablePath: chromium ?? "", args: ["--no-sandbox"] });
  });
  afterAll(() => browser.close());

  /** The page of these rows, and whatever it asked for or complained of. */
  const opened = async (rows: readonly string[]) => {
    const place = await newPlace();
    await writeFile(join(place.work, "keys.jsonl"), rows.join("\n"));
    const run = await kmspol(place, undefined, ["report", "--from", "keys.jsonl", "--out", "keys.html"]);
    expect(run.exit, run.stderr).toBe(0);
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const strange: string[] = [];
    const url = pathToFileURL(join(place.work, "keys.html")).href;
    page.on("request", (request) => request.url() === url || strange.push(request.url()));
    page.on("pageerror", (error) => strange.push(error.message));
    page.on("console", (message) => strange.push(message.text()));
    page.on("dialog", (dialog) => {
      strange.push("a dialog");
      void dialog.dismiss();
    });
    await page.goto(url);
    return { page, strange };
  };
  const status = (page: Page) => page.getByRole("status").innerText();
  const few = Array.from({ length: 14 }, (_, i) => row(i));

  test("search and each filter narrow the rows, alone and together", async () => {
    const { page, strange } = await opened(few);
    await page.getByRole("button", { name: "Access" }).click();
    // 14 accounts, 14 teams, 2 public keys with anyone and the own account's others.
    const all = Number(/of (\d+) rows/.exec(await status(page))?.[1]);
    expect(all).toBeGreaterThanOrEqual(30);
    const search = page.getByRole("searchbox", { name: /^Search/ });
    const [account, finding] = [page.getByLabel("Account"), page.getByLabel("Finding")];
    const [key, principal] = [
      page.getByRole("searchbox", { name: "Key", exact: true }),
      page.getByLabel("Principal", { exact: true }),
    ];
    const seen = async () => Number(/^(\d+) of/.exec(await status(page))?.[1]);
    await search.fill("team1");
    expect(await seen()).toBe(3);
    await search.fill("");
    await account.selectOption("444455556666");
    const ofPartner = await seen();
    expect(ofPartner).toBeGreaterThan(7);
    expect(ofPartner).toBeLessThan(all);
    await account.selectOption("");
    await key.fill("alias/app-13");
    const ofKey = await seen();
    expect(ofKey).toBeGreaterThanOrEqual(2);
    await principal.fill("Team3");
    expect(await seen()).toBe(1);
    await key.fill("");
    // Of app-3, which is public, it is told as the others of its account.
    expect(await seen()).toBe(2);
    await principal.fill("");
    await finding.selectOption("public-access");
    await search.fill("app-10 anyone");
    expect(await seen()).toBe(1);
    await page.getByLabel("only outsiders").check();
    expect(await seen()).toBe(1);
    await search.fill("app-10 team");
    await expect.poll(() => page.getByText("Nothing fits.").count()).toBe(1);
    expect(strange).toEqual([]);
  });

  test("everything is reached by the keyboard alone", async () => {
    const { page } = await opened(Array.from({ length: 200 }, (_, i) => row(i)));
    const names: string[] = [];
    for (let i = 0; i < 9; i++) {
      await page.keyboard.press("Tab");
      names.push(
        String(
          await page.evaluate(
            "document.activeElement.id || document.activeElement.textContent.slice(0, 8) || document.activeElement.className",
          ),
        ),
      );
    }
    expect(names.slice(0, 8)).toEqual([
      ...["search", "account", "key", "principal", "finding", "outsiders"],
      ...["Access", "Findings"],
    ]);
    expect(await page.evaluate("document.activeElement.className")).toBe("scroller");
    const last = () => page.locator(".body .row").last().getAttribute("aria-rowindex");
    const before = Number(await last());
    for (let i = 0; i < 4; i++) await page.keyboard.press("PageDown");
    await expect.poll(async () => Number(await last())).toBeGreaterThan(before);
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    expect(await page.getByRole("button", { name: "Access" }).getAttribute("aria-pressed")).toBe("true");
    await page.keyboard.press("/");
    await page.keyboard.type("team4");
    await page.getByText("34 of").waitFor();
  });

  test.runIf(long)("on paper every row is there, and nothing to press", async () => {
    const { page } = await opened(Array.from({ length: 120 }, (_, i) => row(i)));
    await page.getByRole("button", { name: "Access" }).click();
    const drawn = () => page.locator(".body .row").count();
    const all = Number(/of (\d+) rows/.exec(await status(page))?.[1]);
    expect(await drawn()).toBeLessThan(all);
    await page.evaluate(
      "window.printed = 0; addEventListener('beforeprint', () => { window.printed = document.querySelectorAll('.body .row').length; })",
    );
    const paper = await page.pdf({ format: "A4", landscape: true });
    expect(await page.evaluate("window.printed")).toBe(all);
    expect(paper.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThan(5);
    expect(await drawn()).toBeLessThan(all);
    await page.emulateMedia({ media: "print" });
    expect(await page.getByRole("button", { name: "Access" }).isVisible()).toBe(false);
    expect(await page.getByRole("heading", { level: 1 }).isVisible()).toBe(true);
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    const places = await page.evaluate<number[]>(
      "[...document.querySelectorAll('.body .row')].map((row) => Math.round(row.getBoundingClientRect().top))",
    );
    expect(new Set(places).size).toBe(all);
  });

  test("many keys: what is in the page at once does not grow, and the last one is found", async () => {
    const count = times(120, 10_000);
    const { page, strange } = await opened(Array.from({ length: count }, (_, i) => row(i)));
    await page.getByRole("button", { name: "Access" }).click();
    expect(await page.locator(".body .row").count()).toBeLessThan(100);
    await page.evaluate("document.querySelector('.scroller').scrollTop = 1e9");
    const rows = Number(await page.getByRole("table", { name: "Access" }).getAttribute("aria-rowcount"));
    await expect
      .poll(async () => Number(await page.locator(".body .row").last().getAttribute("aria-rowindex")))
      .toBe(rows);
    await page.getByRole("searchbox", { name: "Key", exact: true }).fill(`app-${count - 1}`);
    await expect.poll(() => page.locator(".body").innerText()).toContain(`alias/app-${count - 1}`);
    expect(strange).toEqual([]);
  });

  const axe = () => readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

  test.each(sample(["light", "dark"] as const, 1))(
    "%s: axe finds nothing, and nothing is wider than the window",
    async (colorScheme) => {
      const { page, strange } = await opened(few);
      await page.emulateMedia({ colorScheme });
      await page.evaluate(await axe());
      const widths = long ? [320, 768, 1280, 2560] : [colorScheme === "light" ? 320 : 2560];
      const grounds = new Set<unknown>();
      for (const view of ["Access", "Findings"])
        for (const width of widths) {
          await page.setViewportSize({ width, height: 800 });
          await page.getByRole("button", { name: view }).click();
          const { violations } = await page.evaluate<{
            violations: { id: string; nodes: { html: string }[] }[];
          }>("axe.run()");
          expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
          expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
          expect(await page.locator(".scroller").isVisible()).toBe(true);
          grounds.add(await page.evaluate("getComputedStyle(document.body).backgroundColor"));
        }
      expect([...grounds]).toEqual([colorScheme === "light" ? "rgb(255, 255, 255)" : "rgb(17, 22, 30)"]);
      expect(strange).toEqual([]);
    },
  );

  test("names of every odd kind are text and nothing else", async () => {
    const names = [
      ["</script><script>alert(1)</script>", "</script><script>alert(1)</script>"],
      ["<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"],
      ["\u202Egnp.exe", "\\u{202e}gnp.exe"],
      ["<!--<script>", "<!--<script>"],
      ["__proto__", "__proto__"],
      ["javascript:alert(1)", "javascript:alert(1)"],
      ["&lt;b&gt;", "&lt;b&gt;"],
    ] as const;
    const { page, strange } = await opened(names.map(([name], at) => row(at, `alias/${name}`)));
    await page.getByRole("button", { name: "Access" }).click();
    const text = await page.locator(".body").innerText();
    expect(names.filter(([, shown]) => !text.includes(`alias/${shown}`))).toEqual([]);
    expect(await page.locator("img, .body script, .body b, a").count()).toBe(0);
    expect(strange).toEqual([]);
  });
});
