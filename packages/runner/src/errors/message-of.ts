/** What a failure says, whoever threw it: an error of another realm (a test runner's sandbox, say) is no `instanceof Error`. */

/** Whether a value is an error, by its shape. */
export function isError(value: unknown): value is Error {
  return (
    typeof value === "object" &&
    value !== null &&
    "name" in value &&
    "message" in value &&
    typeof value.name === "string" &&
    typeof value.message === "string"
  );
}

/** The message of an error; anything else that was thrown, as text. */
export function messageOf(cause: unknown): string {
  return isError(cause) ? cause.message : String(cause);
}
