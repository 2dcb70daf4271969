/** Operations on schemas. */

export interface CreateSchema {
  readonly op: "createSchema";
  readonly name: string;
  readonly ifNotExists?: boolean;
}
export interface DropSchema {
  readonly op: "dropSchema";
  readonly name: string;
  readonly ifExists?: boolean;
}
export interface RenameSchema {
  readonly op: "renameSchema";
  readonly from: string;
  readonly to: string;
}
export type SchemaOperation = CreateSchema | DropSchema | RenameSchema;
