import { Alert, Group, SimpleGrid, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { InvitationInput, Invited, SiteSettings } from "@/api/types";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { Icon } from "@/components/Icon/Icon";
import { Loaded } from "@/components/Loading/Loading";
import { CurrencyPicker } from "@/components/Pickers/CurrencyPicker";
import { MoneyInput } from "@/components/Pickers/MoneyInput";
import { PlanPicker } from "@/components/Pickers/PlanPicker";
import { readDecimal, writeDecimal } from "@/format/money";
import { readLocalTime } from "@/format/time";

interface InviteFormProps {
  readonly onDone: (invited: Invited) => void;
  readonly onCancel: () => void;
}

/** Somebody who is let in by hand, with what was received for it. */
export function InviteForm(props: InviteFormProps) {
  const site = useQuery(queries.siteSettings());
  return <Loaded query={site}>{(settings) => <Fields site={settings} {...props} />}</Loaded>;
}

/** A reference that nobody used before, for money without a number of its own. */
function makeReference(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(5));
  return `hand-${Array.from(bytes, (each) => each.toString(16).padStart(2, "0")).join("")}`;
}

function Fields(props: InviteFormProps & { readonly site: SiteSettings }) {
  const plans = useQuery(queries.plans());
  const [reference] = useState(makeReference);
  const entry = useEntryForm({
    initial: {
      person: "",
      email: "",
      name: "",
      plan_id: null as string | null,
      amount: "",
      currency: props.site.currency,
      method: "",
      external_id: reference,
      starts_at: "",
      ends_at: "",
      notes: "",
      paypal_email: "",
      subscription_ref: "",
    },
    check: (values) => ({
      person: values.person.trim() ? null : "Write who is invited.",
      plan_id: values.plan_id ? null : "Choose what they get.",
      amount: readDecimal(values.amount, values.currency) ? null : "Write it like 9.99.",
    }),
    fieldNames: { "amount.currency": "currency" },
    send: (values) => unwrap(api.POST("/api/v1/invitations", { body: toBody(values) })),
    done: "The payment is written, and the invitation is on its way.",
    onDone: props.onDone,
  });
  const { form } = entry;
  const choosePlan = (planId: string | null) => {
    form.setFieldValue("plan_id", planId);
    const plan = plans.data?.items.find((each) => each.id === planId);
    if (!plan || form.isDirty("amount")) return;
    form.setFieldValue("currency", plan.price.currency);
    form.setFieldValue("amount", writeDecimal(plan.price));
    form.resetDirty();
  };
  return (
    <form onSubmit={entry.submit} noValidate>
      <Stack maw={760}>
        <SimpleGrid type="container" cols={{ base: 1, "520px": 2 }}>
          <TextInput
            label="Person"
            description="Plex name or address; the user name on Emby or Jellyfin."
            withAsterisk
            {...form.getInputProps("person")}
          />
          <TextInput
            label="E-mail"
            description="Where we write to. Empty: the address on the left."
            type="email"
            {...form.getInputProps("email")}
          />
          <PlanPicker
            description="The libraries and limits that the person gets."
            {...form.getInputProps("plan_id")}
            onChange={choosePlan}
          />
          <TextInput
            label="Name"
            description="How you call the person."
            {...form.getInputProps("name")}
          />
        </SimpleGrid>
        <Group grow align="flex-start">
          <MoneyInput
            label="Received"
            description="0 is free, with a reason in the notes."
            withAsterisk
            currency={form.values.currency}
            {...form.getInputProps("amount")}
          />
          <CurrencyPicker
            description="What the plan is sold in."
            {...form.getInputProps("currency")}
          />
        </Group>
        <SimpleGrid type="container" cols={{ base: 1, "520px": 2 }}>
          <TextInput
            label="How it came"
            description="Cash, bank transfer, …"
            {...form.getInputProps("method")}
          />
          <TextInput
            label="Reference"
            description="Where the money is found again. One can be used only once."
            withAsterisk
            {...form.getInputProps("external_id")}
          />
          <TextInput
            label="Access from"
            type="datetime-local"
            description="Empty: at once, or when the paid time ends."
            {...form.getInputProps("starts_at")}
          />
          <TextInput
            label="Access until"
            type="datetime-local"
            description="Empty: one term of the plan."
            {...form.getInputProps("ends_at")}
          />
          <TextInput
            label="PayPal e-mail"
            description="Later payments from this account are this person's."
            type="email"
            {...form.getInputProps("paypal_email")}
          />
          <TextInput
            label="Subscription id"
            description="Of one that runs already: sub_… or I-…"
            {...form.getInputProps("subscription_ref")}
          />
        </SimpleGrid>
        <Textarea
          label="Notes"
          description="Only administrators see them."
          autosize
          minRows={2}
          {...form.getInputProps("notes")}
        />
        <Foresight of={toBody(form.values)} />
        <FormFoot of={entry} label="Invite" onCancel={props.onCancel} />
      </Stack>
    </form>
  );
}

type Values = Omit<Required<InvitationInput>, "amount" | "plan_id" | "starts_at" | "ends_at"> & {
  plan_id: string | null;
  amount: string;
  currency: string;
  starts_at: string;
  ends_at: string;
};

function toBody({ amount, currency, plan_id, starts_at, ends_at, ...rest }: Values): InvitationInput {
  return {
    ...rest,
    plan_id: plan_id ?? "",
    amount: readDecimal(amount, currency) ?? { minor: 0, currency },
    starts_at: readLocalTime(starts_at),
    ends_at: readLocalTime(ends_at),
  };
}

/** What the invitation would come to, as far as it can be known before. */
function Foresight({ of }: { readonly of: InvitationInput }) {
  const [asked] = useDebouncedValue(of, 500);
  const isAsked = Boolean(asked.person.trim() && asked.plan_id && asked.external_id.trim());
  const outlook = useQuery({
    ...queries.invitationOutlook(asked),
    enabled: isAsked,
    placeholderData: keepPreviousData,
  });
  const found = outlook.data;
  if (!isAsked || !found) return null;
  const [problem] = found.problems;
  const lines = [
    found.user_id && `${found.user_label} is here already, and gets more time.`,
    !problem && found.server_name && `The invitation is for ${found.server_name}.`,
    ...found.warnings,
  ].filter(Boolean);
  return (
    <Alert
      role="status"
      variant="light"
      color={problem ? "orange" : "blue"}
      icon={<Icon name={problem ? "warning" : "users"} />}
      title={problem ? problem.message : "Before you invite"}
    >
      {problem && <Text size="sm">{problem.remedy}</Text>}
      {lines.map((line) => (
        <Text key={String(line)} size="sm">
          {line}
        </Text>
      ))}
    </Alert>
  );
}
