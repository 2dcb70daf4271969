import { join } from "node:path";
import { autogenerate, check } from "@sluice/core";
import { createRunner, isSluiceError } from "@sluice/runner";
import { story } from "./story.cjs";

const schema = join(import.meta.dirname, "schema.ts");
console.log(
  JSON.stringify(await story({ autogenerate, check, createRunner, isSluiceError }, process.env.DATABASE_URL, schema)),
);
