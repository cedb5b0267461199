import type { BulkKey } from "../../bulk-run.ts";
import type { Row } from "../../render/rows.ts";
import { type ClosedAccount, closedLabel } from "./open-accounts.ts";

/** An account that is left out, as a JSON object on a line. */
export const closedLine = ({ account, region, error }: ClosedAccount): string =>
  `${JSON.stringify({ account, ...(region !== undefined && { region }), error })}\n`;

/** The same as a row. */
export const closedRow = ({ account, region, error: { code, message } }: ClosedAccount): Row => ({
  kind: "error",
  ...{ key: null, account, region: region ?? null, code, message },
});

/** In the place of its keys, in a document of many. */
export const closedKey = (closed: ClosedAccount): BulkKey => ({
  label: closedLabel(closed),
  flags: [],
  line: ["", closedLabel(closed)],
});
