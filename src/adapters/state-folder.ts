import { resolve } from "node:path";
import envPaths from "env-paths";

/**
 * Where kmspol keeps its history and the texts it must not lose: `KMSPOL_STATE_DIR`, else the platform's state folder
 * (`$XDG_STATE_HOME/kmspol` on Linux; macOS and Windows have none, so their data folder).
 */
export const stateFolder = (
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): string => {
  const chosen = environment["KMSPOL_STATE_DIR"];
  if (chosen !== undefined && chosen !== "") return resolve(chosen);
  const paths = envPaths("kmspol", { suffix: "" });
  return platform === "darwin" || platform === "win32" ? paths.data : paths.log;
};
