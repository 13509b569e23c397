import { Button, Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useNavigate } from "react-router";
import { api, unwrap } from "@/api/client";
import { Icon } from "@/components/Icon/Icon";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { EnterPaymentForm } from "@/forms/EnterPaymentForm";
import { PaymentTable } from "@/lists/PaymentTable";

export function PaymentsPage() {
  const [isEntering, { open, close }] = useDisclosure(false);
  const navigate = useNavigate();
  return (
    <>
      <PageHeader
        title="Payments"
        about="The books: what the gateways settled and what was entered by hand, the latest paid first."
      >
        <Button leftSection={<Icon name="plus" size={16} />} onClick={open}>
          Enter a payment
        </Button>
      </PageHeader>
      <Panel isFlush>
        <PaymentTable
          listKey={["payments", "list"]}
          readPage={(cursor) =>
            unwrap(api.GET("/api/v1/payments", { params: { query: { cursor, limit: 25 } } }))
          }
          emptyHint="Payments through the checkout arrive by themselves. Set up Stripe in the settings, or enter money received elsewhere by hand."
        />
      </Panel>
      <Drawer opened={isEntering} onClose={close} title="Enter a payment">
        <EnterPaymentForm
          onDone={(payment) => void navigate(`/payments/${payment.id}`)}
          onCancel={close}
        />
      </Drawer>
    </>
  );
}
