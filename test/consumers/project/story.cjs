/** What every consumer does with whatever copy of the packages it got: writes a migration, applies it, checks, takes it back. */

const { mkdtempSync, readFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");

exports.story = async ({ autogenerate, check, createRunner, isSluiceError }, database, schema, more = {}) => {
  const migrations = mkdtempSync(join(tmpdir(), "sluice-consumer-"));
  const options = { database, schema, migrations, root: __dirname, message: "add_students", ...more };
  const result = await autogenerate(options);
  const { path } = await result.write();
  const runner = createRunner({ database, migrations });
  const applied = await runner.upgrade();
  const { inSync } = await check(options);
  const reverted = await runner.downgrade("base");
  const error = await runner.upgrade("nowhere").catch((cause) => cause);
  await runner.close();
  return {
    operations: result.operations.map(({ op }) => op),
    isWritten: readFileSync(path, "utf8") === result.source,
    isApplied: applied.revisions[0] === result.revision,
    inSync,
    isReverted: reverted.revisions[0] === result.revision,
    code: isSluiceError(error) ? error.code : String(error),
  };
};
