/** The script and the style of the page, bundled of the files in `page/` (`scripts/report-page.mjs`). */
declare module "report-page" {
  export const script: string;
  export const style: string;
}
