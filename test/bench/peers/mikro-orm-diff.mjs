/** MikroORM's comparison of a database with the same tables as its entities. */

import { EntitySchema, MikroORM } from "@mikro-orm/postgresql";

const [url, count] = process.argv.slice(2);
const nameOf = (number) => `table_${String(number).padStart(5, "0")}`;

const entities = Array.from({ length: Number(count) }, (_, number) => {
  const name = nameOf(number);
  const other = nameOf(Math.max(0, number - 1));
  return new EntitySchema({
    name,
    tableName: name,
    properties: {
      id: { type: "integer", primary: true, generated: "by default as identity" },
      parent: {
        kind: "m:1",
        entity: other,
        nullable: true,
        fieldName: "parent_id",
        foreignKeyName: `${name}_parent_id_${other}_id_fk`,
        deleteRule: "no action",
        updateRule: "no action",
        index: `ix_${name}_parent`,
      },
      name: { type: "text" },
      email: { type: "string", columnType: "varchar(255)", nullable: true },
      amount: { type: "decimal", precision: 10, scale: 2, default: 0 },
      isOpen: { type: "boolean", fieldName: "is_open", default: true },
      data: { type: "json", nullable: true },
      createdAt: { type: "Date", fieldName: "created_at", columnType: "timestamptz", defaultRaw: "now()" },
      dueOn: { type: "date", fieldName: "due_on", nullable: true },
      note: { type: "text", nullable: true },
    },
    indexes: [
      {
        name: `ix_${name}_open`,
        expression: `create index ix_${name}_open on ${name} (created_at) where is_open`,
      },
    ],
    checks: [{ name: `${name}_amount_check`, expression: "amount >= 0" }],
  });
});

const orm = await MikroORM.init({ clientUrl: url, entities, discovery: { warnWhenNoEntities: false } });
const sql = await orm.schema.getUpdateSchemaSQL({ wrap: false });
const statements = sql.split("\n").filter((line) => line !== "");
console.log(`${statements.length} statements`);
console.log(statements.slice(0, 10).join("\n"));
await orm.close();
