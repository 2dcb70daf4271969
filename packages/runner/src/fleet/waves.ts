/** Who goes when: a canary first, then waves. Pure. */

export interface Wave<T> {
  readonly isCanary: boolean;
  readonly tenants: readonly T[];
}

/**
 * Cuts a list into waves; what the sizes leave is the last one.
 *
 * @example wavesOf(["a", "b", "c", "d"], { canary: 1, waves: [2] }) // a · b c · d
 */
export function wavesOf<T>(
  tenants: readonly T[],
  { canary = 1, waves = [] }: { readonly canary?: number; readonly waves?: readonly number[] },
): readonly Wave<T>[] {
  const cut: Wave<T>[] = [{ isCanary: true, tenants: tenants.slice(0, canary) }];
  let start = canary;
  for (const size of waves) {
    cut.push({ isCanary: false, tenants: tenants.slice(start, start + size) });
    start += size;
  }
  cut.push({ isCanary: false, tenants: tenants.slice(start) });
  return cut.filter((wave) => wave.tenants.length > 0);
}
