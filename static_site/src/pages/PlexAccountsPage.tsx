import { Badge, Button, Drawer, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { PlexAccount } from "@/api/types";
import { ActionButton } from "@/components/Action/ActionButton";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { Icon } from "@/components/Icon/Icon";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { When } from "@/components/When/When";
import { countOf } from "@/format/words";
import { FoundServers } from "@/forms/FoundServers";
import { LinkPlexAccount } from "@/forms/LinkPlexAccount";

export function PlexAccountsPage() {
  const accounts = useQuery(queries.plexAccounts());
  const [isLinking, { open, close }] = useDisclosure(false);
  const [shown, setShown] = useState<PlexAccount | null>(null);
  const linkButton = (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={open}>
      Link an account
    </Button>
  );
  const columns: readonly Column<PlexAccount>[] = [
    { title: "Account", render: (account) => <Name of={account} /> },
    { title: "Plex Pass", render: (account) => (account.has_plex_pass ? "Yes" : "No") },
    { title: "Room for", render: ({ max_people }) => countOf(max_people, "person", "people") },
    { title: "Token", render: (account) => <TokenState of={account} /> },
    { title: "Checked", render: (account) => <When at={account.checked_at} none="Not yet" /> },
    {
      title: "",
      align: "end",
      render: (account) => (
        <Group gap="xs" justify="flex-end" wrap="nowrap">
          <TestButton of={account} />
          <Button size="xs" onClick={() => setShown(account)}>
            Servers
          </Button>
        </Group>
      ),
    },
  ];
  return (
    <>
      <PageHeader
        title="Plex accounts"
        about="The accounts that own your servers. Invites are sent in their name; their tokens are encrypted and never shown."
      >
        {linkButton}
      </PageHeader>
      <Panel isFlush>
        <DataTable
          label="Plex accounts"
          columns={columns}
          rows={accounts.data?.items}
          error={accounts.error}
          onRetry={() => void accounts.refetch()}
          keyOf={(account) => account.id}
          empty={{
            title: "No account is linked",
            hint: "Link the Plex account that owns your servers, then add the servers from its list.",
            action: linkButton,
          }}
        />
      </Panel>
      <Modal opened={isLinking} onClose={close} title="Link a Plex account" size="lg">
        <LinkPlexAccount
          onDone={(account) => {
            close();
            setShown(account);
          }}
        />
      </Modal>
      <Drawer
        opened={shown !== null}
        onClose={() => setShown(null)}
        size="lg"
        title={shown ? `Servers of ${shown.username}` : ""}
      >
        {shown && <FoundServers account={shown} />}
      </Drawer>
    </>
  );
}

function Name({ of }: { readonly of: PlexAccount }) {
  return (
    <Stack gap={0} component="span">
      <Text component="span" size="sm" fw={600}>
        {of.username}
      </Text>
      <Text component="span" size="xs" c="dimmed">
        {of.email}
      </Text>
    </Stack>
  );
}

function TokenState({ of }: { readonly of: PlexAccount }) {
  if (!of.token_error) {
    return (
      <Badge variant="light" color="teal">
        Works
      </Badge>
    );
  }
  return (
    <Stack gap={2} align="flex-start" component="span">
      <Badge variant="light" color="red">
        Rejected
      </Badge>
      <Text component="span" size="xs" c="dimmed">
        {of.token_error}
      </Text>
    </Stack>
  );
}

function TestButton({ of }: { readonly of: PlexAccount }) {
  return (
    <ActionButton
      size="xs"
      label="Test"
      aria-label={`Test the token of ${of.username}`}
      run={() =>
        unwrap(
          api.POST("/api/v1/plex-accounts/{account_id}/test", {
            params: { path: { account_id: of.id } },
          }),
        )
      }
      done={(account) =>
        account.token_error ? `Plex answered: ${account.token_error}` : "The token works."
      }
    />
  );
}
