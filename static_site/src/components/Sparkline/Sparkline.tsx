import { Group, Text } from "@mantine/core";
import classes from "./Sparkline.module.css";

interface SparklineProps {
  readonly label: string;
  /** In order; each is told when one points at it. */
  readonly points: readonly { readonly name: string; readonly value: number }[];
}

const WIDTH = 300;
const HEIGHT = 48;
const EDGE = 3;

/** A small line of how a figure went; the first, last and highest are told in words as well. */
export function Sparkline({ label, points }: SparklineProps) {
  const values = points.map((point) => point.value);
  const most = Math.max(...values, 1);
  const least = Math.min(...values);
  const span = Math.max(most - least, 1);
  const step = (WIDTH - 2 * EDGE) / Math.max(points.length - 1, 1);
  const place = (value: number, index: number) => ({
    x: EDGE + index * step,
    y: HEIGHT - EDGE - ((value - least) / span) * (HEIGHT - 2 * EDGE),
  });
  const path = values
    .map((value, index) => {
      const { x, y } = place(value, index);
      return `${index ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join("");
  const [first, last] = [points[0], points.at(-1)];
  return (
    <figure className={classes.figure}>
      <Group justify="space-between" component="figcaption">
        <Text size="sm">{label}</Text>
        <Text size="sm" c="dimmed">
          {first && last && `${first.value} on ${first.name}, ${last.value} now`}
        </Text>
      </Group>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className={classes.line} aria-hidden="true">
        <path d={path} />
        {points.map((point, index) => {
          const { x, y } = place(point.value, index);
          return (
            <circle key={point.name} cx={x} cy={y} r={index === points.length - 1 ? 3 : 1.5}>
              <title>{`${point.name}: ${point.value}`}</title>
            </circle>
          );
        })}
      </svg>
    </figure>
  );
}
