// node --import few-files.mjs: from the $FAULT_AT-th record of the history under $FAULT_ROOT on, none can be opened: $FAULT_ERRNO.
import { intercept } from "./intercept.mjs";

/** The same in this process, until what is returned is called. */
export const start = ({ FAULT_ROOT, FAULT_ERRNO = "EMFILE", FAULT_AT = "1" }) => {
  let opened = 0;
  return intercept(FAULT_ROOT, ({ name, path }) => {
    if (name !== "open" || !/[\\/]history[\\/].*\.json$/.test(path)) return;
    if (++opened < Number(FAULT_AT)) return;
    throw Object.assign(new Error(`${FAULT_ERRNO}: ${name} '${path}'`), { code: FAULT_ERRNO });
  });
};

if (process.env.FAULT_ROOT) start(process.env);
