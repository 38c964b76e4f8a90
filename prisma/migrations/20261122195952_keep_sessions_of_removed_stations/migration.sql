-- DropForeignKey
ALTER TABLE "charging_session" DROP CONSTRAINT "charging_session_station_id_fkey";

-- AlterTable
ALTER TABLE "station" ADD COLUMN     "removed_at" TIMESTAMPTZ(3);

-- AddForeignKey
ALTER TABLE "charging_session" ADD CONSTRAINT "charging_session_station_id_fkey" FOREIGN KEY ("station_id") REFERENCES "station"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
