import type { Prisma } from "@/lib/db/generated/client";

/** The one transaction in which a database is seeded. */
export type SeedTx = Prisma.TransactionClient;

/** The gateway that the seeded chargers hang on. Nobody serves them: it is live only while a hold lasts. */
export const SEED_GATEWAY = "seed";

/** Who seeded commands, releases and campaigns are by. */
export const SEED_ACTOR = { kind: "operator", id: "seed", name: "Seed" } as const;
