import { Stack, Text, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useNavigate } from "react-router";
import { api, unwrap } from "@/api/client";
import { migrationQueries } from "@/api/migrationQueries";
import type { Migration } from "@/api/types";
import { ActionButton } from "@/components/Action/ActionButton";
import { ConfirmButton } from "@/components/Action/ConfirmButton";
import { Loaded } from "@/components/Loading/Loading";
import { countOf } from "@/format/words";

/** What an administrator can do about a migration as it stands. */
export function MigrationActions({ of }: { readonly of: Migration }) {
  const params = { params: { path: { migration_id: of.id } } };
  const isGoing = of.state === "canary" || of.state === "running";
  const isOver = of.state === "done" || of.state === "cancelled";
  return (
    <>
      {isGoing && (
        <ActionButton
          label="Pause"
          run={() => unwrap(api.POST("/api/v1/migrations/{migration_id}/pause", params))}
          done="Nobody else begins; whoever is under way goes on."
        />
      )}
      {of.state === "paused" && (
        <ActionButton
          label="Go on"
          run={() => unwrap(api.POST("/api/v1/migrations/{migration_id}/resume", params))}
          done="The migration goes on."
        />
      )}
      {(isGoing || of.state === "paused") && (
        <ConfirmButton
          label="Cancel the migration"
          question="Cancel the migration?"
          run={() => unwrap(api.POST("/api/v1/migrations/{migration_id}/cancel", params))}
          done="The migration is being cancelled."
        >
          <Text size="sm">
            Nobody else begins. Whoever was invited to {of.target_name} and has not accepted stays
            on {of.source_name}. Whoever has moved can be moved back afterwards.
          </Text>
        </ConfirmButton>
      )}
      {isOver && (of.counts.left_source ?? 0) > 0 && <MoveBack of={of} />}
    </>
  );
}

function MoveBack({ of }: { readonly of: Migration }) {
  const navigate = useNavigate();
  const [moving, setMoving] = useState<number | null>(null);
  const [note, setNote] = useState("");
  return (
    <ConfirmButton
      label="Move them back"
      question={`Move them back to ${of.source_name}?`}
      isReady={Boolean(moving)}
      run={() =>
        unwrap(
          api.POST("/api/v1/migrations/{migration_id}/undo", {
            params: { path: { migration_id: of.id } },
            body: { expected: moving ?? 0, note },
          }),
        )
      }
      done="The way back has begun."
      onDone={({ id }) => void navigate(`/migrations/${id}`)}
    >
      <Stack gap="xs">
        <WayBack of={of} onCounted={setMoving} />
        <Textarea
          label="Note to customers"
          maxLength={1000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </Stack>
    </ConfirmButton>
  );
}

interface WayBackProps {
  readonly of: Migration;
  readonly onCounted: (moving: number | null) => void;
}

function WayBack({ of, onCounted }: WayBackProps) {
  const seen = useQuery(migrationQueries.wayBack(of.id));
  const moving = seen.data?.moving ?? null;
  useEffect(() => onCounted(moving), [moving, onCounted]);
  return (
    <Loaded query={seen}>
      {(preview) => (
        <Text size="sm">
          {countOf(preview.moving, "person moves", "people move")} back in the same way
          {preview.staying > 0 && `, ${countOf(preview.staying, "stays", "stay")} here`}. Payments
          stay as they are.
        </Text>
      )}
    </Loaded>
  );
}
