// node --import disk-full.mjs: nothing can be written under $FAULT_ROOT any more: $FAULT_ERRNO (default ENOSPC).
import { intercept } from "./intercept.mjs";

const growing = /^(?:handle\.)?(?:write|append|mkdir|mkdtemp|link|symlink)/;

/** The same in this process, until what is returned is called. */
export const start = ({ FAULT_ROOT, FAULT_ERRNO = "ENOSPC" }) =>
  intercept(FAULT_ROOT, ({ name, path, tear }) => {
    if (!path.startsWith(FAULT_ROOT) || !growing.test(name)) return;
    tear?.();
    throw Object.assign(new Error(`${FAULT_ERRNO}: no space left on device, ${name} '${path}'`), {
      code: FAULT_ERRNO,
    });
  });

if (process.env.FAULT_ROOT) start(process.env);
