/** Operations on comments. */

/** COMMENT ON. `comment: null` removes it. */
export interface SetComment {
  readonly op: "setComment";
  /** What carries the comment. */
  readonly on: "schema" | "table" | "column" | "constraint" | "index" | "sequence" | "type";
  readonly schema?: string;
  /** The table of a column or constraint. */
  readonly table?: string;
  readonly name: string;
  readonly comment: string | null;
}
export type CommentOperation = SetComment;
