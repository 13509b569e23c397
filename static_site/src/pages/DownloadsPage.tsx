import { Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { api, unwrap } from "@/api/client";
import { limitQueries } from "@/api/limitQueries";
import { DataTable } from "@/components/DataTable/DataTable";
import { useCursorList } from "@/components/DataTable/useCursorList";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { ServerPicker } from "@/components/Pickers/ServerPicker";
import { DOWNLOADS_OF_ALL, keyOfDownload, WhatIsNotTold } from "@/lists/DownloadTable";

export function DownloadsPage() {
  const [params, setParams] = useSearchParams();
  const serverId = params.get("server");
  const ways = useQuery(limitQueries.downloadWays());
  const list = useCursorList(["downloads", serverId], (cursor) =>
    unwrap(
      api.GET("/api/v1/downloads", {
        params: { query: { cursor, limit: 25, server_id: serverId } },
      }),
    ),
  );
  return (
    <>
      <PageHeader
        title="Downloads"
        about="What counts for the weekly allotments: each film or episode once a week, and once more for every two hours that a download of it lasts."
      />
      <Panel
        isFlush
        actions={
          <Group flex={1}>
            <ServerPicker aria-label="From which server"
              value={serverId}
              onChange={(id) => setParams(id === null ? {} : { server: id }, { replace: true })}
            />
          </Group>
        }
      >
        <DataTable
          label="Downloads"
          columns={DOWNLOADS_OF_ALL}
          keyOf={keyOfDownload}
          empty={{
            title: "No downloads yet",
            hint: "The servers are looked at every five minutes.",
          }}
          {...list}
        />
      </Panel>
      {ways.data && <WhatIsNotTold ways={ways.data.ways} />}
    </>
  );
}
