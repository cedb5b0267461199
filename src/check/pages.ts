import type { FindingCode } from "./codes.ts";
import { actionPages } from "./pages/action.ts";
import { conditionPages } from "./pages/condition.ts";
import { containerPages } from "./pages/container.ts";
import { documentPages } from "./pages/document.ts";
import { exposurePages } from "./pages/exposure.ts";
import { managePages } from "./pages/manage.ts";
import type { Page } from "./pages/page.ts";
import { principalPages } from "./pages/principal.ts";
import { statementPages } from "./pages/statement.ts";

/** The page of each code, for `kmspol explain`. Import it where it is shown: the texts are long. */
export const pages: Readonly<Record<FindingCode, Page>> = {
  ...documentPages,
  ...statementPages,
  ...principalPages,
  ...actionPages,
  ...exposurePages,
  ...managePages,
  ...conditionPages,
  ...containerPages,
};
