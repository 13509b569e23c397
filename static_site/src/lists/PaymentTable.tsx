import { Badge, Group, Text } from "@mantine/core";
import type { QueryKey } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Page, Payment } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { useCursorList } from "@/components/DataTable/useCursorList";
import { Money } from "@/components/Money/Money";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";
import { nameGateway } from "@/format/words";

interface PaymentTableProps {
  readonly listKey: QueryKey;
  readonly readPage: (cursor: string | null) => Promise<Page<Payment>>;
  readonly emptyTitle?: string;
  readonly emptyHint: ReactNode;
  readonly isOfOneUser?: boolean;
}

const WHO: Column<Payment> = {
  title: "From",
  render: (payment) =>
    payment.user_label || (
      <Text component="span" size="sm" c="dimmed">
        {payment.payer_name || payment.payer_email || "Unknown payer"}
      </Text>
    ),
};

const COLUMNS: readonly Column<Payment>[] = [
  { title: "Paid", render: (payment) => <When at={payment.paid_at} /> },
  WHO,
  { title: "Plan", render: (payment) => payment.plan_name || "—" },
  { title: "Through", render: (payment) => nameGateway(payment.gateway), isWideOnly: true },
  {
    title: "Status",
    render: (payment) => (
      <Group gap={6} justify="flex-start" component="span">
        <StatusBadge kind="payment" status={payment.status} />
        {payment.dispute !== "none" && <StatusBadge kind="dispute" status={payment.dispute} />}
        {payment.attention && (
          <Badge color="red" variant="dot">
            Attention
          </Badge>
        )}
      </Group>
    ),
  },
  { title: "Amount", align: "end", render: (payment) => <Money of={payment.amount} /> },
];

/** Payments, the latest paid first. */
export function PaymentTable(props: PaymentTableProps) {
  const list = useCursorList(props.listKey, props.readPage, { refreshSeconds: 30 });
  return (
    <DataTable
      label="Payments"
      columns={props.isOfOneUser ? COLUMNS.filter((each) => each !== WHO) : COLUMNS}
      keyOf={(payment) => payment.id}
      linkOf={(payment) => `/payments/${payment.id}`}
      empty={{ title: props.emptyTitle ?? "No payments yet", hint: props.emptyHint }}
      {...list}
    />
  );
}
