/** What developers and CI install: compares a database with Drizzle models and writes the migration between them. */

export { answersFile } from "./cache/cache-folder.ts";
export type { Catalog } from "./catalog/catalog.ts";
export type { Diagnostic } from "./catalog/diagnostic.ts";
export type { CatalogObject, ObjectId } from "./catalog/object.ts";
export {
  autogenerate,
  type AutogenerateOptions,
  type AutogenerateResult,
  type ProcessRevision,
  type RevisionOperations,
} from "./commands/autogenerate.ts";
export { check, type CheckResult } from "./commands/check.ts";
export type { CompareOptions } from "./commands/comparison.ts";
export { emptyRevision, type EmptyRevisionOptions, type RevisionDraft } from "./commands/empty-revision.ts";
export { mergeRevisions, type MergeDraft, type MergeOptions } from "./commands/merge-revisions.ts";
export type { MergeConflict } from "./merge/conflicts.ts";
export type { OrdersAnswer } from "./merge/orders.ts";
export { rebaseRevisions, type RebaseDraft, type RebaseOptions } from "./commands/rebase-revisions.ts";
export { squashRevisions, type SquashDraft, type SquashOptions } from "./commands/squash-revisions.ts";
export { verify, type Verification, type VerifyOptions } from "./commands/verify.ts";
export type { PlacementOptions } from "./commands/place-revision.ts";
export type { SchemaTexts } from "./commands/schema-text.ts";
export type { Rename, RenameCandidate } from "./diff/renames.ts";
export { introspect, type IntrospectOptions, type LiveDatabase } from "./introspect/introspect.ts";
export { loadDrizzle, type Casing, type DrizzleApi } from "./model/drizzle-api.ts";
export { readModel, type Model, type ReadModelOptions } from "./model/read-model.ts";
export { renderRevision, type RenderItem, type RevisionDocument } from "./render/render-revision.ts";
export { defineConfig, type ConfigFunction, type ConfigInput, type Hooks, type SluiceConfig } from "./config/config.ts";
export { loadConfig, type LoadedConfig } from "./config/load-config.ts";
export type { Proof } from "./proof/prove.ts";
export type { ScratchPlace } from "./proof/scratch.ts";
export {
  proveRevisions,
  type ProofFailure,
  type ProvedRevisions,
  type ProveOptions,
} from "./commands/prove-revisions.ts";
export { renamed, type FormerName } from "@sluice/runner";
export type { FilterOptions, RoleFilter } from "./filters/filters.ts";
export type { CompareType, IncludeObject } from "./filters/hooks.ts";
export type { IncludeName } from "./filters/include-name.ts";
export { adopt, type Adopted, type AdoptOptions } from "./commands/adopt.ts";
export { baseline, type Baseline, type BaselineOptions } from "./commands/baseline.ts";
