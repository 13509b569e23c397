import { Badge, Button, Drawer, Group, Modal, Progress, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { PlexAccount } from "@/api/types";
import { ActionButton } from "@/components/Action/ActionButton";
import { CellStack } from "@/components/DataTable/CellStack";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { Icon } from "@/components/Icon/Icon";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { When } from "@/components/When/When";
import { colorOfFill } from "@/format/fill";
import { joinNames } from "@/format/words";
import { FoundServers } from "@/forms/FoundServers";
import { LinkPlexAccount } from "@/forms/LinkPlexAccount";
import { PlexAccountForm } from "@/forms/PlexAccountForm";
import { AccountWarnings, peopleOf } from "@/lists/AccountWarnings";

export function PlexAccountsPage() {
  const accounts = useQuery(queries.plexAccounts());
  const [isLinking, { open, close }] = useDisclosure(false);
  const [shown, setShown] = useState<PlexAccount | null>(null);
  const [edited, setEdited] = useState<PlexAccount | null>(null);
  const linkButton = (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={open}>
      Link an account
    </Button>
  );
  const columns: readonly Column<PlexAccount>[] = [
    { title: "Account", render: (account) => <Name of={account} /> },
    { title: "People", render: (account) => <People of={account} /> },
    { title: "Servers", render: ({ servers }) => joinNames(servers) || "None added yet" },
    { title: "Plex Pass", render: (account) => (account.has_plex_pass ? "Yes" : "No") },
    { title: "Token", render: (account) => <TokenState of={account} /> },
    {
      title: "",
      align: "end",
      render: (account) => (
        <Group gap="xs" justify="flex-end" wrap="nowrap">
          <TestButton of={account} />
          <Button size="xs" variant="default" onClick={() => setEdited(account)}>
            Limits
          </Button>
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
      <AccountWarnings of={accounts.data?.items ?? []} onLink={open} />
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
      <Modal
        opened={edited !== null}
        onClose={() => setEdited(null)}
        title={edited ? `Limits of ${edited.username}` : ""}
      >
        {edited && <PlexAccountForm of={edited} onDone={() => setEdited(null)} />}
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
    <Stack gap={0} miw={160} component="span">
      <Text component="span" size="sm" fw={600}>
        {of.username}
      </Text>
      <Text component="span" size="xs" c="dimmed">
        {of.email}
      </Text>
    </Stack>
  );
}

function People({ of }: { readonly of: PlexAccount }) {
  const part = (100 * peopleOf(of)) / of.max_people;
  return (
    <Stack gap={4} miw={90} component="span">
      <Text component="span" size="sm">
        {peopleOf(of)} of {of.max_people}
      </Text>
      <Progress
        value={part}
        color={colorOfFill(part)}
        aria-label={`People of ${of.username}`}
      />
    </Stack>
  );
}

function TokenState({ of }: { readonly of: PlexAccount }) {
  return (
    <CellStack>
      <Badge variant="light" color={of.token_error ? "red" : "teal"}>
        {of.token_error ? "Rejected" : "Works"}
      </Badge>
      {of.token_error && (
        <Text component="span" size="xs" c="dimmed">
          {of.token_error}
        </Text>
      )}
      <Text component="span" size="xs" c="dimmed">
        checked <When at={of.checked_at} none="never" />
      </Text>
    </CellStack>
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
