/** Reads owners. https://www.postgresql.org/docs/current/catalog-pg-class.html */

import { OWNED_FIELDS, ownedObjects, targetOf, type OwnedRow } from "../access.ts";
import { roleId } from "../ids.ts";
import { liveReader } from "../kind.ts";
import type { OwnerObject } from "./object.ts";

interface Row extends OwnedRow {
  readonly owner: string;
}

export const live = liveReader<Row, OwnerObject>({
  query: (scope) => ({
    fields: { ...OWNED_FIELDS, owner: "pg_get_userbyid(x.owner)" },
    from: `${ownedObjects(scope)} where x.owner <> m.oid and x.sort <> 'column'`,
  }),
  object: (row, facts) => {
    const target = targetOf(row, facts);
    if (target === null) return null;
    return {
      kind: "owner",
      id: `owner ${target.id}`,
      path: target.path,
      parent: target.id,
      dependsOn: [],
      comesAfter: [roleId(row.owner)],
      isNamed: true,
      attributes: { on: target.on, owner: row.owner },
    };
  },
});
