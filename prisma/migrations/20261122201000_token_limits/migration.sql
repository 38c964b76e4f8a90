-- AlterTable
ALTER TABLE "site" ADD COLUMN "unknown_tokens" TEXT NOT NULL DEFAULT 'Refuse';

-- AlterTable
ALTER TABLE "token" ADD COLUMN "concurrent_max" INTEGER DEFAULT 1,
ADD COLUMN "energy_limit_wh" DOUBLE PRECISION,
ADD COLUMN "sessions_per_day_max" INTEGER,
ADD COLUMN "valid_from" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "token_group" (
    "id" SERIAL NOT NULL,
    "uid" TEXT NOT NULL,
    "uid_key" TEXT NOT NULL,
    "name" TEXT,
    "status" TEXT NOT NULL DEFAULT 'Accepted',
    "expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "token_group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "unknown_token" (
    "uid_key" TEXT NOT NULL,
    "uid" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "station_id" INTEGER,
    "count" INTEGER NOT NULL DEFAULT 1,
    "is_accepted" BOOLEAN NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "unknown_token_pkey" PRIMARY KEY ("uid_key")
);

-- CreateIndex
CREATE UNIQUE INDEX "token_group_uid_key_key" ON "token_group"("uid_key");

-- CreateIndex
CREATE INDEX "unknown_token_last_at_idx" ON "unknown_token"("last_at");

-- CreateIndex
CREATE INDEX "unknown_token_station_id_idx" ON "unknown_token"("station_id");

-- AddForeignKey
ALTER TABLE "unknown_token" ADD CONSTRAINT "unknown_token_station_id_fkey" FOREIGN KEY ("station_id") REFERENCES "station"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Every group that a card names is one from now on.
INSERT INTO "token_group" ("uid", "uid_key")
SELECT min("group_id"), lower("group_id") FROM "token" WHERE "group_id" IS NOT NULL GROUP BY lower("group_id");

-- Tokens are compared without case: what runs on one.
DROP INDEX "charging_session_active_token_idx";
CREATE INDEX "charging_session_running_token_idx" ON "charging_session" ("token_key") WHERE "phase" = 'Active';

-- Few cards have one, and what runs on them is looked at all the time.
CREATE INDEX "token_energy_limit_idx" ON "token" ("uid_key") WHERE "energy_limit_wh" IS NOT NULL;
