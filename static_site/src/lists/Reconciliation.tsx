import { ActionIcon, Alert, Anchor, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { queries, type AccountName } from "@/api/queries";
import type { DayReport, DayRow } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { Facts } from "@/components/Facts/Facts";
import { Icon } from "@/components/Icon/Icon";
import { Loaded } from "@/components/Loading/Loading";
import { Panel } from "@/components/Panel/Panel";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { daysAgo, shiftDay, today } from "@/format/days";
import { formatMoney } from "@/format/money";
import { countOf, describeStatus, nameGateway } from "@/format/words";

/** A day's transactions of an account, held against the books. */
export function Reconciliation() {
  const accounts = useQuery(queries.paymentAccounts());
  return (
    <Loaded query={accounts}>
      {({ items }) => <Day accounts={items.map(({ account }) => account as AccountName)} />}
    </Loaded>
  );
}

function Day({ accounts }: { readonly accounts: readonly AccountName[] }) {
  const [params, setParams] = useSearchParams();
  const day = params.get("day") ?? daysAgo(1);
  const account = accounts.find((each) => each === params.get("account")) ?? accounts[0];
  const choose = (changes: Record<string, string>) => {
    const tab = { tab: "reconciliation", day, account: account ?? "" };
    setParams({ ...tab, ...changes }, { replace: true });
  };
  if (!account) return <Text c="dimmed">No gateway is set up yet.</Text>;
  return (
    <Stack gap="lg">
      <Group align="flex-end">
        <Group gap={4} align="flex-end" wrap="nowrap">
          <ActionIcon
            size={36}
            variant="default"
            aria-label="The day before"
            onClick={() => choose({ day: shiftDay(day, -1) })}
          >
            <Icon name="back" size={16} />
          </ActionIcon>
          <TextInput
            type="date"
            label="Day"
            value={day}
            max={today()}
            onChange={(event) => {
              if (event.currentTarget.value) choose({ day: event.currentTarget.value });
            }}
          />
          <ActionIcon
            size={36}
            variant="default"
            aria-label="The day after"
            disabled={day >= today()}
            onClick={() => choose({ day: shiftDay(day, 1) })}
          >
            <Icon name="next" size={16} />
          </ActionIcon>
        </Group>
        <Select
          label="Account"
          data={accounts.map((value) => ({ value, label: nameGateway(value) }))}
          value={account}
          allowDeselect={false}
          onChange={(value) => {
            if (value) choose({ account: value });
          }}
        />
      </Group>
      <Report day={day} account={account} />
    </Stack>
  );
}

function Report({ day, account }: { readonly day: string; readonly account: AccountName }) {
  const report = useQuery(queries.reconciliation(day, account));
  return (
    <Loaded query={report}>
      {(data) => (
        <Stack gap="lg">
          <Verdict of={data} />
          <Panel title="The day">
            <Facts items={factsOf(data)} />
          </Panel>
          <Panel title="Transactions" isFlush>
            <DataTable
              label="Transactions of the day"
              columns={COLUMNS}
              rows={data.rows}
              keyOf={(row) => row.external_id}
              empty={{ title: "Nothing moved", hint: "The account had no payments on this day." }}
            />
          </Panel>
        </Stack>
      )}
    </Loaded>
  );
}

function Verdict({ of }: { readonly of: DayReport }) {
  const agrees = of.differing === 0;
  const count = countOf(of.transactions, "transaction");
  return (
    <Alert
      role="status"
      color={agrees ? "teal" : "red"}
      variant="light"
      icon={<Icon name={agrees ? "check" : "warning"} />}
      title={
        agrees
          ? "The books agree with the gateway"
          : `${countOf(of.differing, "transaction")} of ${of.transactions} must be looked at`
      }
    >
      {agrees
        ? `${count}, each once in the ledger; the difference is zero.`
        : "They come first in the list, with what does not fit."}
      {of.earlier > 0 &&
        ` ${countOf(of.earlier, "transaction")} of before this site first read the account ${
          of.earlier === 1 ? "is" : "are"
        } not counted.`}
      {!of.is_final && " The gateway may still show more of this day."}
    </Alert>
  );
}

function factsOf(of: DayReport): readonly (readonly [string, React.ReactNode])[] {
  return [
    ["Day", `${of.day}, midnight to midnight in ${of.time_zone}`],
    ...Object.entries(of.statuses).map(
      ([status, count]) => [describeStatus("payment", status).text, count] as const,
    ),
    ...of.totals.map(
      ({ currency, at_gateway, in_ledger, difference }) =>
        [
          currency,
          `${formatMoney({ minor: at_gateway, currency })} at the gateway, ${formatMoney({
            minor: in_ledger,
            currency,
          })} in the ledger: difference ${formatMoney({ minor: difference, currency })}`,
        ] as const,
    ),
  ];
}

const COLUMNS: readonly Column<DayRow>[] = [
  {
    title: "Transaction",
    render: (row) => {
      const [first] = row.payments;
      if (!first) return row.external_id;
      return (
        <Anchor component={Link} to={`/payments/${first.id}`} size="sm">
          {row.external_id}
        </Anchor>
      );
    },
  },
  {
    title: "Whose",
    render: (row) => row.payments.map((each) => each.user_label).filter(Boolean).join(", ") || "—",
    isWideOnly: true,
  },
  { title: "Status", render: (row) => <StatusBadge kind="payment" status={row.status} /> },
  {
    title: "What does not fit",
    render: (row) =>
      row.difference ? (
        <Text size="sm" c="red">
          {row.difference}
        </Text>
      ) : (
        <Text size="sm" c="dimmed">
          Agrees
        </Text>
      ),
  },
  { title: "Gateway", align: "end", render: (row) => amount(row.at_gateway, row.currency) },
  { title: "Ledger", align: "end", render: (row) => amount(row.in_ledger, row.currency) },
];

function amount(minor: number | null, currency: string): string {
  return minor === null ? "—" : formatMoney({ minor, currency });
}
