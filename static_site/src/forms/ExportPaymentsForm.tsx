import { Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { api } from "@/api/client";
import type { paths } from "@/api/schema";
import { useAction } from "@/components/Action/useAction";
import { ErrorNote } from "@/components/ErrorNote/ErrorNote";
import { daysAgo, today } from "@/format/days";
import { saveFile } from "@/format/files";
import { describeStatus } from "@/format/words";

type Query = paths["/api/v1/payments/export"]["get"]["parameters"]["query"];

const STATUSES = ["settled", "unmatched", "held", "refunded", "dismissed"].map((value) => ({
  value,
  label: describeStatus("payment", value).text,
}));

/** All payments of a range of days, as a table for a spreadsheet. */
export function ExportPaymentsForm({ onCancel }: { readonly onCancel: () => void }) {
  const [since, setSince] = useState(daysAgo(30));
  const [until, setUntil] = useState(today());
  const [status, setStatus] = useState<string | null>(null);
  const download = useAction({
    run: async () => {
      const query: Query = { since, until, status: (status ?? undefined) as Query["status"] };
      const { data } = await api.GET("/api/v1/payments/export", {
        params: { query },
        parseAs: "text",
      });
      saveFile(data ?? "", { name: `payments-${since}-${until}.csv`, type: "text/csv" });
    },
    done: "The table was downloaded.",
    failsInPlace: true,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        download.mutate();
      }}
    >
      <Stack>
        <Group grow align="flex-start">
          <TextInput
            type="date"
            label="From"
            value={since}
            onChange={(event) => setSince(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label="To"
            value={until}
            onChange={(event) => setUntil(event.currentTarget.value)}
          />
        </Group>
        <Select
          label="Status"
          description="Days are those of the site's time zone; both are included."
          placeholder="Any status"
          data={STATUSES}
          value={status}
          onChange={setStatus}
          clearable
        />
        <ErrorNote of={download.error} />
        <Group gap="xs">
          <Button type="submit" loading={download.isPending}>
            Download CSV
          </Button>
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
