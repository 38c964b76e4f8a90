CREATE TABLE "saved_view" (
    "id" UUID NOT NULL,
    "list" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "is_shared" BOOLEAN NOT NULL,
    "is_pinned" BOOLEAN NOT NULL,
    "filter" TEXT NOT NULL,
    "sort" TEXT,
    "columns" TEXT[],
    "density" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "rev" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "saved_view_list_owner_id_name_key" ON "saved_view"("list", "owner_id", "name");
CREATE INDEX "saved_view_list_is_shared_idx" ON "saved_view"("list", "is_shared");
