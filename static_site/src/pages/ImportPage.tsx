import { Alert, Button, List, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { api, unwrap } from "@/api/client";
import { importQueries } from "@/api/importQueries";
import type { ImportPreview, SeenServer } from "@/api/types";
import { ActionButton } from "@/components/Action/ActionButton";
import { ConfirmButton } from "@/components/Action/ConfirmButton";
import { Icon } from "@/components/Icon/Icon";
import { Loaded } from "@/components/Loading/Loading";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { formatTime } from "@/format/time";
import { joinNames } from "@/format/words";
import { countOutcomes, ImportPeople } from "@/lists/ImportPeople";
import { ImportResult } from "@/lists/ImportResult";
import { ImportServers } from "@/lists/ImportServers";

export function ImportPage() {
  const state = useQuery(importQueries.state());
  const preview = useQuery(importQueries.preview());
  const isOff = state.data && !state.data.is_on;
  return (
    <>
      <PageHeader
        title="Import"
        about="Who is on your media servers, and who of them becomes a user here. Nothing changes on a server by it."
      >
        <Button component={Link} to="/settings?tab=media" variant="default">
          Settings
        </Button>
        {!isOff && (
          <ActionButton
            label="Sync now"
            leftSection={<Icon name="refresh" size={16} />}
            run={() => unwrap(api.POST("/api/v1/import/sync"))}
            done="The import begins within a minute."
          />
        )}
      </PageHeader>
      <Stack gap="lg">
        <Loaded query={state}>{(data) => <ImportResult of={data} />}</Loaded>
        {isOff ? (
          <Alert color="gray" title="The sync is switched off">
            Nothing is taken over from media servers.{" "}
            <Link to="/settings?tab=media">Change that in the settings</Link>
          </Alert>
        ) : (
          <Loaded query={preview}>
            {(data) => <Preview of={data} onChanged={() => void preview.refetch()} />}
          </Loaded>
        )}
      </Stack>
    </>
  );
}

interface PreviewProps {
  readonly of: ImportPreview;
  readonly onChanged: () => void;
}

function Preview({ of, onChanged }: PreviewProps) {
  const servers = of.servers.filter(wasRead);
  const waiting = servers.filter((server) => !server.confirmed_at);
  const counts = countOutcomes(of.people);
  const comes = (counts.new ?? 0) + (counts.joined ?? 0);
  return (
    <>
      {of.blocked && (
        <Alert color="red" variant="light" title={of.blocked}>
          Make a plan the default <Link to="/plans">under Plans</Link>, or{" "}
          <Link to="/settings?tab=media">let newcomers be permanent</Link>.
        </Alert>
      )}
      {servers.length > 0 && (waiting.length > 0 || comes > 0) && !of.blocked && (
        <Alert color="blue" variant="light" title={ask(of, waiting.length > 0)}>
          <Stack align="flex-start" gap="sm">
            <Text size="sm">{explain(of, waiting.map((each) => each.name))}</Text>
            <ConfirmButton
              color="indigo"
              variant="filled"
              label="Let them in…"
              question="Let these people in?"
              confirmLabel="Let them in"
              run={() =>
                unwrap(
                  api.POST("/api/v1/import", {
                    body: {
                      fingerprint: of.fingerprint,
                      server_ids: servers.map((server) => server.id),
                    },
                  }),
                )
              }
              done="The import begins within a minute."
              onDone={onChanged}
            >
              <What of={of} />
            </ConfirmButton>
          </Stack>
        </Alert>
      )}
      <ImportServers of={of.servers} />
      <ImportPeople of={of} onChosen={onChanged} />
    </>
  );
}

function What({ of }: { readonly of: ImportPreview }) {
  const counts = countOutcomes(of.people);
  const losing = of.people.filter((person) => person.outcome === "new" && person.loses.length > 0);
  const until = of.people.find((person) => person.ends_at)?.ends_at;
  return (
    <List size="sm" spacing="xs">
      <List.Item>
        {counts.new ?? 0} become users
        {of.is_permanent
          ? " with permanent access."
          : ` on ${of.plan_name}${until ? `; their time ends on ${formatTime(until, "day")}` : ""}.`}
      </List.Item>
      {Boolean(counts.joined) && (
        <List.Item>{counts.joined} are known; what they have is noted.</List.Item>
      )}
      {Boolean(counts.undecided) && (
        <List.Item>{counts.undecided} wait until you decide who they are.</List.Item>
      )}
      {losing.length > 0 && (
        <List.Item>
          {losing.length} see libraries that {of.plan_name} does not have; they are taken away when
          shares are compared with plans.
        </List.Item>
      )}
      <List.Item>Nobody gets a mail.</List.Item>
      <List.Item>
        From then on people of {joinNames(of.servers.filter(wasRead).map((each) => each.name))} come
        in by themselves, every hour.
      </List.Item>
    </List>
  );
}

/** Whoever could not be looked at is not confirmed. */
function wasRead(server: SeenServer): boolean {
  return !server.problem || server.people > 0;
}

function ask(of: ImportPreview, isFirst: boolean): string {
  const count = countOutcomes(of.people).new ?? 0;
  if (count === 0) return isFirst ? "Some servers were never imported" : "What is on the servers is noted";
  return count === 1 ? "One person would become a user" : `${count} people would become users`;
}

function explain(of: ImportPreview, first: readonly string[]): string {
  const terms = of.is_permanent
    ? "They get permanent access."
    : `They get ${of.plan_name || "the default plan"} for its term, for no money.`;
  return first.length > 0
    ? `${joinNames(first)}: the first import waits until you have looked. ${terms}`
    : terms;
}
