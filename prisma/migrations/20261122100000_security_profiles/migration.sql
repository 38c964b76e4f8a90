-- AlterTable
ALTER TABLE "connection" ADD COLUMN     "security_profile" INTEGER;

-- AlterTable
ALTER TABLE "station" ADD COLUMN     "min_security_profile" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "password_hash_next" TEXT,
ADD COLUMN     "password_taken_at" TIMESTAMPTZ(3);
