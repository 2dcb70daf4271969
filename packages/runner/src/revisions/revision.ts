/** A revision: a migration file's metadata, as plain data. */

export interface Revision {
  readonly id: string;
  /** None for a base, several for a merge. */
  readonly downRevisions: readonly string[];
  /** Revisions of other branches that must be applied first; ids, or labels until the graph resolves them. */
  readonly dependsOn: readonly string[];
  readonly branchLabels: readonly string[];
  /** Ids of the range that it was squashed from; left out: none. */
  readonly replaces?: readonly string[];
  readonly message: string;
  /** ISO 8601 as the file says it, or null. */
  readonly createdAt: string | null;
  /** The file, or what names the revision in errors. */
  readonly path: string;
  /** SHA-256 of the file, in hex. */
  readonly checksum: string;
}

/** How people are told of it: `revision 4f1c (add fees)`. */
export function revisionText({ id, message }: Pick<Revision, "id" | "message">): string {
  return message === "" ? `revision ${id}` : `revision ${id} (${message})`;
}
