import { Group, Text } from "@mantine/core";
import { arrange, type BarPoint } from "./arrange";
import classes from "./Bars.module.css";

interface BarsProps {
  readonly label: string;
  /** In order; each is told with its parts when one points at it. */
  readonly points: readonly BarPoint[];
  /** Shown instead of a chart while nothing was counted. */
  readonly empty: string;
  /** How a value is told; whole numbers by default. */
  readonly write?: (value: number) => string;
  /** Shown only where a bar has several parts. */
  readonly hasLegend?: boolean;
}

const WIDTH = 720;
const HEIGHT = 160;
const COLOURS = 8;

/** Bars of how a figure went, each made of named parts; first, last and highest are told in words. */
export function Bars({ label, points, empty, write = String, hasLegend = false }: BarsProps) {
  const { bars, names, highest } = arrange(points, { width: WIDTH, height: HEIGHT });
  const colourOf = (name: string) => classes[`colour${Math.min(names.indexOf(name), COLOURS - 1)}`];
  const [first, last] = [points[0], points.at(-1)];
  return (
    <figure className={classes.figure}>
      <Group justify="space-between" component="figcaption" mb={6}>
        <Text size="sm" fw={600}>
          {label}
        </Text>
        <Text size="sm" c="dimmed">
          {highest ? `Highest: ${write(highest.value)}, ${highest.name}` : empty}
        </Text>
      </Group>
      {highest && (
        <>
          <svg
            viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
            preserveAspectRatio="none"
            className={classes.chart}
            aria-hidden="true"
          >
            {bars.map((bar) => (
              <g key={bar.key}>
                <title>{`${bar.name}: ${bar.parts.map((part) => `${part.name} ${write(part.value)}`).join(", ")}`}</title>
                {bar.parts.map((part) => (
                  <rect
                    key={part.name}
                    x={bar.x}
                    y={part.y}
                    width={bar.width}
                    height={part.height}
                    className={colourOf(part.name)}
                  />
                ))}
              </g>
            ))}
          </svg>
          <Group justify="space-between" className={classes.axis}>
            <span>{first?.name}</span>
            <span>{last?.name}</span>
          </Group>
          {hasLegend && (
            <ul className={classes.legend}>
              {names.map((name) => (
                <li key={name}>
                  <svg viewBox="0 0 10 10" className={classes.swatch} aria-hidden="true">
                    <rect width="10" height="10" rx="2" className={colourOf(name)} />
                  </svg>
                  {name}
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </figure>
  );
}
