// Draws the README's picture of `kmspol report`, the page as Debian's chromium shows it: node scripts/write-report-picture.mjs (after npm run build).
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const home = mkdtempSync(join(tmpdir(), "kmspol-picture-"));
const kmspol = join(process.cwd(), "bin", "kmspol.js");
const env = { PATH: process.env.PATH, HOME: home, KMSPOL_STATE_DIR: join(home, "state"), LANG: "C.UTF-8" };
const accounts = ["--account", "111122223333", "444455556666", "--assume-role", "Auditor"];
const page = join(home, "keys.html");
const line = [kmspol, "report", "--all", ...accounts, "--out", page];
execFileSync(process.execPath, [kmspol, "sandbox", "--", process.execPath, ...line], { env });

const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  existsSync,
);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const shown = await browser.newPage({ viewport: { width: 1320, height: 620 }, colorScheme: "light" });
await shown.goto(pathToFileURL(page).href);
await shown.getByRole("button", { name: "Access" }).click();
await shown.screenshot({ path: "docs/pictures/report.png" });
await browser.close();
rmSync(home, { recursive: true, force: true });
