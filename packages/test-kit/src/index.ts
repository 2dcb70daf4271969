/** What the tests of every package use: real servers, databases, and witnesses of a schema. */

export { alone } from "./alone.ts";
export { testDatabase, withDatabase, type TestDatabase, type TestDatabaseOptions } from "./database.ts";
export { dump, type DumpTarget } from "./dump.ts";
export { closePglite, testPglite } from "./pglite.ts";
export { freePort, startServer, type RunningServer, type Server } from "./server.ts";
export { STANDBY_NAME, startStandby } from "./standby.ts";
export { server, servers, wantedMajors } from "./servers.ts";
export { startTransactionPooler, type TransactionPooler } from "./transaction-pooler.ts";
export { catalogWitness } from "./witness.ts";
export { randomSchema, type RandomSchema } from "./random/random-schema.ts";
export { randomSql } from "./random/random-sql.ts";
