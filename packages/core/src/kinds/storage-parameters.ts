/** Options and storage parameters of relations, by PostgreSQL's names, values as text. */

export type Parameters = Readonly<Record<string, string>>;

/** `fillfactor=70` as a name and a value. */
function parameter(text: string): readonly [string, string] {
  const end = text.indexOf("=");
  return [text.slice(0, end), text.slice(end + 1)];
}

/** As `pg_class.reloptions` has them. */
export function storageParameters(texts: readonly string[]): Parameters {
  return Object.fromEntries(texts.map(parameter));
}

/** As a model has them: names in camelCase. */
export function parametersOf(given: object | undefined): Parameters {
  const entries = Object.entries(given ?? {}).filter(([, value]: [string, unknown]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([name, value]: [string, unknown]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      String(value),
    ]),
  );
}
