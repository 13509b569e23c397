import { api, unwrap } from "@/api/client";
import type { Job } from "@/api/types";
import { ActionButton } from "@/components/Action/ActionButton";
import { humanize } from "@/format/words";

interface RetryButtonProps {
  readonly job: Job;
}

/** Puts a parked job back in line. */
export function RetryButton({ job }: RetryButtonProps) {
  return (
    <ActionButton
      size="xs"
      label="Retry"
      aria-label={`Retry: ${humanize(job.kind)}`}
      run={() =>
        unwrap(api.POST("/api/v1/jobs/{job_id}/retry", { params: { path: { job_id: job.id } } }))
      }
      done="The job is back in line."
    />
  );
}
