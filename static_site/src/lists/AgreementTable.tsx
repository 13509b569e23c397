import { Button, Group, Modal, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { Agreement } from "@/api/types";
import { ActionButton } from "@/components/Action/ActionButton";
import { ConfirmButton } from "@/components/Action/ConfirmButton";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { Money } from "@/components/Money/Money";
import { StatusBadge } from "@/components/StatusBadge/StatusBadge";
import { When } from "@/components/When/When";
import { ChangeRenewalForm } from "@/forms/ChangeRenewalForm";
import { nameGateway } from "@/format/words";

const COLUMNS: readonly Column<Agreement>[] = [
  {
    title: "Plan",
    render: (row) => (
      <>
        {row.plan_name || "—"}
        <Text size="xs" c="dimmed">
          {nameGateway(row.gateway)} · {row.ref}
        </Text>
      </>
    ),
  },
  {
    title: "State",
    render: (row) => (
      <StatusBadge kind="agreement" status={isEnding(row) ? "ending" : row.status} />
    ),
  },
  { title: "Price", render: (row) => <Price of={row} />, align: "end" },
  { title: "Next", render: (row) => <Next of={row} /> },
  { title: "Change", render: (row) => <Change of={row} /> },
];

/** What a person pays again and again, with the buttons that end it or take that back. */
export function AgreementTable({ userId }: { readonly userId: string }) {
  const agreements = useQuery(queries.agreements(userId));
  return (
    <DataTable
      label="Recurring payments"
      columns={COLUMNS}
      rows={agreements.data?.items}
      keyOf={(row) => row.gateway + row.ref}
      error={agreements.error}
      onRetry={() => void agreements.refetch()}
      empty={{
        title: "Nothing renews by itself",
        hint: "A plan that is paid again and again appears here with its first payment.",
      }}
    />
  );
}

/** What a period costs, and what store credit takes off the next one. */
function Price({ of }: { readonly of: Agreement }) {
  if (!of.price) return "—";
  return (
    <>
      <Money of={of.price} />
      {of.credit_ahead && (
        <Text size="xs" c="dimmed">
          next time less <Money of={of.credit_ahead} /> credit
        </Text>
      )}
    </>
  );
}

function isEnding(row: Agreement): boolean {
  return row.status !== "ended" && row.cancels_at !== null;
}

function Next({ of }: { readonly of: Agreement }) {
  if (of.status === "ended") return "No more charges";
  if (of.cancels_at) {
    return (
      <>
        Ends <When at={of.cancels_at} />
      </>
    );
  }
  if (of.grace_until) {
    return (
      <>
        Access in grace until <When at={of.grace_until} />
      </>
    );
  }
  return <When at={of.renews_at} none="Not known" />;
}

function Change({ of }: { readonly of: Agreement }) {
  const path = { gateway: of.gateway, ref: of.ref };
  if (of.status === "ended") return null;
  return (
    <Group gap="xs" miw={{ sm: 390 }}>
      {of.can_change_plan && <ChangePlan of={of} />}
      {of.cancels_at ? (
        <ActionButton
          size="compact-sm"
          label="Resume"
          run={() => unwrap(api.POST("/api/v1/agreements/{gateway}/{ref}/resume", { params: { path } }))}
          done="It renews by itself again."
        />
      ) : (
        <ActionButton
          size="compact-sm"
          label="Cancel at the end"
          run={() => cancel(path, true)}
          done="Nothing more is charged; access stays until the end of what is paid."
        />
      )}
      <ConfirmButton
        size="compact-sm"
        label="End now"
        question="End this renewal now?"
        confirmLabel="End now"
        run={() => cancel(path, false)}
        done="It ended at the payment service; what was paid stays paid."
      >
        <Text size="sm">
          The payment service charges nothing more and it cannot be resumed. Time that is paid stays
          paid.
        </Text>
      </ConfirmButton>
    </Group>
  );
}

function ChangePlan({ of }: { readonly of: Agreement }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={open}>
        Change plan…
      </Button>
      <Modal opened={isOpen} onClose={close} title="Change the plan that renews" centered>
        <ChangeRenewalForm of={of} onDone={close} onCancel={close} />
      </Modal>
    </>
  );
}

function cancel(path: { gateway: string; ref: string }, at_period_end: boolean) {
  return unwrap(
    api.POST("/api/v1/agreements/{gateway}/{ref}/cancel", {
      params: { path },
      body: { at_period_end },
    }),
  );
}
