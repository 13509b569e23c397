import { Button, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import { ConfirmButton } from "@/components/Action/ConfirmButton";
import { Loaded } from "@/components/Loading/Loading";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { countOf } from "@/format/words";
import { MigrationForm, type SeenMigration } from "@/forms/MigrationForm";
import { ProspectTable } from "@/lists/ProspectTable";

export function NewMigrationPage() {
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const servers = useQuery(queries.servers());
  const [seen, setSeen] = useState<SeenMigration | null>(null);
  return (
    <>
      <PageHeader
        title="Move people"
        about="Payments and paid time stay as they are."
        back={{ to: "/migrations", label: "Migrations" }}
      />
      <Stack gap="lg">
        <div hidden={seen !== null}>
          <Panel>
            <Loaded query={servers}>
              {({ items }) => (
                <MigrationForm
                  servers={items}
                  sourceId={search.get("from")}
                  onSeen={setSeen}
                  onCancel={() => void navigate("/migrations")}
                />
              )}
            </Loaded>
          </Panel>
        </div>
        {seen && (
          <Foreseen
            of={seen}
            onChange={() => setSeen(null)}
            onStarted={(id) => void navigate(`/migrations/${id}`)}
          />
        )}
      </Stack>
    </>
  );
}

interface ForeseenProps {
  readonly of: SeenMigration;
  readonly onChange: () => void;
  readonly onStarted: (migrationId: string) => void;
}

function Foreseen({ of: { order, preview }, onChange, onStarted }: ForeseenProps) {
  const { moving, staying, source_name, target_name } = preview;
  return (
    <Panel
      isFlush
      title={`${countOf(moving, "person moves", "people move")}, ${countOf(staying, "stays", "stay")}`}
      about={`From ${source_name} to ${target_name}. Nothing was done yet.`}
      actions={
        <Group gap="xs">
          <Button variant="default" onClick={onChange}>
            Change
          </Button>
          <ConfirmButton
            color="indigo"
            variant="filled"
            disabled={moving === 0}
            label={`Move ${countOf(moving, "person", "people")}`}
            question={`Move ${countOf(moving, "person", "people")} to ${target_name}?`}
            run={() =>
              unwrap(api.POST("/api/v1/migrations", { body: { ...order, expected: moving } }))
            }
            done="The migration has begun."
            onDone={({ id }) => onStarted(id)}
          >
            <Stack gap="xs">
              <Text size="sm">
                Each gets a mail and the new access; then the old one ends as you chose.
                {staying > 0 && ` ${countOf(staying, "person stays", "people stay")} on ${source_name}.`}
              </Text>
              <Text size="sm">You can pause and cancel it, and move everybody back.</Text>
            </Stack>
          </ConfirmButton>
        </Group>
      }
    >
      <ProspectTable rows={preview.people} />
    </Panel>
  );
}
