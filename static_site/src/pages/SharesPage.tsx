import { Group, Switch, Text } from "@mantine/core";
import { useSearchParams } from "react-router";
import { api, unwrap } from "@/api/client";
import { useCursorList } from "@/components/DataTable/useCursorList";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { ServerPicker } from "@/components/Pickers/ServerPicker";
import { ComparisonTable } from "@/lists/ComparisonTable";

export function SharesPage() {
  const [params, setParams] = useSearchParams();
  const serverId = params.get("server");
  const isDiffering = params.get("show") !== "all";
  const list = useCursorList(["shares", serverId, isDiffering], (cursor) =>
    unwrap(
      api.GET("/api/v1/shares", {
        params: {
          query: { cursor, limit: 25, server_id: serverId, differing: isDiffering },
        },
      }),
    ),
  );
  const change = (name: string, value: string | null) => {
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        if (value === null) after.delete(name);
        else after.set(name, value);
        return after;
      },
      { replace: true },
    );
  };
  return (
    <>
      <PageHeader
        title="Shares"
        about="What people have on your servers beside what they paid for. The hourly run puts differences right by itself; here you see them before."
      />
      <Panel
        isFlush
        actions={
          <Group gap="lg" flex={1}>
            <ServerPicker aria-label="Whose shares" placeholder="Everybody with paid time" value={serverId} onChange={(id) => change("server", id)} />
            <Switch
              label="Only what differs"
              checked={isDiffering}
              onChange={(event) => change("show", event.currentTarget.checked ? null : "all")}
            />
          </Group>
        }
      >
        <ComparisonTable
          empty={
            isDiffering
              ? {
                  title: "Nothing differs",
                  hint: "Everybody has what they paid for, as far as our records tell.",
                }
              : { title: "No shares", hint: "A share appears here once access was paid for." }
          }
          {...list}
        />
      </Panel>
      <Text size="xs" c="dimmed" mt="sm">
        As our records have it since the last look at each server. Open a user to look anew.
      </Text>
    </>
  );
}
