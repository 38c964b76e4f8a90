import { defineConfig } from "prisma/config";

/** Kept in Prisma's own layout, so that the ordinary CLI works where its engine can be fetched. */
export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env["DATABASE_URL"] ?? "" },
});
