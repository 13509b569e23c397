import { Button, Drawer, Group } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { api, unwrap } from "@/api/client";
import { Icon } from "@/components/Icon/Icon";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { PageTabs } from "@/components/PageTabs/PageTabs";
import { Panel } from "@/components/Panel/Panel";
import { EnterPaymentForm } from "@/forms/EnterPaymentForm";
import { ExportPaymentsForm } from "@/forms/ExportPaymentsForm";
import { PaymentAccounts } from "@/lists/PaymentAccounts";
import { PaymentSearch } from "@/lists/PaymentSearch";
import { PaymentTable } from "@/lists/PaymentTable";
import { Reconciliation } from "@/lists/Reconciliation";

const UNMATCHED = ["payments", "list", "unmatched"];

export function PaymentsPage() {
  const [isEntering, { open, close }] = useDisclosure(false);
  const [isExporting, exporting] = useDisclosure(false);
  const navigate = useNavigate();
  const waiting = useQuery({ queryKey: [...UNMATCHED, "count"], queryFn: () => readUnmatched(null, 100) });
  return (
    <>
      <PageHeader
        title="Payments"
        about="The books: what the gateways settled and what was entered by hand, the latest paid first."
      >
        <Group gap="xs">
          <Button variant="default" onClick={exporting.open}>
            Export
          </Button>
          <Button leftSection={<Icon name="plus" size={16} />} onClick={open}>
            Enter a payment
          </Button>
        </Group>
      </PageHeader>
      <PageTabs
        tabs={[
          { name: "all", label: "All", content: <PaymentSearch /> },
          {
            name: "unmatched",
            label: "Unmatched",
            badge: waiting.data?.items.length,
            content: <Unmatched />,
          },
          { name: "reconciliation", label: "Reconciliation", content: <Reconciliation /> },
          { name: "accounts", label: "Accounts", content: <PaymentAccounts /> },
        ]}
      />
      <Drawer opened={isEntering} onClose={close} title="Enter a payment">
        <EnterPaymentForm
          onDone={(payment) => void navigate(`/payments/${payment.id}`)}
          onCancel={close}
        />
      </Drawer>
      <Drawer opened={isExporting} onClose={exporting.close} title="Export payments">
        <ExportPaymentsForm onCancel={exporting.close} />
      </Drawer>
    </>
  );
}

function Unmatched() {
  return (
    <Panel isFlush>
      <PaymentTable
        listKey={UNMATCHED}
        readPage={(cursor) => readUnmatched(cursor)}
        emptyTitle="Every payment has its owner"
        emptyHint="Money that cannot be tied to one person for sure waits here until you decide."
      />
    </Panel>
  );
}

function readUnmatched(cursor: string | null, limit = 25) {
  return unwrap(
    api.GET("/api/v1/payments", {
      params: { query: { cursor, limit, status: "unmatched" } },
    }),
  );
}
