import type { Context } from "./app.ts";

/** The Region that a flag or the environment tells; undefined where only the profile knows. */
export const regionOf = ({ global, outside }: Context): string | undefined => {
  const { AWS_REGION, AWS_DEFAULT_REGION } = outside.environment;
  return global.region ?? (AWS_REGION || AWS_DEFAULT_REGION || undefined);
};
