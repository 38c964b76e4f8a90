-- CreateTable
CREATE TABLE "upload" (
    "id" UUID NOT NULL,
    "station_id" INTEGER NOT NULL,
    "command_id" UUID NOT NULL,
    "log" TEXT NOT NULL,
    "is_ours" BOOLEAN NOT NULL,
    "secret_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "cancelled_at" TIMESTAMPTZ(3),
    "file_name" TEXT,
    "has_nothing" BOOLEAN NOT NULL DEFAULT false,
    "told_status" TEXT,
    "told_at" TIMESTAMPTZ(3),
    "uploading_at" TIMESTAMPTZ(3),

    CONSTRAINT "upload_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "upload_file" (
    "id" UUID NOT NULL,
    "upload_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "content_type" TEXT,
    "remote_address" TEXT,
    "bytes" INTEGER NOT NULL DEFAULT 0,
    "sha256" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "stored_at" TIMESTAMPTZ(3) NOT NULL,
    "completed_at" TIMESTAMPTZ(3),
    "broken_off_at" TIMESTAMPTZ(3),
    "removed_at" TIMESTAMPTZ(3),
    "removed_by" TEXT,

    CONSTRAINT "upload_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "upload_chunk" (
    "file_id" UUID NOT NULL,
    "place" INTEGER NOT NULL,
    "data" BYTEA NOT NULL,

    CONSTRAINT "upload_chunk_pkey" PRIMARY KEY ("file_id","place")
);

-- CreateIndex
CREATE UNIQUE INDEX "upload_command_id_key" ON "upload"("command_id");

-- CreateIndex
CREATE UNIQUE INDEX "upload_secret_hash_key" ON "upload"("secret_hash");

-- CreateIndex
CREATE INDEX "upload_station_id_created_at_idx" ON "upload"("station_id", "created_at");

-- CreateIndex
CREATE INDEX "upload_file_upload_id_idx" ON "upload_file"("upload_id");

-- CreateIndex
CREATE INDEX "upload_file_completed_at_idx" ON "upload_file"("completed_at");

-- AddForeignKey
ALTER TABLE "upload" ADD CONSTRAINT "upload_station_id_fkey" FOREIGN KEY ("station_id") REFERENCES "station"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "upload" ADD CONSTRAINT "upload_command_id_fkey" FOREIGN KEY ("command_id") REFERENCES "command"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "upload_file" ADD CONSTRAINT "upload_file_upload_id_fkey" FOREIGN KEY ("upload_id") REFERENCES "upload"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "upload_chunk" ADD CONSTRAINT "upload_chunk_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "upload_file"("id") ON DELETE CASCADE ON UPDATE CASCADE;
