-- AlterTable
ALTER TABLE "connector" ADD COLUMN "changed_at" TIMESTAMPTZ(3);

-- CreateTable: by hand, since Prisma knows no partitions.
CREATE TABLE "connector_change" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "station_id" INTEGER NOT NULL,
    "evse" INTEGER NOT NULL,
    "connector" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "occupancy" TEXT,
    "error_code" TEXT,
    "info" TEXT,
    "vendor_error_code" TEXT,
    "was_status" TEXT,
    "was_occupancy" TEXT,
    "was_error_code" TEXT,
    "was_since" TIMESTAMPTZ(3),

    CONSTRAINT "connector_change_pkey" PRIMARY KEY ("at","id")
) PARTITION BY RANGE ("at");

-- CreateTable
CREATE TABLE "station_boot" (
    "id" BIGSERIAL NOT NULL,
    "station_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT,
    "firmware_version" TEXT,
    "registration" TEXT NOT NULL,

    CONSTRAINT "station_boot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "station_note" (
    "id" UUID NOT NULL,
    "station_id" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "by_id" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "edited_by" TEXT,
    "edited_at" TIMESTAMPTZ(3),

    CONSTRAINT "station_note_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "connector_change_station_id_at_idx" ON "connector_change"("station_id", "at");

-- CreateIndex
CREATE INDEX "station_boot_station_id_at_idx" ON "station_boot"("station_id", "at");

-- CreateIndex
CREATE INDEX "station_note_station_id_at_idx" ON "station_note"("station_id", "at");

-- CreateIndex
CREATE INDEX "connection_station_id_opened_at_idx" ON "connection"("station_id", "opened_at");

-- AddForeignKey
ALTER TABLE "station_boot" ADD CONSTRAINT "station_boot_station_id_fkey" FOREIGN KEY ("station_id") REFERENCES "station"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "station_note" ADD CONSTRAINT "station_note_station_id_fkey" FOREIGN KEY ("station_id") REFERENCES "station"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The last resort for rows whose day has no partition.
CREATE TABLE "partitions"."connector_change_default" PARTITION OF "connector_change" DEFAULT;

-- Until now only the newest status was kept. A connector has been in it at least since that was last told.
UPDATE "connector" SET "changed_at" = "received_at";

-- Of the boots, too, only the newest is known.
INSERT INTO "station_boot" ("station_id", "at", "reason", "firmware_version", "registration")
SELECT "id", "booted_at", "boot_reason", "firmware_version", COALESCE("registered_status", "registration_status")::text
FROM "station" WHERE "booted_at" IS NOT NULL;
