import { Anchor, List, Text } from "@mantine/core";
import { Link } from "react-router";
import type { Download, DownloadWay } from "@/api/types";
import { CellStack } from "@/components/DataTable/CellStack";
import type { Column } from "@/components/DataTable/DataTable";
import { When } from "@/components/When/When";
import { humanize, joinNames } from "@/format/words";

const TITLE: Column<Download> = {
  title: "Title",
  render: ({ title, again }) => (
    <CellStack>
      <Text component="span" size="sm">
        {title || "Not named"}
      </Text>
      {again > 0 && (
        <Text component="span" size="xs" c="dimmed">
          Counted again: it lasted {again * 2} hours
        </Text>
      )}
    </CellStack>
  ),
};

const PERSON: Column<Download> = {
  title: "Who",
  render: ({ user_id, user_label }) => (
    <Anchor component={Link} to={`/users/${user_id}?tab=downloads`} size="sm">
      {user_label || user_id}
    </Anchor>
  ),
};

const SERVER: Column<Download> = {
  title: "Server",
  render: ({ server_id, server_name }) => (
    <Anchor component={Link} to={`/servers/${server_id}`} size="sm">
      {server_name || "A removed server"}
    </Anchor>
  ),
};

const COUNTED: Column<Download> = { title: "Counted", render: ({ at }) => <When at={at} /> };

export const DOWNLOADS_OF_ALL: readonly Column<Download>[] = [TITLE, PERSON, SERVER, COUNTED];
export const DOWNLOADS_OF_ONE: readonly Column<Download>[] = [TITLE, SERVER, COUNTED];

export function keyOfDownload({ user_id, server_id, title, at, again }: Download): string {
  return [user_id, server_id, title, at, again].join(" ");
}

/** What the platforms in use cannot tell, so that nobody takes the count for more than it is. */
export function WhatIsNotTold({ ways }: { readonly ways: readonly DownloadWay[] }) {
  const running = namesOf(ways, "downloads_running");
  const logged = namesOf(ways, "downloads_logged");
  return (
    <List size="xs" c="dimmed" mt="sm">
      {running && (
        <List.Item>
          On {running} a download shows only while it runs, by its title alone. One that begins and
          ends between two looks, five minutes apart, is not counted.
        </List.Item>
      )}
      {logged && (
        <List.Item>
          On {logged} every download stands in the activity log, but not how long it lasts. There
          each title counts once a week.
        </List.Item>
      )}
      <List.Item>
        Whoever saves a stream by other means leaves no trace anywhere. Sell downloads as a
        permission rather than a measured quantity.
      </List.Item>
    </List>
  );
}

function namesOf(ways: readonly DownloadWay[], wanted: string): string {
  return joinNames(
    ways.filter(({ way }) => way === wanted).map(({ platform }) => humanize(platform)),
  );
}
