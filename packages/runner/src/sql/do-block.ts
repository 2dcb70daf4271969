/** PL/pgSQL that runs once. https://www.postgresql.org/docs/current/sql-do.html */

/** A DO block, quoted so that its body may hold any text. */
export function doBlock(body: string): string {
  let tag = "$sluice$";
  for (let number = 1; body.includes(tag); number += 1) tag = `$sluice${number}$`;
  return `DO ${tag}${body}\n${tag}`;
}
