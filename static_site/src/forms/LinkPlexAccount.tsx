import { Anchor, Button, Divider, Group, Loader, PasswordInput, Stack, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { PlexAccount, SignIn } from "@/api/types";
import { useAction } from "@/components/Action/useAction";
import { ErrorNote } from "@/components/ErrorNote/ErrorNote";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { Icon } from "@/components/Icon/Icon";

const POLL_MILLISECONDS = 2_000;

interface LinkPlexAccountProps {
  readonly onDone: (account: PlexAccount) => void;
}

/** Link an account: by signing in with Plex in a new tab, or by its token. */
export function LinkPlexAccount({ onDone }: LinkPlexAccountProps) {
  return (
    <Stack>
      <SignInWithPlex onDone={onDone} />
      <Divider label="or" />
      <TokenForm onDone={onDone} />
    </Stack>
  );
}

function SignInWithPlex({ onDone }: LinkPlexAccountProps) {
  const begin = useAction({ run: beginSignIn, failsInPlace: true });
  // Opened in the click itself; a tab opened after the answer would count as a pop-up.
  const start = () => begin.mutate(window.open("", "_blank"));
  if (begin.data) {
    return <Waiting signIn={begin.data} onDone={onDone} onCancel={begin.reset} />;
  }
  return (
    <Stack align="flex-start" gap="sm">
      <Text size="sm">Plex opens in a new tab. Approve there, then come back here.</Text>
      <Button
        onClick={start}
        loading={begin.isPending}
        rightSection={<Icon name="external" size={14} />}
      >
        Sign in with Plex
      </Button>
      <ErrorNote of={begin.error} />
    </Stack>
  );
}

/** Ask for a sign-in and show it in the tab, which closes when there is none to show. */
async function beginSignIn(tab: Window | null): Promise<SignIn> {
  try {
    const signIn = await unwrap(api.POST("/api/v1/plex-accounts/sign-in"));
    if (tab) {
      tab.opener = null;
      tab.location.href = signIn.url;
    }
    return signIn;
  } catch (error) {
    tab?.close();
    throw error;
  }
}

interface WaitingProps extends LinkPlexAccountProps {
  readonly signIn: SignIn;
  readonly onCancel: () => void;
}

function Waiting({ signIn, onDone, onCancel }: WaitingProps) {
  const client = useQueryClient();
  const result = useQuery({
    queryKey: ["plex-sign-in", signIn.pin_id],
    queryFn: async () => {
      const path = { pin_id: signIn.pin_id };
      const answer = await unwrap(
        api.POST("/api/v1/plex-accounts/sign-in/{pin_id}", { params: { path } }),
      );
      if (answer.account) {
        void client.invalidateQueries(queries.plexAccounts());
        onDone(answer.account);
      }
      return answer;
    },
    // Asks again while the answer is "not yet"; an account or an error ends the asking.
    refetchInterval: ({ state }) =>
      state.status === "error" || state.data?.account ? false : POLL_MILLISECONDS,
    refetchIntervalInBackground: true,
    retry: false,
    gcTime: 0,
  });
  return (
    <Stack align="flex-start" gap="sm">
      {result.error ? (
        <ErrorNote of={result.error} />
      ) : (
        <Group gap="xs" role="status">
          <Loader size="xs" aria-hidden="true" />
          <Text size="sm">Waiting until the sign-in is approved…</Text>
        </Group>
      )}
      <Text size="sm">
        No new tab?{" "}
        <Anchor href={signIn.url} target="_blank" rel="noopener noreferrer">
          Open Plex
        </Anchor>
      </Text>
      <Button variant="default" size="xs" onClick={onCancel}>
        {result.error ? "Begin again" : "Cancel"}
      </Button>
    </Stack>
  );
}

function TokenForm({ onDone }: LinkPlexAccountProps) {
  const entry = useEntryForm({
    initial: { token: "" },
    check: ({ token }) => ({ token: token.trim() ? null : "Paste the token." }),
    send: (body) => unwrap(api.POST("/api/v1/plex-accounts", { body })),
    done: (account) => `${account.username} is linked.`,
    onDone,
  });
  return (
    <form onSubmit={entry.submit} noValidate>
      <Stack gap="sm">
        <PasswordInput
          label="Token"
          description="The X-Plex-Token of the account, for those who have one."
          autoComplete="off"
          {...entry.form.getInputProps("token")}
        />
        <FormFoot of={entry} label="Link by token" />
      </Stack>
    </form>
  );
}
