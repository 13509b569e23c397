import { api, unwrap } from "@/api/client";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { AuditTable } from "@/lists/AuditTable";

export function AuditPage() {
  return (
    <>
      <PageHeader title="Audit" about="Every change by a person or a job: who, what, when, why." />
      <Panel isFlush>
        <AuditTable
          listKey={["audit"]}
          readPage={(cursor) =>
            unwrap(api.GET("/api/v1/audit", { params: { query: { cursor, limit: 25 } } }))
          }
        />
      </Panel>
    </>
  );
}
