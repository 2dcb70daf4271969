/** A finding that stops nothing: one shape, one printer. */

export interface Diagnostic {
  /** UPPER_SNAKE; docs/errors.md tells what it means. */
  readonly code: string;
  readonly severity: "info" | "warning";
  /** The object it is about, as people name it, e.g. `table public.fees`. */
  readonly object: string | null;
  readonly message: string;
  readonly hint: string | null;
}
