-- AlterTable
ALTER TABLE "site" ADD COLUMN "sends_card_lists" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "station_local_list" (
    "station_id" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'Unknown',
    "problem" TEXT,
    "version_known" INTEGER,
    "checked_at" TIMESTAMPTZ(3),
    "version_sent" INTEGER NOT NULL DEFAULT 0,
    "entries" JSONB,
    "entries_version" INTEGER,
    "digest" TEXT,
    "full_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "step_id" UUID,
    "tried_at" TIMESTAMPTZ(3),
    "cache_cleared_at" TIMESTAMPTZ(3),

    CONSTRAINT "station_local_list_pkey" PRIMARY KEY ("station_id")
);

-- AddForeignKey
ALTER TABLE "station_local_list" ADD CONSTRAINT "station_local_list_station_id_fkey" FOREIGN KEY ("station_id") REFERENCES "station"("id") ON DELETE CASCADE ON UPDATE CASCADE;
