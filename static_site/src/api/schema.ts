// Auto-generated from the OpenAPI document by `make api-types`. Do not edit.
export interface paths {
    "/api/v1/access/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What the hourly run would do about access now
         * @description Look at everybody who is due or differs, and do nothing.
         */
        post: operations["preview_access"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What needs attention
         * @description Return payments and jobs that wait for a person.
         */
        get: operations["list_attention"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The audit log
         * @description Return every change, newest first.
         */
        get: operations["list_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Decisions about streams
         * @description Return decisions with their evidence, newest first.
         */
        get: operations["list_decisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/decisions/{decision_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a decision
         * @description Return one decision with its evidence.
         */
        get: operations["read_decision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/enforcement/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a sweep would do now
         * @description Look at all servers and decide without touching anything.
         */
        post: operations["preview_sweep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List jobs
         * @description Return jobs of one state, newest first.
         */
        get: operations["list_jobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a job
         * @description Return one job.
         */
        get: operations["read_job"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{job_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a parked job
         * @description Put a parked job back in line.
         */
        post: operations["retry_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/library-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List library groups
         * @description Return all library groups.
         */
        get: operations["list_library_groups"];
        put?: never;
        /**
         * Add a library group
         * @description Add a group; libraries join it on their server's page.
         */
        post: operations["add_library_group"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/library-groups/{group_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Rename a library group
         * @description Give the group another name.
         */
        put: operations["rename_library_group"];
        post?: never;
        /**
         * Delete a library group
         * @description Delete a group that no plan and no library uses.
         */
        delete: operations["remove_library_group"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/locations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List locations
         * @description Return all locations.
         */
        get: operations["list_locations"];
        put?: never;
        /**
         * Add a location
         * @description Add a location; servers are assigned to it on their page.
         */
        post: operations["add_location"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/locations/{location_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Rename a location
         * @description Give the location another name.
         */
        put: operations["rename_location"];
        post?: never;
        /**
         * Delete a location
         * @description Delete a location that no server has.
         */
        delete: operations["remove_location"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The site at a glance
         * @description Return counts that tell how the business runs, and why nothing is sold, if so (B033).
         */
        get: operations["read_overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List payments
         * @description Return payments, the latest paid first.
         */
        get: operations["list_payments"];
        put?: never;
        /**
         * Enter money received elsewhere
         * @description Record a manual payment and give the access that it buys.
         */
        post: operations["enter_payment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a payment
         * @description Return one payment.
         */
        get: operations["read_payment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give an unmatched or held payment to a user
         * @description Settle the payment for that user with one term of the plan.
         */
        post: operations["assign_payment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}/clear": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark a payment as looked after
         * @description Take the payment off the attention list, with a reason.
         */
        post: operations["clear_payment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List plans
         * @description Return the plans by sort order.
         */
        get: operations["list_plans"];
        put?: never;
        /**
         * Add a plan
         * @description Add a plan; the first one becomes the default.
         */
        post: operations["add_plan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plans/{plan_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a plan
         * @description Return one plan, archived or not.
         */
        get: operations["read_plan"];
        /**
         * Change a plan
         * @description Change the offer; what was paid keeps its dates and amounts.
         */
        put: operations["change_plan"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plans/{plan_id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Archive a plan
         * @description Take a plan out of every list; payments on it stay valid.
         */
        post: operations["archive_plan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plans/{plan_id}/default": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a plan the default
         * @description Make it the only default plan.
         */
        post: operations["make_default_plan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plex-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Plex accounts
         * @description Return the linked accounts.
         */
        get: operations["list_plex_accounts"];
        put?: never;
        /**
         * Link an account by its token
         * @description Check the token and link the account that it belongs to.
         */
        post: operations["link_plex_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plex-accounts/{account_id}/servers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Servers that an account owns
         * @description Return the account's servers with their addresses.
         */
        get: operations["list_found_servers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plex-accounts/{account_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test an account's token
         * @description Ask plex.tv whose token it is; the answer is kept with the account.
         */
        post: operations["test_plex_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plex-accounts/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to link an account by signing in with Plex
         * @description Return where to send the operator.
         */
        post: operations["begin_plex_sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plex-accounts/sign-in/{pin_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Finish linking once the sign-in was approved
         * @description Link the account, or say that the sign-in still waits.
         */
        post: operations["finish_plex_sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List schedules
         * @description Return every schedule with its last run.
         */
        get: operations["list_schedules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List servers
         * @description Return all servers with how full they are.
         */
        get: operations["list_servers"];
        put?: never;
        /**
         * Add a server of a Plex account
         * @description Test the connection, then store server and libraries; it starts disabled.
         */
        post: operations["add_server"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{server_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a server
         * @description Return a server with its libraries.
         */
        get: operations["read_server"];
        /**
         * Change a server
         * @description Enable, limit or place a server.
         */
        put: operations["change_server"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{server_id}/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who streamed what on a server
         * @description Return the server's activity, newest first.
         */
        get: operations["list_server_activity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{server_id}/libraries/{library_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Put a library into a group
         * @description Move the library; shares follow with the hourly run.
         */
        put: operations["classify_library"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{server_id}/libraries/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read name and libraries from the platform
         * @description Import new libraries as Private and mark missing ones.
         */
        post: operations["refresh_libraries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{server_id}/shares": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is on a server
         * @description Return the server's shares.
         */
        get: operations["list_server_shares"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{server_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test the connection
         * @description Connect to the server and name what it offers.
         */
        post: operations["test_server"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is signed in
         * @description Return the signed-in administrator.
         */
        get: operations["read_session"];
        put?: never;
        /**
         * Sign in
         * @description Check address and password, and set the session's cookie.
         */
        post: operations["sign_in_to_dashboard"];
        /**
         * Sign out
         * @description End the session and clear its cookie.
         */
        delete: operations["sign_out_of_dashboard"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Mail settings
         * @description Return the mail settings without the password.
         */
        get: operations["read_mail_settings"];
        /**
         * Change the mail settings
         * @description Save the mail settings; the password is encrypted.
         */
        put: operations["change_mail_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/mail/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test mail
         * @description Send one mail at once and say how it went.
         */
        post: operations["try_mail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/site": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Site settings
         * @description Return the site's settings.
         */
        get: operations["read_site_settings"];
        /**
         * Change the site settings
         * @description Save the site's settings.
         */
        put: operations["change_site_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/stripe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stripe settings
         * @description Return the Stripe settings without secrets.
         */
        get: operations["read_stripe_settings"];
        /**
         * Change the Stripe settings
         * @description Save the Stripe settings; keys are trimmed and encrypted.
         */
        put: operations["change_stripe_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/stripe/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test the Stripe keys
         * @description Try the keys without moving money.
         */
        post: operations["try_stripe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the first administrator is missing
         * @description Return whether the set-up link is still to be used.
         */
        get: operations["read_setup"];
        put?: never;
        /**
         * Make the first administrator with the one-time link
         * @description Make the login and sign it in.
         */
        post: operations["set_up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List users
         * @description Return a page of users with how they stand.
         */
        get: operations["list_users"];
        put?: never;
        /**
         * Add a user
         * @description Add a user by hand; access follows when a payment is entered.
         */
        post: operations["add_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a user
         * @description Return a user with periods and shares.
         */
        get: operations["read_user"];
        /**
         * Change a user
         * @description Change a user and check the access anew.
         */
        put: operations["change_user"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened to a user
         * @description Return every change about the user, newest first.
         */
        get: operations["list_user_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Decisions about a user's streams
         * @description Return the user's decisions with their evidence, newest first.
         */
        get: operations["list_user_decisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A user's jobs
         * @description Return the work done for the user, newest first.
         */
        get: operations["list_user_jobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A user's payments
         * @description Return the user's payments, the latest paid first.
         */
        get: operations["list_user_payments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a check of the user's access would do
         * @description Compare desired and actual shares, and do nothing.
         */
        post: operations["preview_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/reconcile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Compare the user's access with what was paid, now
         * @description Enqueue a comparison of desired and actual shares.
         */
        post: operations["reconcile_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AccessPreview
         * @description What a run would do about access now; nothing was done.
         */
        AccessPreview: {
            /** Actions */
            actions: components["schemas"]["PlannedActionShape"][];
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Is Cut */
            is_cut: boolean;
            /** People */
            people: number;
        };
        /**
         * ActivityList
         * @description A server's activity, newest first.
         */
        ActivityList: {
            /** Items */
            items: components["schemas"]["ActivityShape"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * ActivityShape
         * @description Who streamed what, when.
         */
        ActivityShape: {
            /** Address */
            address: string;
            /** Device Name */
            device_name: string;
            /**
             * First Seen
             * Format: date-time
             */
            first_seen: string;
            /**
             * Last Seen
             * Format: date-time
             */
            last_seen: string;
            /** Product */
            product: string;
            /** Title */
            title: string;
            /** Transcodes Video */
            transcodes_video: boolean;
            /** User Id */
            user_id: string | null;
            /** User Label */
            user_label: string;
            /** Username */
            username: string;
        };
        /**
         * Assignment
         * @description Whom an unmatched payment belongs to and what it buys.
         */
        Assignment: {
            /** Plan Id */
            plan_id: string;
            /** User Id */
            user_id: string;
        };
        /**
         * AttentionItem
         * @description Something that a person must look at, and what helps.
         */
        AttentionItem: {
            /** At */
            at: string | null;
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /** Remedy */
            remedy: string;
            /** Title */
            title: string;
            /** User Id */
            user_id: string | null;
        };
        /**
         * AttentionList
         * @description What needs attention, newest first; `is_cut` when there is more than shown.
         */
        AttentionList: {
            /** Is Cut */
            is_cut: boolean;
            /** Items */
            items: components["schemas"]["AttentionItem"][];
        };
        /**
         * AuditList
         * @description Changes, newest first.
         */
        AuditList: {
            /** Items */
            items: components["schemas"]["AuditShape"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * AuditShape
         * @description One change: who, what, when, why.
         */
        AuditShape: {
            /** Action */
            action: string;
            /** Actor */
            actor: string;
            /** After */
            after: {
                [key: string]: string;
            };
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Before */
            before: {
                [key: string]: string;
            };
            /** Id */
            id: string;
            /** Subject */
            subject: string;
            /** User Id */
            user_id: string | null;
            /** Why */
            why: string;
        };
        /**
         * Classification
         * @description The group that a library shall be in.
         */
        Classification: {
            /** Group Id */
            group_id: string;
        };
        /**
         * Clearing
         * @description Why a payment needs no attention any more.
         */
        Clearing: {
            /** Why */
            why: string;
        };
        /**
         * Credentials
         * @description Who wants to sign in.
         */
        Credentials: {
            /** Email */
            email: string;
            /** Password */
            password: string;
        };
        /**
         * DecisionList
         * @description Decisions, newest first.
         */
        DecisionList: {
            /** Items */
            items: components["schemas"]["DecisionShape"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * DecisionShape
         * @description One decision about a stream.
         */
        DecisionShape: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Carried Out */
            carried_out: boolean;
            /** Counted */
            counted: number;
            /** Evidence */
            evidence: components["schemas"]["EvidenceShape"][];
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /** Limit */
            limit: number;
            /** Outcome */
            outcome: string;
            /** Reason */
            reason: string;
            /** Rule */
            rule: string;
            /** Server Id */
            server_id: string;
            /** Server Name */
            server_name: string;
            /** Session Key */
            session_key: string;
            /** User Id */
            user_id: string;
            /** User Label */
            user_label: string;
        };
        /**
         * Done
         * @description The call did what it says.
         */
        Done: {
            /**
             * Done
             * @default true
             */
            done?: boolean;
        };
        /**
         * EnforcementMode
         * @description What the stream sweep may do.
         * @enum {string}
         */
        EnforcementMode: "off" | "observe" | "enforce";
        Error: {
            error: {
                code: string;
                message: string;
                problems: {
                    field: string;
                    message: string;
                    remedy: string;
                }[];
                remedy: string;
                request_id: string;
            };
        };
        /**
         * EvidenceShape
         * @description One stream as it was when a decision fell.
         */
        EvidenceShape: {
            /** Address */
            address: string;
            /** Counted */
            counted: boolean;
            /** Device Id */
            device_id: string;
            /** Device Name */
            device_name: string;
            /**
             * First Seen
             * Format: date-time
             */
            first_seen: string;
            /** Product */
            product: string;
            /** Server Id */
            server_id: string;
            /** Session Key */
            session_key: string;
            /** State */
            state: string;
            /** Title */
            title: string;
            /** Why */
            why: string;
        };
        /**
         * FirstAdministrator
         * @description The set-up link's token and the login to make with it.
         */
        FirstAdministrator: {
            /** Email */
            email: string;
            /** Password */
            password: string;
            /** Token */
            token: string;
        };
        /**
         * FoundServerList
         * @description The servers of an account.
         */
        FoundServerList: {
            /** Items */
            items: components["schemas"]["FoundServerShape"][];
        };
        /**
         * FoundServerShape
         * @description A server that the account owns and that can be added.
         */
        FoundServerShape: {
            /** Is Added */
            is_added: boolean;
            /** Machine Id */
            machine_id: string;
            /** Name */
            name: string;
            /** Urls */
            urls: string[];
        };
        /**
         * GroupList
         * @description All library groups, the built-in ones first.
         */
        GroupList: {
            /** Items */
            items: components["schemas"]["GroupShape"][];
        };
        /**
         * GroupShape
         * @description A library group; built-in ones can be neither edited nor deleted.
         */
        GroupShape: {
            /** Id */
            id: string;
            /** Is Built In */
            is_built_in: boolean;
            /** Name */
            name: string;
            /** Version */
            version: number;
        };
        /**
         * JobList
         * @description Jobs, newest first.
         */
        JobList: {
            /** Items */
            items: components["schemas"]["JobShape"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * JobShape
         * @description One piece of durable work.
         */
        JobShape: {
            /** Attempts */
            attempts: number;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Due At
             * Format: date-time
             */
            due_at: string;
            /** Finished At */
            finished_at: string | null;
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /** Last Error */
            last_error: string;
            /** Remedy */
            remedy: string;
            /** State */
            state: string;
            /** Subject */
            subject: string;
            /** User Id */
            user_id: string | null;
            /** Version */
            version: number;
        };
        /**
         * LibraryShape
         * @description A library; only those of a group that is not Private are ever shared.
         */
        LibraryShape: {
            /** Group Id */
            group_id: string;
            /** Id */
            id: string;
            /** Is Missing */
            is_missing: boolean;
            /** Key */
            key: string;
            /** Kind */
            kind: string;
            /** Title */
            title: string;
            /** Version */
            version: number;
        };
        /**
         * LocationList
         * @description All locations by name.
         */
        LocationList: {
            /** Items */
            items: components["schemas"]["LocationShape"][];
        };
        /**
         * LocationShape
         * @description A place that customers can prefer.
         */
        LocationShape: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Version */
            version: number;
        };
        /**
         * MailInput
         * @description The mail server; a password that is null stays as it is.
         */
        MailInput: {
            /** Enabled */
            enabled: boolean;
            /** From Address */
            from_address: string;
            /** From Name */
            from_name: string;
            /** Host */
            host: string;
            /**
             * Password
             * @default null
             */
            password?: string | null;
            /** Port */
            port: number;
            security: components["schemas"]["MailSecurity"];
            /** Username */
            username: string;
            /** Version */
            version: number;
        };
        /**
         * MailSecurity
         * @description How the SMTP connection is protected.
         * @enum {string}
         */
        MailSecurity: "none" | "starttls" | "tls";
        /**
         * MailShape
         * @description The mail server, without its password.
         */
        MailShape: {
            /** Enabled */
            enabled: boolean;
            /** From Address */
            from_address: string;
            /** From Name */
            from_name: string;
            /** Host */
            host: string;
            password: components["schemas"]["SecretShape"];
            /** Port */
            port: number;
            security: components["schemas"]["MailSecurity"];
            /** Username */
            username: string;
            /** Version */
            version: number;
        };
        /**
         * ManualPayment
         * @description Money received elsewhere; without dates it adds one term of the plan.
         */
        ManualPayment: {
            amount: components["schemas"]["MoneyInput"];
            /**
             * Ends At
             * @default null
             */
            ends_at?: string | null;
            /** External Id */
            external_id: string;
            /**
             * Notes
             * @default
             */
            notes?: string;
            /** Plan Id */
            plan_id: string;
            /**
             * Starts At
             * @default null
             */
            starts_at?: string | null;
            /** User Id */
            user_id: string;
        };
        /**
         * MediaShape
         * @description Who somebody is at plex.tv.
         */
        MediaShape: {
            /** Email */
            email: string;
            /** Is Proven */
            is_proven: boolean;
            /** Plex Id */
            plex_id: string;
            /** Username */
            username: string;
        };
        /**
         * MoneyInput
         * @description An amount to set, in the currency's smallest unit.
         */
        MoneyInput: {
            /** Currency */
            currency: string;
            /** Minor */
            minor: number;
        };
        /**
         * MoneyShape
         * @description An amount in the currency's smallest unit.
         */
        MoneyShape: {
            /** Currency */
            currency: string;
            /** Minor */
            minor: number;
        };
        /**
         * Name
         * @description A name to give.
         */
        Name: {
            /** Name */
            name: string;
        };
        /**
         * NewServer
         * @description Which of an account's servers to add, at which address.
         */
        NewServer: {
            /** Account Id */
            account_id: string;
            /** Machine Id */
            machine_id: string;
            /** Url */
            url: string;
        };
        /**
         * NoInput
         * @description Nothing to send.
         */
        NoInput: Record<string, never>;
        /**
         * OverviewShape
         * @description The site at a glance; `shop_notice` says why nothing can be bought, empty when it can.
         */
        OverviewShape: {
            /** Active Users */
            active_users: number;
            /** Attention */
            attention: number;
            /** Decisions 24 Hours */
            decisions_24_hours: number;
            /** Income 30 Days */
            income_30_days: components["schemas"]["MoneyShape"][];
            /**
             * Now
             * Format: date-time
             */
            now: string;
            /** Open Orders */
            open_orders: number;
            /** Payments 30 Days */
            payments_30_days: number;
            /** Servers */
            servers: components["schemas"]["ServerLoad"][];
            /** Shop Notice */
            shop_notice: string;
            /** Users Ending Soon */
            users_ending_soon: number;
            /** Webhooks Refused 7 Days */
            webhooks_refused_7_days: number;
        };
        /**
         * PaymentList
         * @description Payments, the latest paid first.
         */
        PaymentList: {
            /** Items */
            items: components["schemas"]["PaymentShape"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * PaymentShape
         * @description A payment in the books.
         */
        PaymentShape: {
            amount: components["schemas"]["MoneyShape"];
            /** Attention */
            attention: string;
            /** Ends At */
            ends_at: string | null;
            /** External Id */
            external_id: string;
            /** Gateway */
            gateway: string;
            /** Id */
            id: string;
            /** Notes */
            notes: string;
            /** Order Id */
            order_id: string | null;
            /**
             * Paid At
             * Format: date-time
             */
            paid_at: string;
            /** Payer Email */
            payer_email: string;
            /** Plan Id */
            plan_id: string | null;
            /** Plan Name */
            plan_name: string;
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            /** Sequence */
            sequence: number;
            /** Starts At */
            starts_at: string | null;
            /** Status */
            status: string;
            /** Subscription Ref */
            subscription_ref: string;
            /** User Id */
            user_id: string | null;
            /** User Label */
            user_label: string;
            /** Version */
            version: number;
        };
        /**
         * PeriodShape
         * @description Access under one plan in [starts_at, ends_at).
         */
        PeriodShape: {
            /**
             * Ends At
             * Format: date-time
             */
            ends_at: string;
            /** Payment Id */
            payment_id: string;
            /** Plan Id */
            plan_id: string;
            /** Plan Name */
            plan_name: string;
            /**
             * Starts At
             * Format: date-time
             */
            starts_at: string;
        };
        /**
         * PlanChange
         * @description The same for a plan that exists.
         */
        PlanChange: {
            /**
             * Allows Downloads
             * @default false
             */
            allows_downloads?: boolean;
            /**
             * Description
             * @default
             */
            description?: string;
            /** Group Ids */
            group_ids: string[];
            /**
             * Is Active
             * @default true
             */
            is_active?: boolean;
            /**
             * Is Trial
             * @default false
             */
            is_trial?: boolean;
            /** Max Streams */
            max_streams: number;
            /** Name */
            name: string;
            price: components["schemas"]["MoneyInput"];
            /**
             * Sort Order
             * @default 0
             */
            sort_order?: number;
            /** Target Server Ids */
            target_server_ids?: string[];
            term: components["schemas"]["TermShape"];
            /** Version */
            version: number;
        };
        /**
         * PlanInput
         * @description What can be set of a plan.
         */
        PlanInput: {
            /**
             * Allows Downloads
             * @default false
             */
            allows_downloads?: boolean;
            /**
             * Description
             * @default
             */
            description?: string;
            /** Group Ids */
            group_ids: string[];
            /**
             * Is Active
             * @default true
             */
            is_active?: boolean;
            /**
             * Is Trial
             * @default false
             */
            is_trial?: boolean;
            /** Max Streams */
            max_streams: number;
            /** Name */
            name: string;
            price: components["schemas"]["MoneyInput"];
            /**
             * Sort Order
             * @default 0
             */
            sort_order?: number;
            /** Target Server Ids */
            target_server_ids?: string[];
            term: components["schemas"]["TermShape"];
        };
        /**
         * PlanList
         * @description All plans that are not archived.
         */
        PlanList: {
            /** Items */
            items: components["schemas"]["PlanShape"][];
        };
        /**
         * PlannedActionShape
         * @description One thing that a run would do about somebody's access.
         */
        PlannedActionShape: {
            /** Action */
            action: string;
            /** Libraries */
            libraries: string[];
            /** Server Id */
            server_id: string | null;
            /** Server Name */
            server_name: string;
            /** User Id */
            user_id: string;
            /** User Label */
            user_label: string;
            /** Why */
            why: string;
        };
        /**
         * PlanShape
         * @description An offer.
         */
        PlanShape: {
            /** Allows Downloads */
            allows_downloads: boolean;
            /** Description */
            description: string;
            /** Group Ids */
            group_ids: string[];
            /** Id */
            id: string;
            /** Is Active */
            is_active: boolean;
            /** Is Archived */
            is_archived: boolean;
            /** Is Default */
            is_default: boolean;
            /** Is Trial */
            is_trial: boolean;
            /** Max Streams */
            max_streams: number;
            /** Name */
            name: string;
            price: components["schemas"]["MoneyShape"];
            /** Sort Order */
            sort_order: number;
            /** Target Server Ids */
            target_server_ids: string[];
            term: components["schemas"]["TermShape"];
            /** Version */
            version: number;
        };
        /**
         * PlexAccountList
         * @description All Plex accounts.
         */
        PlexAccountList: {
            /** Items */
            items: components["schemas"]["PlexAccountShape"][];
        };
        /**
         * PlexAccountShape
         * @description A plex.tv account; its token is never shown.
         */
        PlexAccountShape: {
            /** Checked At */
            checked_at: string | null;
            /** Email */
            email: string;
            /** Has Plex Pass */
            has_plex_pass: boolean;
            /** Id */
            id: string;
            /** Max People */
            max_people: number;
            /** Plex Id */
            plex_id: string;
            /** Token Error */
            token_error: string;
            /** Username */
            username: string;
            /** Version */
            version: number;
        };
        /**
         * Rename
         * @description A new name for something that exists.
         */
        Rename: {
            /** Name */
            name: string;
            /** Version */
            version: number;
        };
        /**
         * ScheduleList
         * @description Every schedule.
         */
        ScheduleList: {
            /** Items */
            items: components["schemas"]["ScheduleShape"][];
        };
        /**
         * ScheduleShape
         * @description A schedule with its last run.
         */
        ScheduleShape: {
            /** Cadence */
            cadence: string;
            /** Counts */
            counts: {
                [key: string]: number;
            };
            /** Finished At */
            finished_at: string | null;
            /** Name */
            name: string;
            /** Outcome */
            outcome: string;
            /** Purpose */
            purpose: string;
            /** Started At */
            started_at: string | null;
        };
        /**
         * SecretShape
         * @description Whether a secret is set, and how it ends.
         */
        SecretShape: {
            /** Ending */
            ending: string;
            /** Is Set */
            is_set: boolean;
            /** Problem */
            problem: string;
        };
        /**
         * ServerChange
         * @description What can be set of a server; name and libraries follow the platform.
         */
        ServerChange: {
            /** Allows New */
            allows_new: boolean;
            /** Is Enabled */
            is_enabled: boolean;
            /**
             * Location Id
             * @default null
             */
            location_id?: string | null;
            /**
             * Logs Activity
             * @default true
             */
            logs_activity?: boolean;
            /**
             * Max Users
             * @default null
             */
            max_users?: number | null;
            /** Version */
            version: number;
        };
        /**
         * ServerDetail
         * @description A server with its libraries.
         */
        ServerDetail: {
            /** Account Id */
            account_id: string;
            /** Added At */
            added_at: string | null;
            /** Allows New */
            allows_new: boolean;
            /** Id */
            id: string;
            /** Is Enabled */
            is_enabled: boolean;
            /** Libraries */
            libraries: components["schemas"]["LibraryShape"][];
            /** Location Id */
            location_id: string | null;
            /** Logs Activity */
            logs_activity: boolean;
            /** Machine Id */
            machine_id: string;
            /** Max Users */
            max_users: number | null;
            /** Name */
            name: string;
            /** People */
            people: number;
            /** Platform */
            platform: string;
            /** Seats Taken */
            seats_taken: number;
            /** Url */
            url: string;
            /** Version */
            version: number;
        };
        /**
         * ServerList
         * @description All servers by name.
         */
        ServerList: {
            /** Items */
            items: components["schemas"]["ServerShape"][];
        };
        /**
         * ServerLoad
         * @description How full a server is.
         */
        ServerLoad: {
            /** Id */
            id: string;
            /** Is Enabled */
            is_enabled: boolean;
            /** Max Users */
            max_users: number | null;
            /** Name */
            name: string;
            /** Seats Taken */
            seats_taken: number;
        };
        /**
         * ServerShape
         * @description A media server with how full it is.
         */
        ServerShape: {
            /** Account Id */
            account_id: string;
            /** Added At */
            added_at: string | null;
            /** Allows New */
            allows_new: boolean;
            /** Id */
            id: string;
            /** Is Enabled */
            is_enabled: boolean;
            /** Location Id */
            location_id: string | null;
            /** Logs Activity */
            logs_activity: boolean;
            /** Machine Id */
            machine_id: string;
            /** Max Users */
            max_users: number | null;
            /** Name */
            name: string;
            /** People */
            people: number;
            /** Platform */
            platform: string;
            /** Seats Taken */
            seats_taken: number;
            /** Url */
            url: string;
            /** Version */
            version: number;
        };
        /**
         * ServerTest
         * @description What a look at the server found.
         */
        ServerTest: {
            /** Libraries */
            libraries: string[];
            /** Name */
            name: string;
            /** Works */
            works: boolean;
        };
        /**
         * SessionShape
         * @description Who is signed in, and the token that changing calls must send along.
         */
        SessionShape: {
            /** Csrf Token */
            csrf_token: string;
            /** Email */
            email: string;
            /** Site Name */
            site_name: string;
        };
        /**
         * SetupState
         * @description Whether the site still awaits its first administrator.
         */
        SetupState: {
            /** Is Needed */
            is_needed: boolean;
        };
        /**
         * ShareList
         * @description Shares of a server.
         */
        ShareList: {
            /** Items */
            items: components["schemas"]["ShareShape"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * ShareShape
         * @description What somebody has on a server.
         */
        ShareShape: {
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /** Libraries */
            libraries: string[];
            /** Server Id */
            server_id: string;
            /** Server Name */
            server_name: string;
            /** State */
            state: string;
            /** User Id */
            user_id: string;
            /** User Label */
            user_label: string;
            /** Verified At */
            verified_at: string | null;
        };
        /**
         * SignInResult
         * @description The account once the sign-in was approved, null before.
         */
        SignInResult: {
            account: components["schemas"]["PlexAccountShape"] | null;
        };
        /**
         * SignInShape
         * @description A sign-in under way: open `url`, then ask for the result of `pin_id`.
         */
        SignInShape: {
            /** Pin Id */
            pin_id: string;
            /** Url */
            url: string;
        };
        /**
         * SiteShape
         * @description The site and how it treats streams.
         */
        SiteShape: {
            /** Accent Colour */
            accent_colour: string;
            /** Admin Email */
            admin_email: string;
            /** Currency */
            currency: string;
            /** Device Switch Grace Seconds */
            device_switch_grace_seconds: number;
            enforcement_mode: components["schemas"]["EnforcementMode"];
            /** Hold Minutes */
            hold_minutes: number;
            /** Paused Counts Seconds */
            paused_counts_seconds: number;
            /** Pricing On Home */
            pricing_on_home: boolean;
            /** Site Name */
            site_name: string;
            /** Start Delay Seconds */
            start_delay_seconds: number;
            /** Stop Message */
            stop_message: string;
            /** Subscriptions Enabled */
            subscriptions_enabled: boolean;
            /** Support Email */
            support_email: string;
            /** Time Zone */
            time_zone: string;
            /** Version */
            version: number;
        };
        /**
         * StripeInput
         * @description The Stripe account; secrets that are null stay as they are.
         */
        StripeInput: {
            /** Checkout Enabled */
            checkout_enabled: boolean;
            /** Enabled */
            enabled: boolean;
            /** Publishable Key */
            publishable_key: string;
            /**
             * Secret Key
             * @default null
             */
            secret_key?: string | null;
            /** Version */
            version: number;
            /**
             * Webhook Secret
             * @default null
             */
            webhook_secret?: string | null;
        };
        /**
         * StripeShape
         * @description The Stripe account, without its secrets.
         */
        StripeShape: {
            /** Checkout Enabled */
            checkout_enabled: boolean;
            /** Enabled */
            enabled: boolean;
            /** Publishable Key */
            publishable_key: string;
            secret_key: components["schemas"]["SecretShape"];
            /** Version */
            version: number;
            webhook_secret: components["schemas"]["SecretShape"];
            /** Webhook Url */
            webhook_url: string;
        };
        /**
         * SweepPreview
         * @description What a sweep would do at this instant.
         */
        SweepPreview: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Decisions */
            decisions: components["schemas"]["DecisionShape"][];
            /** Servers */
            servers: number;
            /** Streams */
            streams: number;
            /** Unknown Streams */
            unknown_streams: number;
            /** Unreachable */
            unreachable: string[];
        };
        /**
         * TermShape
         * @description How long: a count of days or calendar months.
         */
        TermShape: {
            /** Count */
            count: number;
            unit: components["schemas"]["TermUnit"];
        };
        /**
         * TermUnit
         * @description What a term counts.
         * @enum {string}
         */
        TermUnit: "day" | "month";
        /**
         * TestMail
         * @description Where the test mail goes.
         */
        TestMail: {
            /** To */
            to: string;
        };
        /**
         * TestReport
         * @description What a test found, line by line.
         */
        TestReport: {
            /** Lines */
            lines: string[];
            /** Works */
            works: boolean;
        };
        /**
         * TokenInput
         * @description A token of the account, for those who have one.
         */
        TokenInput: {
            /** Token */
            token: string;
        };
        /**
         * UserChange
         * @description The same for a user that exists.
         */
        UserChange: {
            /** Email */
            email: string;
            /**
             * Is Permanent
             * @default false
             */
            is_permanent?: boolean;
            /**
             * Media Email
             * @default
             */
            media_email?: string;
            /**
             * Media Username
             * @default
             */
            media_username?: string;
            /**
             * Name
             * @default
             */
            name?: string;
            /**
             * Notes
             * @default
             */
            notes?: string;
            /**
             * Preferred Location Id
             * @default null
             */
            preferred_location_id?: string | null;
            /**
             * Stream Limit
             * @default null
             */
            stream_limit?: number | null;
            /** Version */
            version: number;
        };
        /**
         * UserDetail
         * @description Everything about a user but the long lists.
         */
        UserDetail: {
            /** Email */
            email: string;
            /** Id */
            id: string;
            /** Is Permanent */
            is_permanent: boolean;
            /**
             * Joined At
             * Format: date-time
             */
            joined_at: string;
            /** Label */
            label: string;
            media: components["schemas"]["MediaShape"];
            /** Media Handle */
            media_handle: string;
            /** Name */
            name: string;
            /** Notes */
            notes: string;
            /** Paid Until */
            paid_until: string | null;
            /** Paypal Email */
            paypal_email: string;
            /** Periods */
            periods: components["schemas"]["PeriodShape"][];
            /** Plan Name */
            plan_name: string;
            /** Preferred Location Id */
            preferred_location_id: string | null;
            /** Shares */
            shares: components["schemas"]["ShareShape"][];
            /** Standing */
            standing: string;
            /** Stream Limit */
            stream_limit: number | null;
            /** Version */
            version: number;
        };
        /**
         * UserInput
         * @description What can be set of a user.
         */
        UserInput: {
            /** Email */
            email: string;
            /**
             * Is Permanent
             * @default false
             */
            is_permanent?: boolean;
            /**
             * Media Email
             * @default
             */
            media_email?: string;
            /**
             * Media Username
             * @default
             */
            media_username?: string;
            /**
             * Name
             * @default
             */
            name?: string;
            /**
             * Notes
             * @default
             */
            notes?: string;
            /**
             * Preferred Location Id
             * @default null
             */
            preferred_location_id?: string | null;
            /**
             * Stream Limit
             * @default null
             */
            stream_limit?: number | null;
        };
        /**
         * UserList
         * @description Users, newest first, or by name when searched.
         */
        UserList: {
            /** Items */
            items: components["schemas"]["UserRow"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * UserRow
         * @description A user in a list.
         */
        UserRow: {
            /** Email */
            email: string;
            /** Id */
            id: string;
            /**
             * Joined At
             * Format: date-time
             */
            joined_at: string;
            /** Label */
            label: string;
            /** Media Handle */
            media_handle: string;
            /** Name */
            name: string;
            /** Paid Until */
            paid_until: string | null;
            /** Plan Name */
            plan_name: string;
            /** Standing */
            standing: string;
        };
        /**
         * Versioned
         * @description The version that was read, so that nobody's change is overwritten unseen.
         */
        Versioned: {
            /** Version */
            version: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    preview_access: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a run would do about access now; nothing was done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessPreview"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_attention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What needs attention, newest first; `is_cut` when there is more than shown. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttentionList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_audit: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Changes, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_decisions: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Decisions, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_decision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                decision_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One decision about a stream. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preview_sweep: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a sweep would do at this instant. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SweepPreview"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_jobs: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
                state?: "ready" | "running" | "done" | "parked";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Jobs, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One piece of durable work. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    retry_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One piece of durable work. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_library_groups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All library groups, the built-in ones first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    add_library_group: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Name"];
            };
        };
        responses: {
            /** @description A library group; built-in ones can be neither edited nor deleted. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    rename_library_group: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                group_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rename"];
            };
        };
        responses: {
            /** @description A library group; built-in ones can be neither edited nor deleted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    remove_library_group: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                group_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The call did what it says. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_locations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All locations by name. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LocationList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    add_location: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Name"];
            };
        };
        responses: {
            /** @description A place that customers can prefer. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LocationShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    rename_location: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                location_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rename"];
            };
        };
        responses: {
            /** @description A place that customers can prefer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LocationShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    remove_location: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                location_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The call did what it says. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_overview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The site at a glance; `shop_notice` says why nothing can be bought, empty when it can. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OverviewShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_payments: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Payments, the latest paid first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    enter_payment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ManualPayment"];
            };
        };
        responses: {
            /** @description A payment in the books. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_payment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A payment in the books. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    assign_payment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Assignment"];
            };
        };
        responses: {
            /** @description A payment in the books. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    clear_payment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Clearing"];
            };
        };
        responses: {
            /** @description A payment in the books. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_plans: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All plans that are not archived. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    add_plan: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanInput"];
            };
        };
        responses: {
            /** @description An offer. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_plan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                plan_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An offer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_plan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                plan_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanChange"];
            };
        };
        responses: {
            /** @description An offer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    archive_plan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                plan_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Versioned"];
            };
        };
        responses: {
            /** @description An offer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    make_default_plan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                plan_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An offer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_plex_accounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All Plex accounts. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlexAccountList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    link_plex_account: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenInput"];
            };
        };
        responses: {
            /** @description A plex.tv account; its token is never shown. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlexAccountShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_found_servers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The servers of an account. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundServerList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    test_plex_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A plex.tv account; its token is never shown. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlexAccountShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    begin_plex_sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A sign-in under way: open `url`, then ask for the result of `pin_id`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    finish_plex_sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pin_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account once the sign-in was approved, null before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInResult"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_schedules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every schedule. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_servers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All servers by name. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    add_server: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewServer"];
            };
        };
        responses: {
            /** @description A server with its libraries. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerDetail"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_server: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                server_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A server with its libraries. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerDetail"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_server: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                server_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ServerChange"];
            };
        };
        responses: {
            /** @description A server with its libraries. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerDetail"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_server_activity: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                server_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A server's activity, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    classify_library: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                library_id: string;
                server_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Classification"];
            };
        };
        responses: {
            /** @description A library; only those of a group that is not Private are ever shared. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LibraryShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    refresh_libraries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                server_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A server with its libraries. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerDetail"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_server_shares: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                server_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Shares of a server. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShareList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    test_server: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                server_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a look at the server found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerTest"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who is signed in, and the token that changing calls must send along. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    sign_in_to_dashboard: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description Who is signed in, and the token that changing calls must send along. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    sign_out_of_dashboard: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The call did what it says. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_mail_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The mail server, without its password. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_mail_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MailInput"];
            };
        };
        responses: {
            /** @description The mail server, without its password. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    try_mail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestMail"];
            };
        };
        responses: {
            /** @description What a test found, line by line. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestReport"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_site_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The site and how it treats streams. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SiteShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_site_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SiteShape"];
            };
        };
        responses: {
            /** @description The site and how it treats streams. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SiteShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_stripe_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The Stripe account, without its secrets. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StripeShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_stripe_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StripeInput"];
            };
        };
        responses: {
            /** @description The Stripe account, without its secrets. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StripeShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    try_stripe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a test found, line by line. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestReport"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_setup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether the site still awaits its first administrator. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupState"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    set_up: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FirstAdministrator"];
            };
        };
        responses: {
            /** @description Who is signed in, and the token that changing calls must send along. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_users: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Users, newest first, or by name when searched. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    add_user: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserInput"];
            };
        };
        responses: {
            /** @description Everything about a user but the long lists. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserDetail"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Everything about a user but the long lists. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserDetail"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserChange"];
            };
        };
        responses: {
            /** @description Everything about a user but the long lists. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserDetail"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_user_audit: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Changes, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_user_decisions: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Decisions, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_user_jobs: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Jobs, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_user_payments: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Payments, the latest paid first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preview_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a run would do about access now; nothing was done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessPreview"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    reconcile_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The call did what it says. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
}
