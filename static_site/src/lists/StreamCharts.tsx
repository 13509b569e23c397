import { Anchor, Group, Progress, SegmentedControl, SimpleGrid, Stack, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { activityQueries } from "@/api/activityQueries";
import type { ChartPoint, StreamFigures } from "@/api/types";
import { Bars } from "@/components/Chart/Bars";
import { Loaded } from "@/components/Loading/Loading";
import { Panel } from "@/components/Panel/Panel";
import { formatTime } from "@/format/time";
import { formatHours } from "@/format/streams";

const RANGES = [1, 7, 30, 90].map((days) => ({
  value: String(days),
  label: days === 1 ? "1 day" : `${days} days`,
}));
const NOTHING = "Nothing was streamed";

/** How streams went over the last days, for servers whose log is on. */
export function StreamCharts() {
  const [days, setDays] = useState(7);
  const charts = useQuery({ ...activityQueries.charts(days), placeholderData: keepPreviousData });
  return (
    <Stack gap="lg">
      <SegmentedControl
        aria-label="How many days"
        data={RANGES}
        value={String(days)}
        onChange={(value) => setDays(Number(value))}
        maw={420}
      />
      <Loaded query={charts}>{(data) => <Figures of={data} />}</Loaded>
    </Stack>
  );
}

function Figures({ of }: { readonly of: StreamFigures }) {
  const name = (point: ChartPoint) => formatTime(point.at, of.is_daily ? "day" : "instant");
  const shown = (parts: (point: ChartPoint) => readonly { name: string; value: number }[]) =>
    of.points.map((point) => ({ key: point.at, name: name(point), parts: parts(point) }));
  const about = of.is_daily
    ? "Each bar is the busiest hour of a day."
    : "Each bar is an hour: all streams that ran in it.";
  return (
    <>
      <Panel title="Streams over time" about={about}>
        <Stack gap="xl">
          <Bars
            label="By server"
            hasLegend
            empty={NOTHING}
            points={shown((point) =>
              point.servers.map((part) => ({ name: part.name, value: part.streams })),
            )}
          />
          <Bars
            label="By resolution"
            hasLegend
            empty={NOTHING}
            points={shown((point) =>
              point.resolutions.map((part) => ({ name: part.name, value: part.streams })),
            )}
          />
          <Bars
            label="At the same time, at most"
            empty={NOTHING}
            points={shown((point) => [{ name: "streams", value: point.peak }])}
          />
          <Bars
            label="Transcoded"
            empty="Nothing was transcoded"
            points={shown((point) => [{ name: "transcoded", value: point.transcodes }])}
          />
        </Stack>
      </Panel>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Panel title="Who watched most">
          <TopUsers of={of} />
        </Panel>
        <Panel title="Hours a week" about="The first and the last week may be shown in part.">
          <Bars
            label="Everybody together"
            empty={NOTHING}
            write={formatHours}
            points={of.weeks.map((week) => ({
              key: week.first_day,
              name: formatTime(`${week.first_day}T12:00:00`, "day"),
              parts: [{ name: "watched", value: week.hours }],
            }))}
          />
        </Panel>
      </SimpleGrid>
    </>
  );
}

function TopUsers({ of }: { readonly of: StreamFigures }) {
  const most = of.people[0]?.hours ?? 0;
  if (most === 0) {
    return (
      <Text size="sm" c="dimmed">
        Nobody who is known here watched anything.
      </Text>
    );
  }
  return (
    <Stack gap="sm">
      {of.people.map((person) => (
        <div key={person.user_id}>
          <Group justify="space-between" mb={4} wrap="nowrap">
            <Anchor component={Link} to={`/users/${person.user_id}?tab=streams`} size="sm">
              {person.user_label || "(deleted)"}
            </Anchor>
            <Text size="sm" c="dimmed">
              {formatHours(person.hours)}
            </Text>
          </Group>
          <Progress
            value={(100 * person.hours) / most}
            aria-label={`How much ${person.user_label || "somebody"} watched`}
          />
        </div>
      ))}
    </Stack>
  );
}
