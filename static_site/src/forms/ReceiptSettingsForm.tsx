import { Stack, Textarea, TextInput } from "@mantine/core";
import { api, unwrap } from "@/api/client";
import type { ReceiptSettings } from "@/api/types";
import type { EditHandlers } from "@/components/Form/Editing";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { Panel } from "@/components/Panel/Panel";

interface ReceiptSettingsFormProps extends EditHandlers {
  readonly of: ReceiptSettings;
}

/** Who sells: what stands on every receipt besides the payment. */
export function ReceiptSettingsForm({ of, onSaved, onReload }: ReceiptSettingsFormProps) {
  const entry = useEntryForm({
    initial: {
      business_name: of.business_name,
      address: of.address,
      tax_line: of.tax_line,
      footer: of.footer,
    },
    send: (values) =>
      unwrap(api.PUT("/api/v1/settings/receipts", { body: { ...values, version: of.version } })),
    done: "The receipt settings were saved.",
    onDone: onSaved,
  });
  const { form } = entry;
  return (
    <Panel
      title="Receipts"
      about="Customers open and print the receipt of each payment in their account. Receipts of the past show these lines, too."
    >
      <form onSubmit={entry.submit} noValidate>
        <Stack maw={560}>
          <TextInput
            label="Name of the business"
            description="Empty: the name of the site."
            {...form.getInputProps("business_name")}
          />
          <Textarea label="Address" autosize minRows={3} {...form.getInputProps("address")} />
          <TextInput
            label="Tax line"
            description="For example your tax number, or why no tax is charged."
            {...form.getInputProps("tax_line")}
          />
          <Textarea label="At the foot" autosize minRows={2} {...form.getInputProps("footer")} />
          <FormFoot
            of={entry}
            label="Save"
            onReload={onReload}
          />
        </Stack>
      </form>
    </Panel>
  );
}
