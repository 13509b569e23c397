import { Button } from "@mantine/core";
import { api } from "@/api/client";
import type { Payment } from "@/api/types";
import { useAction } from "@/components/Action/useAction";
import { saveFile } from "@/format/files";

/** Downloads what answers a dispute: payment, order, access and use, as one page to print. */
export function EvidenceButton({ of }: { readonly of: Payment }) {
  const download = useAction({
    run: async () => {
      const { data } = await api.GET("/api/v1/payments/{payment_id}/evidence", {
        params: { path: { payment_id: of.id } },
        parseAs: "text",
      });
      saveFile(data ?? "", { name: `evidence-${of.id}.html`, type: "text/html" });
    },
    done: "The evidence was downloaded.",
  });
  return (
    <Button variant="default" loading={download.isPending} onClick={() => download.mutate()}>
      Download evidence
    </Button>
  );
}
