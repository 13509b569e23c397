import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { queries } from "@/api/queries";
import type { Bought, Money } from "@/api/types";
import { ErrorNote } from "@/components/ErrorNote/ErrorNote";
import { When } from "@/components/When/When";
import { formatMoney } from "@/format/money";

interface WhatItBuysProps {
  readonly paymentId: string;
  readonly userId: string | null;
  readonly planId: string | null;
  readonly amount?: Money;
}

/** What an assignment would give, asked as soon as person and plan are chosen. */
export function WhatItBuys({ paymentId, userId, planId, amount }: WhatItBuysProps) {
  const isChosen = Boolean(userId && planId);
  const question = { user_id: userId ?? "", plan_id: planId ?? "", amount };
  const preview = useQuery({
    ...queries.assignmentPreview(paymentId, question),
    enabled: isChosen,
  });
  if (!isChosen) return null;
  if (preview.error) return <ErrorNote of={preview.error} />;
  return (
    <div aria-live="polite">
      {preview.data ? (
        <BoughtLine of={preview.data} />
      ) : (
        <Text size="sm" c="dimmed">
          Looking at what it buys…
        </Text>
      )}
    </div>
  );
}

/** In one line: which plan, from when to when, and what is kept as credit. */
export function BoughtLine({ of }: { readonly of: Bought }) {
  const hasTime = of.starts_at !== of.ends_at;
  return (
    <Text size="sm">
      Buys{" "}
      {hasTime ? (
        <>
          <b>{of.plan_name}</b> from <When at={of.starts_at} style="day" /> to{" "}
          <When at={of.ends_at} style="day" />
        </>
      ) : (
        <>no time of {of.plan_name}</>
      )}
      {of.credit && <>, and {formatMoney(of.credit)} is kept as credit</>}.
      <Text span size="sm" c="dimmed">
        {" "}
        {of.reason}
      </Text>
    </Text>
  );
}
