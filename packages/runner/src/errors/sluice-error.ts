/** The one error class: a code, what happened, what to do next. */

import type { ErrorCode } from "./codes.ts";

const BRAND = Symbol.for("sluice.error");

export interface ErrorContext {
  /** What to do next, one sentence. */
  readonly hint?: string;
  /** Facts for machines: names, files, positions. Never a password. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** An expected failure. Recognise it with {@link isSluiceError}: two copies of the package make two classes. */
export class SluiceError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | null;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, context: ErrorContext = {}) {
    super(message, context.cause === undefined ? undefined : { cause: context.cause });
    this.name = "SluiceError";
    this.code = code;
    this.hint = context.hint ?? null;
    this.details = context.details ?? {};
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/** Makes a {@link SluiceError}. */
export function sluiceError(code: ErrorCode, message: string, context: ErrorContext = {}): SluiceError {
  return new SluiceError(code, message, context);
}

/** Whether a value is a {@link SluiceError} of any copy of this package. */
export function isSluiceError(value: unknown): value is SluiceError {
  return typeof value === "object" && value !== null && BRAND in value;
}
