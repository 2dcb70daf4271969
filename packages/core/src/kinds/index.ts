/** The only file that lists kinds. */

import type { Catalog } from "../catalog/catalog.ts";
import type { CatalogObject } from "../catalog/object.ts";
import * as checkCatalog from "./check/catalog.ts";
import * as checkChanges from "./check/changes.ts";
import * as checkModel from "./check/drizzle.ts";
import type { CheckObject } from "./check/object.ts";
import * as columnCatalog from "./column/catalog.ts";
import * as columnChanges from "./column/changes.ts";
import * as columnModel from "./column/drizzle.ts";
import type { ColumnObject } from "./column/object.ts";
import * as commentCatalog from "./comment/catalog.ts";
import * as commentChanges from "./comment/changes.ts";
import * as commentModel from "./comment/drizzle.ts";
import type { CommentObject } from "./comment/object.ts";
import * as defaultCatalog from "./default/catalog.ts";
import * as defaultChanges from "./default/changes.ts";
import * as defaultModel from "./default/drizzle.ts";
import type { DefaultObject } from "./default/object.ts";
import * as enumCatalog from "./enum/catalog.ts";
import * as enumChanges from "./enum/changes.ts";
import * as enumModel from "./enum/drizzle.ts";
import type { EnumObject } from "./enum/object.ts";
import * as foreignKeyCatalog from "./foreign-key/catalog.ts";
import * as foreignKeyChanges from "./foreign-key/changes.ts";
import * as foreignKeyModel from "./foreign-key/drizzle.ts";
import type { ForeignKeyObject } from "./foreign-key/object.ts";
import * as grantCatalog from "./grant/catalog.ts";
import * as grantChanges from "./grant/changes.ts";
import * as grantModel from "./grant/drizzle.ts";
import type { GrantObject } from "./grant/object.ts";
import * as indexCatalog from "./index/catalog.ts";
import * as indexChanges from "./index/changes.ts";
import * as indexModel from "./index/drizzle.ts";
import type { IndexObject } from "./index/object.ts";
import type { Changes, Kind } from "./kind.ts";
import * as materializedViewCatalog from "./materialized-view/catalog.ts";
import * as materializedViewChanges from "./materialized-view/changes.ts";
import * as materializedViewModel from "./materialized-view/drizzle.ts";
import type { MaterializedViewObject } from "./materialized-view/object.ts";
import * as ownerCatalog from "./owner/catalog.ts";
import * as ownerChanges from "./owner/changes.ts";
import * as ownerModel from "./owner/drizzle.ts";
import type { OwnerObject } from "./owner/object.ts";
import * as policyCatalog from "./policy/catalog.ts";
import * as policyChanges from "./policy/changes.ts";
import * as policyModel from "./policy/drizzle.ts";
import type { PolicyObject } from "./policy/object.ts";
import * as primaryKeyCatalog from "./primary-key/catalog.ts";
import * as primaryKeyChanges from "./primary-key/changes.ts";
import * as primaryKeyModel from "./primary-key/drizzle.ts";
import type { PrimaryKeyObject } from "./primary-key/object.ts";
import * as roleCatalog from "./role/catalog.ts";
import * as roleChanges from "./role/changes.ts";
import * as roleModel from "./role/drizzle.ts";
import type { RoleObject } from "./role/object.ts";
import * as rowSecurityCatalog from "./row-security/catalog.ts";
import * as rowSecurityChanges from "./row-security/changes.ts";
import * as rowSecurityModel from "./row-security/drizzle.ts";
import type { RowSecurityObject } from "./row-security/object.ts";
import * as schemaCatalog from "./schema/catalog.ts";
import * as schemaChanges from "./schema/changes.ts";
import * as schemaModel from "./schema/drizzle.ts";
import type { SchemaObject } from "./schema/object.ts";
import * as sequenceCatalog from "./sequence/catalog.ts";
import * as sequenceChanges from "./sequence/changes.ts";
import * as sequenceModel from "./sequence/drizzle.ts";
import type { SequenceObject } from "./sequence/object.ts";
import * as tableCatalog from "./table/catalog.ts";
import * as tableChanges from "./table/changes.ts";
import * as tableModel from "./table/drizzle.ts";
import type { TableObject } from "./table/object.ts";
import * as uniqueCatalog from "./unique/catalog.ts";
import * as uniqueChanges from "./unique/changes.ts";
import * as uniqueModel from "./unique/drizzle.ts";
import type { UniqueObject } from "./unique/object.ts";
import * as viewCatalog from "./view/catalog.ts";
import * as viewChanges from "./view/changes.ts";
import * as viewModel from "./view/drizzle.ts";
import type { ViewObject } from "./view/object.ts";
import * as viewColumnCatalog from "./view-column/catalog.ts";
import * as viewColumnChanges from "./view-column/changes.ts";
import * as viewColumnModel from "./view-column/drizzle.ts";
import type { ViewColumnObject } from "./view-column/object.ts";

export interface Kinds {
  readonly schema: SchemaObject;
  readonly enum: EnumObject;
  readonly sequence: SequenceObject;
  readonly table: TableObject;
  readonly column: ColumnObject;
  readonly default: DefaultObject;
  readonly "primary-key": PrimaryKeyObject;
  readonly unique: UniqueObject;
  readonly check: CheckObject;
  readonly view: ViewObject;
  readonly "materialized-view": MaterializedViewObject;
  readonly "view-column": ViewColumnObject;
  readonly index: IndexObject;
  readonly "foreign-key": ForeignKeyObject;
  readonly role: RoleObject;
  readonly policy: PolicyObject;
  readonly "row-security": RowSecurityObject;
  readonly comment: CommentObject;
  readonly owner: OwnerObject;
  readonly grant: GrantObject;
}

export type KindName = keyof Kinds;

/** An object of any kind. */
export type AnyObject = Kinds[KindName];

/** A catalog whose objects are all of known kinds. */
export type ModelledCatalog = Catalog<AnyObject>;

export const kinds: { readonly [K in KindName]: Kind<Kinds[K]> } = {
  role: { rank: -1, ...roleCatalog, ...roleModel, ...roleChanges },
  schema: { rank: 0, ...schemaCatalog, ...schemaModel, ...schemaChanges },
  enum: { rank: 1, ...enumCatalog, ...enumModel, ...enumChanges },
  sequence: { rank: 2, ...sequenceCatalog, ...sequenceModel, ...sequenceChanges },
  table: { rank: 3, ...tableCatalog, ...tableModel, ...tableChanges },
  column: { rank: 4, ...columnCatalog, ...columnModel, ...columnChanges },
  // What is dropped and put back around a column is put back at once: nothing that commits may come between.
  policy: { rank: 4.5, ...policyCatalog, ...policyModel, ...policyChanges },
  "row-security": { rank: 4.6, ...rowSecurityCatalog, ...rowSecurityModel, ...rowSecurityChanges },
  default: { rank: 5, ...defaultCatalog, ...defaultModel, ...defaultChanges },
  "primary-key": { rank: 6, ...primaryKeyCatalog, ...primaryKeyModel, ...primaryKeyChanges },
  unique: { rank: 7, ...uniqueCatalog, ...uniqueModel, ...uniqueChanges },
  check: { rank: 8, ...checkCatalog, ...checkModel, ...checkChanges },
  "foreign-key": { rank: 9, ...foreignKeyCatalog, ...foreignKeyModel, ...foreignKeyChanges },
  view: { rank: 9.1, ...viewCatalog, ...viewModel, ...viewChanges },
  "materialized-view": {
    rank: 9.2,
    ...materializedViewCatalog,
    ...materializedViewModel,
    ...materializedViewChanges,
  },
  "view-column": { rank: 9.3, ...viewColumnCatalog, ...viewColumnModel, ...viewColumnChanges },
  index: { rank: 10, ...indexCatalog, ...indexModel, ...indexChanges },
  comment: { rank: 11, ...commentCatalog, ...commentModel, ...commentChanges },
  owner: { rank: 30, ...ownerCatalog, ...ownerModel, ...ownerChanges },
  grant: { rank: 31, ...grantCatalog, ...grantModel, ...grantChanges },
};

/** A kind as the generic middle sees it: of objects whose attributes it doesn't know. */
export interface AnyKind {
  readonly rank: number;
  readonly changes: Changes<CatalogObject<string, Readonly<Record<string, unknown>>>>;
}

/** The kind of an object. */
export function kindOf(object: CatalogObject): AnyKind {
  // The registry is keyed by the objects' kinds, and each kind's functions are only ever given objects of that kind.
  return kinds[object.kind as KindName] as unknown as AnyKind;
}

/** The kind whose objects have parts of each name. */
export const kindNamesWithParts: ReadonlyMap<string, string> = new Map(
  Object.entries(kinds).flatMap(([name, { changes }]) =>
    changes.parts === undefined ? [] : [[changes.parts.kind, name] as const],
  ),
);
