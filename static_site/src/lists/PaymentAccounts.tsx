import { Badge, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { PaymentAccount } from "@/api/types";
import { ActionButton } from "@/components/Action/ActionButton";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { Icon } from "@/components/Icon/Icon";
import { Panel } from "@/components/Panel/Panel";
import { When } from "@/components/When/When";
import { describeSync } from "@/format/sync";
import { nameGateway } from "@/format/words";

const COLUMNS: readonly Column<PaymentAccount>[] = [
  { title: "Account", render: (account) => nameGateway(account.account) },
  { title: "Sync", render: (account) => <State of={account} /> },
  {
    title: "Read until",
    render: (account) => <When at={account.read_until} none="Never" />,
  },
  {
    title: "Last read",
    render: (account) => `${account.read} seen, ${account.booked} booked`,
    isWideOnly: true,
  },
  {
    title: "",
    align: "end",
    render: (account) =>
      account.is_on && (
        <ActionButton
          size="xs"
          label="Read now"
          leftSection={<Icon name="refresh" size={14} />}
          run={() =>
            unwrap(
              api.POST("/api/v1/payments/accounts/{account}/sync", {
                params: { path: { account: account.account } },
              }),
            )
          }
          done={({ counts }) => describeSync(counts)}
        />
      ),
  },
];

/** How far the transactions of each account were read, hourly and by hand. */
export function PaymentAccounts() {
  const accounts = useQuery(queries.paymentAccounts());
  return (
    <Panel
      title="Accounts"
      about="Every hour the transactions since the last read are fetched, a little overlap included."
      isFlush
    >
      <DataTable
        label="Accounts at gateways"
        columns={COLUMNS}
        rows={accounts.data?.items}
        keyOf={(account) => account.account}
        error={accounts.error}
        onRetry={() => void accounts.refetch()}
        empty={{ title: "No gateway", hint: "Set one up in the settings." }}
      />
    </Panel>
  );
}

function State({ of }: { readonly of: PaymentAccount }) {
  if (!of.is_on) return <Badge variant="light" color="gray">Off</Badge>;
  return (
    <Group gap={6}>
      {of.error || of.failed ? (
        <Badge variant="light" color="orange">Delayed</Badge>
      ) : (
        <Badge variant="light" color={of.is_reading ? "blue" : "teal"}>
          {of.is_reading ? "Reading" : "On"}
        </Badge>
      )}
      {(of.error || of.failed > 0) && (
        <Text size="sm">
          {of.error || `${of.failed} could not be booked; the next read tries them again.`}
        </Text>
      )}
    </Group>
  );
}
