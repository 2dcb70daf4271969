import { defineConfig } from "@sluice/core";

export default defineConfig({
  schema: "./schema.ts",
  migrations: "./migrations",
  // Without DATABASE_URL, an embedded PostgreSQL under .sluice/ serves.
  ...(process.env.DATABASE_URL ? { database: process.env.DATABASE_URL } : {}),
});
