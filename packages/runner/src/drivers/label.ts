/** Where a database is, for people: never a password. */

/** A URL without its password and without parameters that may hold one. */
export function labelOf(url: string): string {
  try {
    const { protocol, username, host, pathname } = new URL(url);
    return `${protocol}//${username === "" ? "" : `${username}@`}${host}${pathname}`;
  } catch {
    return "a database URL that can't be read";
  }
}

/** Every spelling of a URL's passwords. */
function passwordsOf(url: string): readonly string[] {
  try {
    const { password, searchParams } = new URL(url);
    const spelled = [password, ...["password", "sslpassword", "pass"].map((name) => searchParams.get(name) ?? "")];
    return [...new Set(spelled.flatMap((each) => [each, safelyDecoded(each)]))].filter((each) => each !== "");
  } catch {
    return [];
  }
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A text with the URL and its passwords masked. */
export function masked(text: string, url: string): string {
  const withoutUrl = text.replaceAll(url, labelOf(url));
  return passwordsOf(url).reduce((result, password) => result.replaceAll(password, "***"), withoutUrl);
}
