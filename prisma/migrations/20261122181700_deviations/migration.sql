-- CreateTable
CREATE TABLE "station_deviation" (
    "station_id" INTEGER NOT NULL,
    "repair" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "example_message_id" TEXT NOT NULL,

    CONSTRAINT "station_deviation_pkey" PRIMARY KEY ("station_id","repair")
);

-- AddForeignKey
ALTER TABLE "station_deviation" ADD CONSTRAINT "station_deviation_station_id_fkey" FOREIGN KEY ("station_id") REFERENCES "station"("id") ON DELETE CASCADE ON UPDATE CASCADE;
