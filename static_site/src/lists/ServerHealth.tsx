import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { queries } from "@/api/queries";
import type { ServerDetail } from "@/api/types";
import { Loaded } from "@/components/Loading/Loading";
import { Panel } from "@/components/Panel/Panel";
import { When } from "@/components/When/When";
import { humanize } from "@/format/words";
import { CheckList } from "@/lists/CheckList";

/** How a server and the account that owns it fare, as the last looks found them. */
export function ServerHealth({ of }: { readonly of: ServerDetail }) {
  const health = useQuery(queries.health());
  const ids = [`server:${of.id}`, `plex_account:${of.account_id}`];
  return (
    <Loaded query={health}>
      {({ items, now }) => (
        <Stack gap="lg">
          <Panel
            isFlush
            title="Health"
            about={
              <>
                As of <When at={now} />. Servers are looked at every five minutes.
                {of.platform_version &&
                  ` This one ran ${humanize(of.platform)} ${of.platform_version} when it was read last.`}
              </>
            }
          >
            <CheckList
              label="Health of the server"
              checks={items.filter((check) => ids.includes(check.id))}
            />
          </Panel>
        </Stack>
      )}
    </Loaded>
  );
}
