const { join } = require("node:path");
const { autogenerate, check } = require("@sluice/core");
const { createRunner, isSluiceError } = require("@sluice/runner");
const { story } = require("./story.cjs");

void story(
  { autogenerate, check, createRunner, isSluiceError },
  process.env.DATABASE_URL,
  join(__dirname, "schema.ts"),
).then((told) => console.log(JSON.stringify(told)));
