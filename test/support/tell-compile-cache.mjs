// node --import tell-compile-cache.mjs: which folder Node is told to keep compiled code in, instead of keeping it.
import { writeFileSync } from "node:fs";
import module from "node:module";

module.enableCompileCache = (folder) => writeFileSync(process.env["FAULT_ROOT"], folder);
