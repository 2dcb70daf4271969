/** Operations on sequences. */

export interface SequenceOptions {
  /** `smallint`, `integer` or `bigint` (the default). */
  readonly type?: string;
  /** Bounds are strings where they don't fit a JavaScript number. */
  readonly start?: number | string;
  readonly increment?: number | string;
  readonly min?: number | string;
  readonly max?: number | string;
  readonly cache?: number | string;
  readonly cycle?: boolean;
  /** The column whose drop takes the sequence along; the table stands in the sequence's schema. */
  readonly ownedBy?: { readonly table: string; readonly column: string };
}
export interface CreateSequence extends SequenceOptions {
  readonly op: "createSequence";
  readonly name: string;
  readonly schema?: string;
}
/** Sets every option: what is left out goes back to PostgreSQL's default. */
export interface AlterSequence extends SequenceOptions {
  readonly op: "alterSequence";
  readonly name: string;
  readonly schema?: string;
}
export interface DropSequence {
  readonly op: "dropSequence";
  readonly name: string;
  readonly schema?: string;
  readonly ifExists?: boolean;
}
export interface RenameSequence {
  readonly op: "renameSequence";
  readonly schema?: string;
  readonly from: string;
  readonly to: string;
}
export type SequenceOperation = CreateSequence | AlterSequence | DropSequence | RenameSequence;
