/** One bar to be: what it is called, and the parts that it is made of. */
export interface BarPoint {
  readonly key: string;
  readonly name: string;
  readonly parts: readonly { readonly name: string; readonly value: number }[];
}

interface Part {
  readonly name: string;
  readonly value: number;
  readonly y: number;
  readonly height: number;
}

interface Bar {
  readonly key: string;
  readonly name: string;
  readonly x: number;
  readonly width: number;
  readonly parts: readonly Part[];
}

interface Arranged {
  readonly bars: readonly Bar[];
  /** The parts' names, the biggest first, so that each keeps its colour. */
  readonly names: readonly string[];
  /** The highest bar as a whole, the first of several; null while all are nothing. */
  readonly highest: { readonly name: string; readonly value: number } | null;
}

const GAP = 0.18;

/** Lay bars side by side, their parts on top of each other, as high as the highest allows. */
export function arrange(
  points: readonly BarPoint[],
  { width, height }: { readonly width: number; readonly height: number },
): Arranged {
  const sums = new Map<string, number>();
  for (const { parts } of points) {
    for (const part of parts) sums.set(part.name, (sums.get(part.name) ?? 0) + part.value);
  }
  const names = [...sums]
    .sort(([one, left], [other, right]) => right - left || one.localeCompare(other))
    .map(([name]) => name);
  const totals = points.map(({ parts }) => parts.reduce((sum, part) => sum + part.value, 0));
  const most = Math.max(0, ...totals);
  if (most === 0) return { bars: [], names, highest: null };
  const step = width / points.length;
  const bars = points.map((point, index) => {
    let top = height;
    const ordered = names.flatMap((name) => point.parts.filter((part) => part.name === name));
    const parts = ordered
      .filter((part) => part.value > 0)
      .map((part) => {
        const tall = (part.value / most) * height;
        top -= tall;
        return { ...part, y: top, height: tall };
      });
    return {
      key: point.key,
      name: point.name,
      x: index * step + (step * GAP) / 2,
      width: step * (1 - GAP),
      parts,
    };
  });
  const at = totals.indexOf(most);
  return { bars, names, highest: { name: points[at]?.name ?? "", value: most } };
}
