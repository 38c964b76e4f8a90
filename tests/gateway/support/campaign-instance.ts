import { createDatabase, type Database } from "@/lib/db/client";
import { type Kituo, startKituo } from "../../support/instance";
import { aMember, connectAll, type Member, type MemberOptions, type People, people, plant } from "./firmware-fleet";

/** A gateway as a process of its own, that a test may kill, and the stations that it is to update. */
export type CampaignInstance = {
  readonly kituo: Kituo;
  readonly db: Database;
  readonly who: People;
  /** Makes the stations known and connects them; `stop` closes them. */
  readonly connect: (wanted: readonly MemberOptions[]) => Promise<readonly Member[]>;
  readonly stop: () => Promise<void>;
};

export async function startCampaignInstance(): Promise<CampaignInstance> {
  const kituo = await startKituo({ web: false });
  const db = createDatabase(kituo.databaseUrl, { connectionsMax: 4 });
  const all: Member[] = [];
  return {
    kituo,
    db,
    who: people(db),
    connect: async (wanted) => {
      const members = wanted.map((options) => aMember(kituo.ocppUrl, options));
      all.push(...members);
      await plant(db, members);
      await connectAll(members);
      return members;
    },
    stop: async () => {
      await Promise.all(all.map(({ station }) => station.close()));
      await db.$disconnect();
      await kituo.stop();
    },
  };
}
