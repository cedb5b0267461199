import type { World } from "./types.ts";

/**
 * The world as a key of a partition meets it. Account ids are of one partition each: data of the same number elsewhere is of another
 * account, and of the key's own nothing is known. Undefined: any partition will do.
 */
export const inPartition = (world: World, partition: string | undefined): World => {
  const all = [...world.directories];
  const strange = all.filter(([, directory]) => partition !== undefined && directory.partition !== partition);
  if (strange.length === 0) return world;
  const notRead = strange.map(([account, directory]) => ({
    what: `IAM of ${account}`,
    because: `its data is of partition ${directory.partition}, the key of ${partition ?? ""}`,
  }));
  return {
    ...world,
    directories: new Map(all.filter((one) => !strange.includes(one))),
    notRead: [...(world.notRead ?? []), ...notRead],
  };
};
