import { Alert, Button, Group, List, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { Payment, RefundPreview } from "@/api/types";
import { useAction } from "@/components/Action/useAction";
import { ErrorNote } from "@/components/ErrorNote/ErrorNote";
import { MoneyInput } from "@/components/Pickers/MoneyInput";
import { formatMoney, readDecimal } from "@/format/money";
import { nameGateway } from "@/format/words";

interface RefundFormProps {
  readonly of: Payment;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** Give money back: shows what it takes before it is done. */
export function RefundForm({ of, onDone, onCancel }: RefundFormProps) {
  const [typed, setTyped] = useState("");
  const [settled] = useDebouncedValue(typed, 300);
  const isAll = settled.trim() === "";
  const amount = readDecimal(settled, of.amount.currency);
  const isReadable = isAll || amount !== null;
  const preview = useQuery({
    ...queries.refundPreview(of.id, isAll ? null : amount),
    enabled: isReadable,
  });
  const refund = useAction({
    run: () =>
      unwrap(
        api.POST("/api/v1/payments/{payment_id}/refund", {
          params: { path: { payment_id: of.id } },
          body: { amount: isAll ? null : amount, version: of.version },
        }),
      ),
    done: "The money was given back and booked.",
    onDone,
    failsInPlace: true,
  });
  const isWaiting = typed !== settled || preview.isFetching;
  return (
    <Stack>
      <MoneyInput
        label="How much"
        description="Empty: all that is left."
        currency={of.amount.currency}
        placeholder={preview.data && isAll ? undefined : "All that is left"}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={isReadable ? null : "Write it like 9.99."}
        data-autofocus
      />
      <div aria-live="polite">{preview.data && !preview.error && <Plan of={preview.data} />}</div>
      <ErrorNote of={preview.error} />
      <Text size="sm" c="dimmed">
        {of.gateway === "manual"
          ? "It was entered by hand: give the money back yourself, this books it."
          : `${nameGateway(of.gateway)} sends the money back to the payer. That is final.`}
      </Text>
      <ErrorNote of={refund.error} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button
          color="red"
          loading={refund.isPending}
          disabled={isWaiting || !preview.data || Boolean(preview.error) || !isReadable}
          onClick={() => refund.mutate()}
        >
          {preview.data && isReadable && !isWaiting
            ? `Give back ${formatMoney(preview.data.amount)}`
            : "Give back"}
        </Button>
      </Group>
    </Stack>
  );
}

function Plan({ of }: { readonly of: RefundPreview }) {
  return (
    <Alert color="orange" variant="light" title="What it takes">
      <List size="sm" spacing={4}>
        {of.parts.map((part) => (
          <List.Item key={part.payment.id}>
            {part.payment.user_label && <b>{part.payment.user_label}: </b>}
            {part.text}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
