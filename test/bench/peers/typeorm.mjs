/** TypeORM, a transaction for each migration. */

import { DataSource } from "typeorm";

const [url, folder] = process.argv.slice(2);
const source = new DataSource({ type: "postgres", url, migrations: [`${folder}/*.js`], logging: false });
await source.initialize();
await source.runMigrations({ transaction: "each" });
await source.destroy();
