/** The only file that lists kinds. */

import type { CheckObject } from "./check/object.ts";
import type { ColumnObject } from "./column/object.ts";
import type { CommentObject } from "./comment/object.ts";
import type { DefaultObject } from "./default/object.ts";
import type { EnumObject } from "./enum/object.ts";
import type { ForeignKeyObject } from "./foreign-key/object.ts";
import type { IndexObject } from "./index/object.ts";
import type { PrimaryKeyObject } from "./primary-key/object.ts";
import type { SchemaObject } from "./schema/object.ts";
import type { SequenceObject } from "./sequence/object.ts";
import type { TableObject } from "./table/object.ts";
import type { UniqueObject } from "./unique/object.ts";

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
  readonly index: IndexObject;
  readonly "foreign-key": ForeignKeyObject;
  readonly comment: CommentObject;
}

export type KindName = keyof Kinds;
