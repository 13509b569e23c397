import { Group, Text } from "@mantine/core";
import { useSearchParams } from "react-router";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { ServerPicker } from "@/components/Pickers/ServerPicker";
import { UserPicker } from "@/components/Pickers/UserPicker";
import { DeviceTable } from "@/lists/DeviceTable";

export function DevicesPage() {
  const [params, setParams] = useSearchParams();
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
  const serverId = params.get("server");
  const userId = params.get("user");
  return (
    <>
      <PageHeader
        title="Devices"
        about="Where people are signed in on Emby and Jellyfin. Every five minutes whoever has more devices than the plan allows loses those used the longest ago."
      />
      <Panel
        isFlush
        actions={
          <Group gap="md" flex={1}>
            <ServerPicker aria-label="On which server" only={({ platform }) => platform !== "plex"} value={serverId} onChange={(id) => change("server", id)} />
            <UserPicker
              label=""
              aria-label="Whose devices"
              w={300}
              maw="100%"
              value={userId}
              onChange={(id) => change("user", id)}
            />
          </Group>
        }
      >
        <DeviceTable serverId={serverId} userId={userId} />
      </Panel>
      <Text size="xs" c="dimmed" mt="sm">
        As the servers tell it now. How many devices a plan allows stands in the plan, for a single
        person in the profile.
      </Text>
    </>
  );
}
