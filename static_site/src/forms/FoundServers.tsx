import { Badge, Button, Group, Paper, Select, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { FoundServer, PlexAccount } from "@/api/types";
import { ErrorNote } from "@/components/ErrorNote/ErrorNote";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { LoadingLines } from "@/components/Loading/Loading";

interface FoundServersProps {
  readonly account: PlexAccount;
}

const OTHER = "other";

/** The servers that an account owns, each to be added at one of its addresses. */
export function FoundServers({ account }: FoundServersProps) {
  const found = useQuery(queries.foundServers(account.id));
  if (found.isPending) return <LoadingLines />;
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        The connection is tested before a server is added. It begins disabled, with all its
        libraries private.
      </Text>
      <ErrorNote of={found.error} onRetry={() => void found.refetch()} />
      {found.data?.items.length === 0 && (
        <Text size="sm">
          Plex lists no server of this account. Check that the server is claimed by it and online.
        </Text>
      )}
      {found.data?.items.map((server) => (
        <FoundServerCard key={server.machine_id} account={account} server={server} />
      ))}
      <Group>
        <Button
          variant="default"
          size="xs"
          loading={found.isFetching}
          onClick={() => void found.refetch()}
        >
          Look again
        </Button>
      </Group>
    </Stack>
  );
}

interface CardProps {
  readonly account: PlexAccount;
  readonly server: FoundServer;
}

function FoundServerCard({ account, server }: CardProps) {
  return (
    <Paper withBorder p="md">
      <Group justify="space-between" mb={server.is_added ? 0 : "xs"}>
        <Text fw={600}>{server.name}</Text>
        {server.is_added && (
          <Badge variant="light" color="teal">
            Added
          </Badge>
        )}
      </Group>
      {!server.is_added && <AddForm account={account} server={server} />}
    </Paper>
  );
}

function AddForm({ account, server }: CardProps) {
  const navigate = useNavigate();
  const entry = useEntryForm({
    initial: { choice: server.urls[0] ?? OTHER, url: "" },
    check: ({ choice, url }) => ({
      url: choice === OTHER && !url.trim() ? "Write the address, such as https://…:32400." : null,
    }),
    send: ({ choice, url }) =>
      unwrap(
        api.POST("/api/v1/servers", {
          body: {
            account_id: account.id,
            machine_id: server.machine_id,
            url: choice === OTHER ? url : choice,
          },
        }),
      ),
    done: ({ name }) => `${name} was added. Put its libraries into groups, then enable it.`,
    onDone: ({ id }) => void navigate(`/servers/${id}?tab=libraries`),
  });
  const { form } = entry;
  return (
    <form onSubmit={entry.submit} noValidate>
      <Stack gap="sm">
        <Select
          label="Address"
          allowDeselect={false}
          data={[
            ...server.urls.map((url) => ({ value: url, label: nameOf(url, server) })),
            { value: OTHER, label: "Another address…" },
          ]}
          {...form.getInputProps("choice")}
          error={form.values.choice === OTHER ? undefined : form.errors.url}
        />
        {form.values.choice === OTHER && (
          <TextInput
            label="Other address"
            placeholder="https://media.example.com:32400"
            {...form.getInputProps("url")}
          />
        )}
        <FormFoot of={entry} label="Test and add" />
      </Stack>
    </form>
  );
}

function nameOf(url: string, { relay_urls }: FoundServer): string {
  return relay_urls.includes(url) ? `${url} (relay: slow, hides where people are)` : url;
}
