/** Operations on enum types. */

interface OnEnum {
  readonly name: string;
  readonly schema?: string;
}
export interface CreateEnum extends OnEnum {
  readonly op: "createEnum";
  readonly values: readonly string[];
}
export interface DropEnum extends OnEnum {
  readonly op: "dropEnum";
  readonly ifExists?: boolean;
}
export interface RenameEnum {
  readonly op: "renameEnum";
  readonly schema?: string;
  readonly from: string;
  readonly to: string;
}
export interface SetEnumSchema {
  readonly op: "setEnumSchema";
  readonly name: string;
  readonly from: string;
  readonly to: string;
}
/** Adds a value at the end, or beside another. Committed before anything uses it. */
export interface AddEnumValue extends OnEnum {
  readonly op: "addEnumValue";
  readonly value: string;
  readonly before?: string;
  readonly after?: string;
  readonly ifNotExists?: boolean;
}
export interface RenameEnumValue extends OnEnum {
  readonly op: "renameEnumValue";
  readonly from: string;
  readonly to: string;
}
export type EnumOperation = CreateEnum | DropEnum | RenameEnum | SetEnumSchema | AddEnumValue | RenameEnumValue;
