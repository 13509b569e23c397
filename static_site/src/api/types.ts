import type { components } from "./schema";

type Schemas = components["schemas"];

export type Session = Schemas["SessionShape"];
export type Overview = Schemas["OverviewShape"];
export type AttentionItem = Schemas["AttentionItem"];
export type UserRow = Schemas["UserRow"];
export type UserDetail = Schemas["UserDetail"];
export type UserInput = Schemas["UserInput"];
export type Period = Schemas["PeriodShape"];
export type Payment = Schemas["PaymentShape"];
export type Money = Schemas["MoneyShape"];
export type Plan = Schemas["PlanShape"];
export type PlanInput = Schemas["PlanInput"];
export type Term = Schemas["TermShape"];
export type Group = Schemas["GroupShape"];
export type Location = Schemas["LocationShape"];
export type PlexAccount = Schemas["PlexAccountShape"];
export type SignIn = Schemas["SignInShape"];
export type FoundServer = Schemas["FoundServerShape"];
export type Server = Schemas["ServerShape"];
export type ServerDetail = Schemas["ServerDetail"];
export type ServerTest = Schemas["ServerTest"];
export type Library = Schemas["LibraryShape"];
export type Share = Schemas["ShareShape"];
export type Activity = Schemas["ActivityShape"];
export type Decision = Schemas["DecisionShape"];
export type Evidence = Schemas["EvidenceShape"];
export type AccessPreview = Schemas["AccessPreview"];
export type SweepPreview = Schemas["SweepPreview"];
export type Job = Schemas["JobShape"];
export type Schedule = Schemas["ScheduleShape"];
export type AuditEntry = Schemas["AuditShape"];
export type SiteSettings = Schemas["SiteShape"];
export type StripeSettings = Schemas["StripeShape"];
export type MailSettings = Schemas["MailShape"];
export type Secret = Schemas["SecretShape"];
export type TestReport = Schemas["TestReport"];

/** A page of a list, as every list call answers. */
export interface Page<Row> {
  items: Row[];
  next_cursor: string | null;
}
