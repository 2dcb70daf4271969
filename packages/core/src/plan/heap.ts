/** A priority queue of numbers' worth of keys: the smallest first. */

export interface Heap<T> {
  push(value: T): void;
  pop(): T | undefined;
}

export function heapOf<T>(before: (one: T, other: T) => boolean): Heap<T> {
  const values: T[] = [];
  const at = (position: number): T => {
    const value = values[position];
    if (value === undefined) throw new RangeError("no such place in the heap");
    return value;
  };
  const swap = (one: number, other: number): void => {
    const kept = at(one);
    values[one] = at(other);
    values[other] = kept;
  };
  return {
    push(value) {
      values.push(value);
      for (let child = values.length - 1; child > 0;) {
        const parent = (child - 1) >> 1;
        if (!before(at(child), at(parent))) return;
        swap(child, parent);
        child = parent;
      }
    },
    pop() {
      if (values.length === 0) return undefined;
      swap(0, values.length - 1);
      const first = values.pop();
      for (let parent = 0; ;) {
        const left = parent * 2 + 1;
        if (left >= values.length) return first;
        const right = left + 1;
        const child = right < values.length && before(at(right), at(left)) ? right : left;
        if (!before(at(child), at(parent))) return first;
        swap(child, parent);
        parent = child;
      }
    },
  };
}
