/** Reads operator classes, which index rows call by number. https://www.postgresql.org/docs/current/catalog-pg-opclass.html */

import { liveNotes } from "../kind.ts";

interface Row {
  readonly oid: string;
  readonly sql: string;
  readonly isDefault: boolean;
}

export const operatorClasses = liveNotes<Row>({
  query: () => ({
    fields: {
      oid: "o.oid",
      sql: `case when n.nspname = 'pg_catalog' then '' else quote_ident(n.nspname) || '.' end || quote_ident(o.opcname)`,
      isDefault: "o.opcdefault",
    },
    from: "pg_opclass o join pg_namespace n on n.oid = o.opcnamespace",
  }),
  register: ({ oid, sql, isDefault }, facts) => facts.addOperatorClass(oid, { sql, isDefault }),
});
