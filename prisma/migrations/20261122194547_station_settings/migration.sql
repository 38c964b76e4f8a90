-- CreateTable
CREATE TABLE "station_setting" (
    "station_id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT,
    "is_readonly" BOOLEAN,
    "is_known" BOOLEAN NOT NULL DEFAULT true,
    "read_at" TIMESTAMPTZ(3),
    "needs_restart" BOOLEAN NOT NULL DEFAULT false,
    "changed_at" TIMESTAMPTZ(3),

    CONSTRAINT "station_setting_pkey" PRIMARY KEY ("station_id","key")
);

-- AddForeignKey
ALTER TABLE "station_setting" ADD CONSTRAINT "station_setting_station_id_fkey" FOREIGN KEY ("station_id") REFERENCES "station"("id") ON DELETE CASCADE ON UPDATE CASCADE;
