import { Alert, Progress, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { limitQueries } from "@/api/limitQueries";
import type { DownloadMeter, DownloadWeek } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { Loaded } from "@/components/Loading/Loading";
import { Panel } from "@/components/Panel/Panel";
import { When } from "@/components/When/When";
import { DOWNLOADS_OF_ONE, keyOfDownload, WhatIsNotTold } from "./DownloadTable";

/** Where somebody stands in the week, what was counted, and how it was before. */
export function DownloadsOfUser({ userId }: { readonly userId: string }) {
  const downloads = useQuery(limitQueries.userDownloads(userId));
  return (
    <Loaded query={downloads}>
      {({ meter, items, earlier, ways }) => (
        <Stack gap="lg">
          <Panel title="This week">
            <Meter of={meter} />
          </Panel>
          <div>
            <Panel title="Counted this week" isFlush>
              <DataTable
                label="Downloads of this week"
                columns={DOWNLOADS_OF_ONE}
                rows={items}
                keyOf={keyOfDownload}
                empty={{
                  title: "Nothing was downloaded this week",
                  hint: "Each film or episode counts once a week, and once more for every two hours that a download of it lasts.",
                }}
              />
            </Panel>
            <WhatIsNotTold ways={ways} />
          </div>
          {earlier.length > 0 && (
            <Panel title="Earlier weeks" isFlush>
              <DataTable
                label="Earlier weeks"
                columns={WEEKS}
                rows={earlier}
                keyOf={({ first_day }) => first_day}
                empty={{ title: "", hint: "" }}
              />
            </Panel>
          )}
        </Stack>
      )}
    </Loaded>
  );
}

const WEEKS: readonly Column<DownloadWeek>[] = [
  { title: "Week from", render: ({ first_day }) => first_day },
  { title: "Downloads", align: "end", render: ({ count }) => count },
];

function Meter({ of }: { readonly of: DownloadMeter }) {
  const { limit } = of;
  return (
    <Stack gap="sm">
      <Text id="downloads-used">
        {describe(of)}; a new week begins on <When at={of.renews_at} />.
      </Text>
      {limit !== null && limit > 0 && (
        <Progress.Root size="lg">
          <Progress.Section
            aria-labelledby="downloads-used"
            color={of.count > limit ? "red" : of.count === limit ? "orange" : undefined}
            value={Math.min(100, (of.count * 100) / limit)}
          />
        </Progress.Root>
      )}
      {of.withheld_until && (
        <Alert color="orange" title="The download right is withheld">
          The allotment is used up. The right comes back by itself on <When at={of.withheld_until} />,
          or sooner if the allotment is raised in the profile or the plan.
        </Alert>
      )}
      {of.asked_until && (
        <Alert color="orange" title="Only asked to download nothing">
          The allotment is used up, and the right is still there: it is being switched off, or shares stay as they
          are while <em>Sync shared libraries</em> is off. This ends on <When at={of.asked_until} />.
        </Alert>
      )}
    </Stack>
  );
}

function describe({ count, limit }: DownloadMeter): string {
  const made = `${count} ${count === 1 ? "download" : "downloads"}`;
  if (limit === null) return `${made}, no allotment`;
  return limit === 0 ? `${made}, though the plan includes none` : `${count} of ${limit} used`;
}
