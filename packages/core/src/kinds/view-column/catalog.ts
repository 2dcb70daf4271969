/** Reads the columns of views and materialized views. https://www.postgresql.org/docs/current/catalog-pg-attribute.html */

import { makeObject } from "../../catalog/make.ts";
import { liveReader } from "../kind.ts";
import type { ViewColumnObject } from "./object.ts";

interface Row {
  readonly view: number;
  readonly position: number;
  readonly name: string;
  readonly type: string;
  readonly collation: string | null;
}

export const live = liveReader<Row, ViewColumnObject>({
  query: ({ views }) => ({
    fields: {
      view: "a.attrelid::bigint",
      position: "a.attnum",
      name: "a.attname",
      type: "format_type(a.atttypid, a.atttypmod)",
      collation: "case when a.attcollation not in (0, 100) then a.attcollation::regcollation::text end",
    },
    from: `pg_attribute a where a.attrelid = any(${views}) and a.attnum > 0 and not a.attisdropped`,
  }),
  register: ({ view, position, name, type, collation }, facts) =>
    facts.addColumn(view, position, { name, type, plainType: null, collation, isGenerated: false }),
  object: ({ view, position, name, type, collation }, facts) => {
    const { schema, name: of, id } = facts.table(view);
    return makeObject({
      kind: "view-column",
      path: [schema, of, name],
      parent: id,
      attributes: { type, collation, place: position },
    });
  },
});
