import { ActionIcon, Button, Group, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { api, unwrap } from "@/api/client";
import type { Payment } from "@/api/types";
import { useAction } from "@/components/Action/useAction";
import { ErrorNote } from "@/components/ErrorNote/ErrorNote";
import { Icon } from "@/components/Icon/Icon";
import { MoneyInput } from "@/components/Pickers/MoneyInput";
import { PlanPicker } from "@/components/Pickers/PlanPicker";
import { UserPicker } from "@/components/Pickers/UserPicker";
import { formatMoney, readDecimal } from "@/format/money";
import { checkShares, shareEqually } from "@/format/shares";
import { WhatItBuys } from "@/lists/WhatItBuys";
import classes from "./SplitPaymentForm.module.css";

interface Share {
  readonly key: number;
  readonly user_id: string | null;
  readonly plan_id: string | null;
  readonly amount: string;
}

interface SplitPaymentFormProps {
  readonly of: Payment;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

const MOST_PARTS = 12;

/** Share one payment out among several people; the amounts must sum exactly. */
export function SplitPaymentForm({ of, onDone, onCancel }: SplitPaymentFormProps) {
  const form = useForm<{ shares: Share[] }>({
    initialValues: {
      shares: shareEqually(of.amount, 2).map((amount, key) => ({
        key,
        user_id: null,
        plan_id: of.plan_id,
        amount,
      })),
    },
    validate: {
      shares: {
        user_id: (value) => (value ? null : "Choose a person."),
        plan_id: (value) => (value ? null : "Choose a plan."),
      },
    },
  });
  const { shares } = form.values;
  const wrong = checkShares(
    shares.map((each) => each.amount),
    of.amount,
  );
  const split = useAction({
    run: () =>
      unwrap(
        api.POST("/api/v1/payments/{payment_id}/split", {
          params: { path: { payment_id: of.id } },
          body: {
            shares: shares.map((each) => ({
              user_id: each.user_id ?? "",
              plan_id: each.plan_id ?? "",
              amount: readDecimal(each.amount, of.amount.currency) ?? of.amount,
            })),
          },
        }),
      ),
    done: `The payment was shared out among ${shares.length} people.`,
    onDone,
    failsInPlace: true,
  });
  const setCount = (count: number) => {
    const amounts = shareEqually(of.amount, count);
    const blank = { user_id: null, plan_id: of.plan_id };
    const next = amounts.map((amount, index) => ({
      ...(shares[index] ?? { ...blank, key: Math.max(...shares.map(({ key }) => key)) + 1 }),
      amount,
    }));
    form.setFieldValue("shares", next);
  };
  const remove = (index: number) => {
    const amounts = shareEqually(of.amount, shares.length - 1);
    const kept = shares.filter((_, each) => each !== index);
    form.setFieldValue(
      "shares",
      kept.map((share, each) => ({ ...share, amount: amounts[each] ?? "" })),
    );
  };
  return (
    <form
      onSubmit={form.onSubmit(() => {
        if (!wrong) split.mutate();
      })}
      noValidate
    >
      <Stack>
        <Text size="sm" c="dimmed">
          {formatMoney(of.amount)} becomes several payments with sequence numbers. Each person gets
          what their share buys.
        </Text>
        {shares.map((share, index) => (
          <fieldset key={share.key} className={classes.share}>
            <legend className={classes.legend}>Part {index + 1}</legend>
            <Stack gap="sm">
              <UserPicker {...form.getInputProps(`shares.${index}.user_id`)} />
              <PlanPicker {...form.getInputProps(`shares.${index}.plan_id`)} />
              <Group align="flex-end" wrap="nowrap">
                <MoneyInput
                  flex={1}
                  label="Amount"
                  currency={of.amount.currency}
                  withAsterisk
                  {...form.getInputProps(`shares.${index}.amount`)}
                />
                {shares.length > 2 && (
                  <ActionIcon
                    size={36}
                    variant="default"
                    aria-label={`Remove part ${index + 1}`}
                    onClick={() => remove(index)}
                  >
                    <Icon name="cross" size={16} />
                  </ActionIcon>
                )}
              </Group>
              <WhatItBuys
                paymentId={of.id}
                userId={share.user_id}
                planId={share.plan_id}
                amount={readDecimal(share.amount, of.amount.currency) ?? undefined}
              />
            </Stack>
          </fieldset>
        ))}
        <Group>
          <Button
            variant="default"
            size="xs"
            leftSection={<Icon name="plus" size={14} />}
            disabled={shares.length >= MOST_PARTS}
            onClick={() => setCount(shares.length + 1)}
          >
            Another person
          </Button>
        </Group>
        <Text size="sm" c={wrong ? "red" : "dimmed"} aria-live="polite">
          {wrong ?? `The shares sum to ${formatMoney(of.amount)}.`}
        </Text>
        <ErrorNote of={split.error} />
        <Group gap="xs">
          <Button type="submit" loading={split.isPending}>
            Share it out
          </Button>
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
