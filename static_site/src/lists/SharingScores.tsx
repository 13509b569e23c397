import { Stack, Text } from "@mantine/core";
import { api, unwrap } from "@/api/client";
import type { SharingScore } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { useCursorList } from "@/components/DataTable/useCursorList";
import { Panel } from "@/components/Panel/Panel";
import { When } from "@/components/When/When";
import { ScoreBadge } from "./UsageOfUser";

const COLUMNS: readonly Column<SharingScore>[] = [
  { title: "User", render: (score) => score.user_label || score.user_id },
  { title: "Score", render: (score) => <ScoreBadge score={score.score} /> },
  { title: "Why", isProse: true, render: (score) => score.reasons.join(" ") || "—" },
  { title: "Networks", render: (score) => score.networks, isWideOnly: true },
  { title: "Devices", render: (score) => score.devices, isWideOnly: true },
  { title: "Looked at", render: (score) => <When at={score.at} style="day" />, isWideOnly: true },
];

/** Who may share an account, the likeliest first. */
export function SharingScores() {
  const list = useCursorList(["sharing"], (cursor) =>
    unwrap(api.GET("/api/v1/sharing", { params: { query: { cursor, limit: 25 } } })),
  );
  return (
    <Stack gap="sm">
      <Panel isFlush>
        <DataTable
          label="Who may share an account"
          columns={COLUMNS}
          keyOf={(score) => score.user_id}
          linkOf={(score) => `/users/${score.user_id}?tab=streams`}
          empty={{
            title: "Nobody seems to share an account",
            hint: "Once a night the activity of the last two weeks is looked at, on servers whose log is on.",
          }}
          {...list}
        />
      </Panel>
      <Text size="xs" c="dimmed">
        A score is a hint, never a proof: own networks, relayed and unknown addresses tell nothing.
        Nothing follows from it unless the rule about sharing is enforced.
      </Text>
    </Stack>
  );
}
