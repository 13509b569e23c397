import { Button, Group, Select, Stack } from "@mantine/core";
import { useState } from "react";
import { api } from "@/api/client";
import type { paths } from "@/api/schema";
import { useAction } from "@/components/Action/useAction";
import { DayRangeFields } from "@/components/DayRange/DayRangeFields";
import { ErrorNote } from "@/components/ErrorNote/ErrorNote";
import { daysAgo, today } from "@/format/days";
import { saveTable } from "@/format/files";
import { describeStatus } from "@/format/words";

type Query = paths["/api/v1/payments/export"]["get"]["parameters"]["query"];

const STATUSES = ["settled", "unmatched", "held", "refunded", "dismissed"].map((value) => ({
  value,
  label: describeStatus("payment", value).text,
}));

/** All payments of a range of days, as a table for a spreadsheet. */
export function ExportPaymentsForm({ onCancel }: { readonly onCancel: () => void }) {
  const [range, setRange] = useState({ since: daysAgo(30), until: today() });
  const [status, setStatus] = useState<string | null>(null);
  const download = useAction({
    run: () => {
      const query: Query = { ...range, status: (status ?? undefined) as Query["status"] };
      const answer = api.GET("/api/v1/payments/export", { params: { query }, parseAs: "text" });
      return saveTable("payments", range, answer);
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
          <DayRangeFields value={range} onChange={setRange} />
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
