import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { communityQueries } from "@/api/communityQueries";
import { importQueries } from "@/api/importQueries";
import { limitQueries } from "@/api/limitQueries";
import { queries } from "@/api/queries";
import { Editing } from "@/components/Form/Editing";
import { LoadedForm } from "@/components/Form/LoadedForm";
import { Loaded } from "@/components/Loading/Loading";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { PageTabs } from "@/components/PageTabs/PageTabs";
import { DiscordSettingsForm } from "@/forms/DiscordSettingsForm";
import { ExpirySettingsForm } from "@/forms/ExpirySettingsForm";
import { LimitSettingsForm } from "@/forms/LimitSettingsForm";
import { MailSettingsForm } from "@/forms/MailSettingsForm";
import { MediaSettingsForm } from "@/forms/MediaSettingsForm";
import { PayPalSettingsForm } from "@/forms/PayPalSettingsForm";
import { PlisioSettingsForm } from "@/forms/PlisioSettingsForm";
import { PaymentSettingsForm } from "@/forms/PaymentSettingsForm";
import { RequestSystemForm } from "@/forms/RequestSystemForm";
import { SafetySettingsForm } from "@/forms/SafetySettingsForm";
import { SecondPayPalForm } from "@/forms/SecondPayPalForm";
import { ReferralSettingsForm } from "@/forms/ReferralSettingsForm";
import { RegistrationSettingsForm } from "@/forms/RegistrationSettingsForm";
import { ReceiptSettingsForm } from "@/forms/ReceiptSettingsForm";
import { SiteSettingsForm } from "@/forms/SiteSettingsForm";
import { StripeSettingsForm } from "@/forms/StripeSettingsForm";
import { TrialSettingsForm } from "@/forms/TrialSettingsForm";
import { WaitlistSettingsForm } from "@/forms/WaitlistSettingsForm";

export function SettingsPage() {
  return (
    <>
      <PageHeader title="Settings" />
      <PageTabs
        tabs={[
          {
            name: "site",
            label: "Site",
            content: (
              <LoadedForm of={queries.siteSettings()}>
                {(settings, edit) => <SiteSettingsForm of={settings} {...edit} />}
              </LoadedForm>
            ),
          },
          {
            name: "stripe",
            label: "Stripe",
            content: (
              <LoadedForm of={queries.stripeSettings()}>
                {(settings, edit) => <StripeSettingsForm of={settings} {...edit} />}
              </LoadedForm>
            ),
          },
          { name: "paypal", label: "PayPal", content: <PayPal /> },
          {
            name: "plisio",
            label: "Plisio",
            content: (
              <LoadedForm of={queries.plisioSettings()}>
                {(settings, edit) => <PlisioSettingsForm of={settings} {...edit} />}
              </LoadedForm>
            ),
          },
          {
            name: "payments",
            label: "Payments",
            content: (
              <LoadedForm of={queries.paymentSettings()}>
                {(settings, edit) => <PaymentSettingsForm of={settings} {...edit} />}
              </LoadedForm>
            ),
          },
          {
            name: "receipts",
            label: "Receipts",
            content: (
              <LoadedForm of={queries.receiptSettings()}>
                {(settings, edit) => <ReceiptSettingsForm of={settings} {...edit} />}
              </LoadedForm>
            ),
          },
          { name: "referrals", label: "Registration", content: <Registration /> },
          {
            name: "trials",
            label: "Trials",
            content: (
              <LoadedForm of={queries.trialSettings()}>
                {(settings, edit) => <TrialSettingsForm of={settings} {...edit} />}
              </LoadedForm>
            ),
          },
          {
            name: "waitlist",
            label: "Waitlist",
            content: (
              <LoadedForm of={queries.waitlistSettings()}>
                {(settings, edit) => <WaitlistSettingsForm of={settings} {...edit} />}
              </LoadedForm>
            ),
          },
          {
            name: "media",
            label: "Media servers",
            content: (
              <LoadedForm of={importQueries.settings()}>
                {(settings, edit) => <MediaSettingsForm of={settings} {...edit} />}
              </LoadedForm>
            ),
          },
          { name: "expiry", label: "Expiry", content: <Expiry /> },
          { name: "limits", label: "Limits", content: <Limits /> },
          {
            name: "safety",
            label: "Safety",
            content: (
              <LoadedForm of={queries.safetySettings()}>
                {(settings, edit) => <SafetySettingsForm of={settings} {...edit} />}
              </LoadedForm>
            ),
          },
          { name: "discord", label: "Discord", content: <Discord /> },
          { name: "requests", label: "Request systems", content: <RequestSystems /> },
          {
            name: "mail",
            label: "Mail",
            content: (
              <LoadedForm of={queries.mailSettings()}>
                {(settings, edit) => <MailSettingsForm of={settings} {...edit} />}
              </LoadedForm>
            ),
          },
        ]}
      />
    </>
  );
}

function PayPal() {
  return (
    <Stack gap="lg">
      <LoadedForm of={queries.payPalSettings()}>
        {(settings, edit) => <PayPalSettingsForm of={settings} {...edit} />}
      </LoadedForm>
      <LoadedForm of={queries.secondPayPalSettings()}>
        {(settings, edit) => <SecondPayPalForm of={settings} {...edit} />}
      </LoadedForm>
    </Stack>
  );
}

function Registration() {
  const site = useQuery(queries.siteSettings());
  return (
    <Stack gap="lg">
      <LoadedForm of={queries.registrationSettings()}>
        {(settings, edit) => <RegistrationSettingsForm of={settings} {...edit} />}
      </LoadedForm>
      <Loaded query={site}>
        {({ currency }) => (
          <LoadedForm of={queries.referralSettings()}>
            {(settings, edit) => (
              <ReferralSettingsForm of={settings} currency={currency} {...edit} />
            )}
          </LoadedForm>
        )}
      </Loaded>
    </Stack>
  );
}

function Expiry() {
  const groups = useQuery(queries.groups());
  return (
    <Loaded query={groups}>
      {({ items }) => (
        <LoadedForm of={queries.expirySettings()}>
          {(settings, edit) => <ExpirySettingsForm of={settings} groups={items} {...edit} />}
        </LoadedForm>
      )}
    </Loaded>
  );
}

function Limits() {
  const groups = useQuery(queries.groups());
  return (
    <Loaded query={groups}>
      {({ items }) => (
        <LoadedForm of={limitQueries.settings()}>
          {(settings, edit) => <LimitSettingsForm of={settings} groups={items} {...edit} />}
        </LoadedForm>
      )}
    </Loaded>
  );
}

function Discord() {
  const plans = useQuery(queries.plans());
  return (
    <Loaded query={plans}>
      {({ items }) => (
        <LoadedForm of={communityQueries.discord()}>
          {(settings, edit) => <DiscordSettingsForm of={settings} plans={items} {...edit} />}
        </LoadedForm>
      )}
    </Loaded>
  );
}

function RequestSystems() {
  const systems = useQuery(communityQueries.requestSystems());
  return (
    <Loaded query={systems}>
      {({ items }) => (
        <Stack gap="xl">
          {items.map((system) => (
            <Editing key={system.name} of={system} refresh={() => void systems.refetch()}>
              {(settings, edit) => <RequestSystemForm of={settings} {...edit} />}
            </Editing>
          ))}
        </Stack>
      )}
    </Loaded>
  );
}
