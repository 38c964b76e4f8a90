-- Who is writing a release's image, and when the last piece of it came.
ALTER TABLE "firmware_release" ADD COLUMN "upload_id" UUID;
ALTER TABLE "firmware_release" ADD COLUMN "stored_at" TIMESTAMPTZ(3);

-- Images are compressed already.
ALTER TABLE "firmware_chunk" ALTER COLUMN "data" SET STORAGE EXTERNAL;
