/** What has to be given and taken away so that one list becomes the other; order does not count. */
export interface Difference {
  readonly kept: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Compare what is with what should be. */
export function compareNames(has: readonly string[], due: readonly string[]): Difference {
  return {
    kept: has.filter((name) => due.includes(name)),
    added: due.filter((name) => !has.includes(name)),
    removed: has.filter((name) => !due.includes(name)),
  };
}
