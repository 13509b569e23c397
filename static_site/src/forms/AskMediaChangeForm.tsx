import { Button, Group, Radio, Select, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import { useAction } from "@/components/Action/useAction";
import { ErrorNote } from "@/components/ErrorNote/ErrorNote";
import { countOf } from "@/format/words";

interface AskMediaChangeFormProps {
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** Asks everybody of a server, or of an account's servers, for another media account. */
export function AskMediaChangeForm({ onDone, onCancel }: AskMediaChangeFormProps) {
  const servers = useQuery(queries.servers());
  const accounts = useQuery(queries.plexAccounts());
  const [where, setWhere] = useState<string | null>(null);
  const [isNeeded, setIsNeeded] = useState(true);
  const [kind, id] = where?.split(" ") ?? [];
  const place = {
    server_id: kind === "server" ? id : null,
    account_id: kind === "account" ? id : null,
  };
  const preview = useQuery({ ...queries.mediaChangePreview(place), enabled: where !== null });
  const ask = useAction({
    run: () =>
      unwrap(api.POST("/api/v1/media-changes", { body: { ...place, is_needed: isNeeded } })),
    done: "The people are being marked.",
    onDone,
    failsInPlace: true,
  });
  const options = [
    {
      group: "Everybody of a server",
      items: (servers.data?.items ?? []).map((each) => ({
        value: `server ${each.id}`,
        label: each.name,
      })),
    },
    {
      group: "Everybody of a Plex account",
      items: (accounts.data?.items ?? []).map((each) => ({
        value: `account ${each.id}`,
        label: each.username,
      })),
    },
  ];
  return (
    <Stack>
      <Text size="sm">
        Whoever is marked signs in with another Plex account before the next purchase. The access
        moves to it; what was paid stays.
      </Text>
      <Select
        label="Who"
        placeholder="Choose a server or an account"
        data={options}
        value={where}
        onChange={setWhere}
        withAsterisk
      />
      <Radio.Group
        label="What"
        value={isNeeded ? "ask" : "drop"}
        onChange={(value) => setIsNeeded(value === "ask")}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="ask" label="They have to change the account" />
          <Radio value="drop" label="They no longer have to" />
        </Stack>
      </Radio.Group>
      <ErrorNote of={ask.error ?? preview.error} />
      {preview.data && (
        <Text size="sm" role="status">
          {`This concerns ${countOf(preview.data.people, "person", "people")}.`}
        </Text>
      )}
      <Group gap="xs">
        <Button
          disabled={!preview.data?.people}
          loading={ask.isPending}
          onClick={() => ask.mutate()}
        >
          {isNeeded ? "Ask them" : "Take the mark away"}
        </Button>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
      </Group>
    </Stack>
  );
}
