import { Button, Drawer, Menu, Modal } from "@mantine/core";
import { useState } from "react";
import { api, unwrap } from "@/api/client";
import type { Payment } from "@/api/types";
import { AssignPaymentForm } from "@/forms/AssignPaymentForm";
import { ReasonModal } from "@/forms/ReasonForm";
import { RefundForm } from "@/forms/RefundForm";
import { SplitPaymentForm } from "@/forms/SplitPaymentForm";
import { availableActions, type PaymentAction } from "@/format/paymentActions";

const LABELS: Record<PaymentAction, string> = {
  split: "Share it out…",
  move: "Move to somebody else…",
  unassign: "Take it back from the user…",
  dismiss: "Dismiss…",
  "bring-back": "Bring back…",
  refund: "Give money back…",
};

/** What can be done about a payment in the state that it is in. */
export function PaymentActions({ of }: { readonly of: Payment }) {
  const [open, setOpen] = useState<PaymentAction | null>(null);
  const close = () => setOpen(null);
  const actions = availableActions(of);
  if (actions.length === 0) return null;
  return (
    <>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <Button variant="default">Actions</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {actions.map((action) => (
            <Menu.Item
              key={action}
              color={action === "refund" ? "red" : undefined}
              onClick={() => setOpen(action)}
            >
              {LABELS[action]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Drawer opened={open === "split"} onClose={close} title="Share the payment out">
        <SplitPaymentForm of={of} onDone={close} onCancel={close} />
      </Drawer>
      <Drawer opened={open === "move"} onClose={close} title="Move the payment">
        <AssignPaymentForm of={of} isMove onDone={close} onCancel={close} />
      </Drawer>
      <Modal opened={open === "refund"} onClose={close} title="Give money back" centered>
        <RefundForm of={of} onDone={close} onCancel={close} />
      </Modal>
      <Reasons of={of} open={open} onClose={close} />
    </>
  );
}

interface ReasonsProps {
  readonly of: Payment;
  readonly open: PaymentAction | null;
  readonly onClose: () => void;
}

function Reasons({ of, open, onClose }: ReasonsProps) {
  const params = { path: { payment_id: of.id } };
  return (
    <>
      <ReasonModal
        isOpen={open === "unassign"}
        onClose={onClose}
        title="Take the payment back"
        label="Take it back"
        done="The payment is unmatched again."
        send={(body) =>
          unwrap(api.POST("/api/v1/payments/{payment_id}/unassign", { params, body }))
        }
      >
        The time it bought {of.user_label} goes, and time that was paid after it moves forward. The
        payment is unmatched again and can be given to somebody else.
      </ReasonModal>
      <ReasonModal
        isOpen={open === "dismiss"}
        onClose={onClose}
        title="Dismiss the payment"
        label="Dismiss"
        done="The payment was dismissed."
        send={(body) => unwrap(api.POST("/api/v1/payments/{payment_id}/dismiss", { params, body }))}
      >
        It has nothing to do with the business: it leaves the list of unmatched payments for good
        and is never asked about again. It stays in the books and can be brought back.
      </ReasonModal>
      <ReasonModal
        isOpen={open === "bring-back"}
        onClose={onClose}
        title="Bring the payment back"
        label="Bring it back"
        done="The payment is unmatched again."
        send={(body) =>
          unwrap(api.POST("/api/v1/payments/{payment_id}/bring-back", { params, body }))
        }
      >
        The payment is unmatched again, as before it was dismissed.
      </ReasonModal>
    </>
  );
}
