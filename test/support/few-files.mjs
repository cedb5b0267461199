// node --import few-files.mjs: from the $FAULT_AT-th record of the history under $FAULT_ROOT on, none can be opened: $FAULT_ERRNO.
import { intercept } from "./intercept.mjs";

const { FAULT_ROOT, FAULT_ERRNO = "EMFILE", FAULT_AT = "1" } = process.env;
let opened = 0;

intercept(FAULT_ROOT, ({ name, path }) => {
  if (name !== "open" || !/[\\/]history[\\/].*\.json$/.test(path)) return;
  if (++opened < Number(FAULT_AT)) return;
  throw Object.assign(new Error(`${FAULT_ERRNO}: ${name} '${path}'`), { code: FAULT_ERRNO });
});
