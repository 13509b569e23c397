import {
  Group,
  MultiSelect,
  NumberInput,
  Select,
  Stack,
  Switch,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { queries } from "@/api/queries";
import type { Plan, PlanInput } from "@/api/types";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { CurrencyPicker } from "@/components/Pickers/CurrencyPicker";
import { MoneyInput } from "@/components/Pickers/MoneyInput";
import { PRIVATE_GROUP } from "@/format/words";
import { PlanLimitFields } from "./PlanLimitFields";
import { checkPlan, PLAN_FIELD_NAMES, type PlanValues, readPlan, writePlan } from "./planValues";

interface PlanFormProps {
  readonly plan: Plan | null;
  readonly currency: string;
  readonly label: string;
  readonly send: (body: PlanInput) => Promise<Plan>;
  readonly done: string;
  readonly onDone?: (plan: Plan) => void;
  readonly onCancel?: () => void;
  readonly onReload?: () => void;
}

/** An offer: what it costs, how long it lasts, what it opens. */
export function PlanForm(props: PlanFormProps) {
  const groups = useQuery(queries.groups());
  const servers = useQuery(queries.servers());
  const entry = useEntryForm<PlanValues, Plan>({
    initial: readPlan(props.plan, props.currency),
    check: checkPlan,
    fieldNames: PLAN_FIELD_NAMES,
    send: (values) => props.send(writePlan(values)),
    done: props.done,
    onDone: props.onDone,
  });
  const { form } = entry;
  const targets = form.values.target_server_ids;
  const isOnJellyfin = (servers.data?.items ?? []).some(
    ({ id, platform }) => platform === "jellyfin" && (!targets.length || targets.includes(id)),
  );
  const shareable = (groups.data?.items ?? []).filter(({ id }) => id !== PRIVATE_GROUP);
  return (
    <form onSubmit={entry.submit} noValidate>
      <Stack maw={620}>
        <TextInput label="Name" withAsterisk maxLength={120} {...form.getInputProps("name")} />
        <Textarea
          label="Description"
          description="Customers read it in the shop."
          autosize
          minRows={2}
          {...form.getInputProps("description")}
        />
        <Group grow align="flex-start" preventGrowOverflow={false}>
          <MoneyInput
            label="Price"
            withAsterisk
            currency={form.values.currency}
            {...form.getInputProps("price")}
          />
          <CurrencyPicker {...form.getInputProps("currency")} />
        </Group>
        <Group grow align="flex-start">
          <NumberInput
            label="Lasts"
            withAsterisk
            min={1}
            max={3660}
            allowDecimal={false}
            {...form.getInputProps("term_count")}
          />
          <Select
            label="Unit"
            allowDeselect={false}
            data={[
              { value: "month", label: "Months" },
              { value: "day", label: "Days" },
            ]}
            {...form.getInputProps("term_unit")}
          />
          <NumberInput
            label="Streams at a time"
            withAsterisk
            min={1}
            max={99}
            allowDecimal={false}
            {...form.getInputProps("max_streams")}
          />
        </Group>
        <MultiSelect
          label="Library groups"
          description="Libraries of these groups are shared. Private ones never are."
          placeholder={form.values.group_ids.length ? undefined : "Choose groups"}
          data={shareable.map(({ id, name }) => ({ value: id, label: name }))}
          {...form.getInputProps("group_ids")}
        />
        <MultiSelect
          label="Servers"
          description="Empty: any enabled server that accepts new people."
          placeholder={form.values.target_server_ids.length ? undefined : "Any server"}
          data={(servers.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          {...form.getInputProps("target_server_ids")}
        />
        <Switch
          label="On sale"
          description="Hidden plans keep working for those who have them."
          {...form.getInputProps("is_active", { type: "checkbox" })}
        />
        <Switch
          label="Trial"
          description="Free, once for each person, and never among the plans for sale. The price is 0."
          {...form.getInputProps("is_trial", { type: "checkbox" })}
        />
        <Switch
          label="Downloads allowed"
          {...form.getInputProps("allows_downloads", { type: "checkbox" })}
        />
        {!form.values.is_trial && (
          <NumberInput
            label="Linked users"
            description="The price is for one who pays and so many linked users. Only who has exactly so many sees the plan. 0: for one person."
            min={0}
            max={11}
            allowDecimal={false}
            maw={420}
            {...form.getInputProps("max_sub_accounts")}
          />
        )}
        {!form.values.is_trial && Boolean(form.values.max_sub_accounts) && (
          <Switch
            label="One limit for all of them"
            description="On: they run so many streams together. Off: each of them does."
            {...form.getInputProps("shares_limit", { type: "checkbox" })}
          />
        )}
        <PlanLimitFields form={form} isOnJellyfin={isOnJellyfin} />
        <NumberInput
          label="Position in the shop"
          description="Lower numbers come first."
          min={0}
          max={10_000}
          allowDecimal={false}
          maw={200}
          {...form.getInputProps("sort_order")}
        />
        {!form.values.is_trial && (
          <Group grow align="flex-start">
            <TextInput
              label="Stripe: id of the price"
              description="So that it can renew by itself; empty: it cannot."
              placeholder="price_…"
              autoComplete="off"
              {...form.getInputProps("stripe_offer")}
            />
            <TextInput
              label="PayPal: id of the plan"
              description="So that it can renew by itself; empty: it cannot."
              placeholder="P-…"
              autoComplete="off"
              {...form.getInputProps("paypal_offer")}
            />
          </Group>
        )}
        <FormFoot
          of={entry}
          label={props.label}
          onCancel={props.onCancel}
          onReload={props.onReload}
        />
      </Stack>
    </form>
  );
}
