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
    "/api/v1/agreements/{gateway}/{ref}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a recurring agreement
         * @description Let it never charge again; what was paid stays paid.
         */
        post: operations["cancel_agreement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agreements/{gateway}/{ref}/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the plan of a recurring agreement
         * @description Change the plan and charge what was shown; refused when the figures are others by now.
         */
        post: operations["change_renewal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agreements/{gateway}/{ref}/plan/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What another plan would cost now
         * @description Return the gateway's own figures; nothing is done.
         */
        post: operations["preview_renewal_change"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agreements/{gateway}/{ref}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take back the cancellation of a recurring agreement
         * @description Let it charge again.
         */
        post: operations["resume_agreement"];
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
    "/api/v1/discounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List discount codes
         * @description Return the codes by their text.
         */
        get: operations["list_discounts"];
        put?: never;
        /**
         * Add a discount code
         * @description Add a code; upper and lower case are the same.
         */
        post: operations["add_discount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/discounts/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a discount code
         * @description Return one code.
         */
        get: operations["read_discount"];
        /**
         * Change a discount code
         * @description Change a code's terms, or switch it off; what was used stays as it was.
         */
        put: operations["change_discount"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/discounts/{code}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List who used a discount code
         * @description Return everybody who paid an order with the code.
         */
        get: operations["list_discount_uses"];
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
    "/api/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How everything fares
         * @description Return the state of every dependency and what to do about it; no vendor is called.
         */
        get: operations["read_health"];
        put?: never;
        post?: never;
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
    "/api/v1/jobs/{job_id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a job would do now
         * @description Return what a job would do now, for example the mail as it would be sent.
         */
        post: operations["preview_job"];
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
    "/api/v1/linked-users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List linked users
         * @description Return a page of groups.
         */
        get: operations["list_linked_users"];
        put?: never;
        post?: never;
        delete?: never;
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
         * Find payments
         * @description Return payments, the latest paid first; a page may be short and still have a next one.
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
         * @description Settle the payment for that user with what it buys of the plan.
         */
        post: operations["assign_payment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}/bring-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo a dismissal
         * @description Make a dismissed payment unmatched again.
         */
        post: operations["bring_payment_back"];
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
    "/api/v1/payments/{payment_id}/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a foreign payment aside for good
         * @description Dismiss an unmatched payment that has nothing to do with the business.
         */
        post: operations["dismiss_payment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download the evidence about a payment
         * @description Return a page with payment, order, access and use; what is too much is cut, and says so.
         */
        get: operations["download_evidence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a payment to somebody else
         * @description Take the payment back from its user and settle it for another.
         */
        post: operations["move_payment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a payment would buy somebody
         * @description Return what an assignment would give; nothing is done.
         */
        post: operations["preview_assignment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}/refund": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give money back
         * @description Give money back through the gateway and book what it then says; safe to repeat.
         */
        post: operations["refund_payment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}/refund/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a refund would take
         * @description Return what giving money back takes by the rules; nothing is done.
         */
        post: operations["preview_refund"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}/split": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Share a payment out among several users
         * @description Settle the payment in parts, each with its sequence number.
         */
        post: operations["split_payment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}/story": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything about a payment
         * @description Return the payment with its parts, ledger lines, audit entries, order and webhooks.
         */
        get: operations["read_payment_story"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}/suggestions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who may have paid
         * @description Return people with the reasons that speak for them, and what the payment would buy them.
         */
        get: operations["suggest_payers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}/unassign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a payment back from its user
         * @description Undo an assignment: the time it bought goes, the payment is unmatched again.
         */
        post: operations["unassign_payment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far accounts were read
         * @description Return every account with the state of its sync.
         */
        get: operations["list_payment_accounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/accounts/{account}/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read an account's transactions now
         * @description Read on for as long as a call may last; `unfinished` says that there is more.
         */
        post: operations["sync_payment_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export payments as CSV
         * @description Return all payments of a range of days as a table; refuses a range that is too long.
         */
        get: operations["export_payments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/reconciliation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Hold a day of an account against the books
         * @description Compare the gateway's own list of a day with the ledger, transaction by transaction.
         */
        get: operations["reconcile_payments"];
        put?: never;
        post?: never;
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
    "/api/v1/plans/{plan_id}/offers/{gateway}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare a plan with a gateway's price of it
         * @description Ask the gateway what it charges for the plan, and say how that differs.
         */
        get: operations["check_plan_offer"];
        put?: never;
        /**
         * Make a gateway's price of a plan
         * @description Make product and price at the gateway and keep the id; the same plan has one price.
         */
        post: operations["make_plan_offer"];
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
    "/api/v1/referrals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List referrals
         * @description Return who came with whose code; with a search those of the people that it finds.
         */
        get: operations["list_referrals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/referrals/totals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Totals of all referrals
         * @description Return how many came and what that earned.
         */
        get: operations["read_referral_totals"];
        put?: never;
        post?: never;
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
    "/api/v1/schedules/{name}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a schedule would do now
         * @description Rehearse every part of a schedule without writing, stopping or sending anything.
         */
        post: operations["preview_schedule"];
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
    "/api/v1/settings/expiry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What follows the end of paid time
         * @description Return what becomes of people whose paid time ended.
         */
        get: operations["read_expiry_settings"];
        /**
         * Change what follows the end of paid time
         * @description Save what becomes of people whose paid time ended.
         */
        put: operations["change_expiry_settings"];
        post?: never;
        delete?: never;
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
    "/api/v1/settings/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Payment settings
         * @description Return how the site sells and what follows when money goes back.
         */
        get: operations["read_payment_settings"];
        /**
         * Change the payment settings
         * @description Save the payment settings; what was booked before stays as it is.
         */
        put: operations["change_payment_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/paypal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * PayPal settings
         * @description Return the primary account's settings without secrets.
         */
        get: operations["read_paypal_settings"];
        /**
         * Change the PayPal settings
         * @description Save the primary account's settings; credentials are trimmed and secrets encrypted.
         */
        put: operations["change_paypal_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/paypal-secondary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Settings of the second PayPal account
         * @description Return the secondary account's settings without secrets.
         */
        get: operations["read_second_paypal_settings"];
        /**
         * Change the settings of the second PayPal account
         * @description Save the secondary account's settings; it is read and sells nothing.
         */
        put: operations["change_second_paypal_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/paypal-secondary/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test the credentials of the second PayPal account
         * @description Try the credentials without moving money.
         */
        post: operations["try_second_paypal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/paypal/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test the PayPal credentials
         * @description Try the credentials without moving money.
         */
        post: operations["try_paypal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/plisio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Plisio settings
         * @description Return the Plisio settings without the key.
         */
        get: operations["read_plisio_settings"];
        /**
         * Change the Plisio settings
         * @description Save the Plisio settings; the key is trimmed and encrypted.
         */
        put: operations["change_plisio_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/plisio/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test the Plisio key
         * @description Try the key without moving money.
         */
        post: operations["try_plisio"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Receipt settings
         * @description Return what stands on receipts.
         */
        get: operations["read_receipt_settings"];
        /**
         * Change the receipt settings
         * @description Save what stands on receipts.
         */
        put: operations["change_receipt_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/referrals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Referral settings
         * @description Return what referral codes do.
         */
        get: operations["read_referral_settings"];
        /**
         * Change the referral settings
         * @description Save what referral codes do.
         */
        put: operations["change_referral_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/registration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Registration settings
         * @description Return who may become a customer.
         */
        get: operations["read_registration_settings"];
        /**
         * Change the registration settings
         * @description Save who may become a customer.
         */
        put: operations["change_registration_settings"];
        post?: never;
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
    "/api/v1/settings/trials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Trial settings
         * @description Return whether there are trials, and what they need.
         */
        get: operations["read_trial_settings"];
        /**
         * Change the trial settings
         * @description Save the trial settings; trials that run go on.
         */
        put: operations["change_trial_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/waitlist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Waitlist settings
         * @description Return whether and how people wait for a seat.
         */
        get: operations["read_waitlist_settings"];
        /**
         * Change the waitlist settings
         * @description Save the waitlist settings; offers that stand keep their end.
         */
        put: operations["change_waitlist_settings"];
        post?: never;
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
    "/api/v1/users/{user_id}/agreements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A user's recurring agreements
         * @description Return all that the user pays again and again, or did.
         */
        get: operations["list_user_agreements"];
        put?: never;
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
    "/api/v1/users/{user_id}/invite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Invite a linked user again who was removed
         * @description Give somebody access again who was removed before the master paid.
         */
        post: operations["invite_user"];
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
    "/api/v1/users/{user_id}/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A user's ledger
         * @description Return what moved of the user's money, credit and paid time.
         */
        get: operations["list_user_ledger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a user's group
         * @description Return the group of a master or a linked user.
         */
        get: operations["read_links"];
        put?: never;
        /**
         * Link a user to a master
         * @description Let the master pay for the other from the next payment on.
         */
        post: operations["link_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/links/{sub_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Unlink a user from a master
         * @description Let the master pay for the other no longer; what is paid stays.
         */
        delete: operations["unlink_user"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/links/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What linking two users would come to
         * @description Return the warnings, and refuse what linking would refuse.
         */
        post: operations["preview_link"];
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
    "/api/v1/users/{user_id}/referrals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A user's part in referrals
         * @description Return who brought the user, and the latest whom the user brought.
         */
        get: operations["read_user_referrals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/waitlist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List who waits for a seat
         * @description Return everybody whose turn is not over.
         */
        get: operations["list_waitlist"];
        put?: never;
        /**
         * Join the waitlist
         * @description Put somebody in line for a plan that is sold out; their place comes by mail.
         *
         *         Customers call this without being signed in. The answer is the same for who is in line already.
         */
        post: operations["join_waitlist"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/waitlist/{wait_id}/offer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Offer a seat now
         * @description Offer somebody a free seat before their turn; those ahead stay where they are.
         */
        post: operations["offer_seat_now"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/waitlist/{wait_id}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove from the waitlist
         * @description Take somebody out of the line; a seat that was kept for them goes to the next one.
         */
        post: operations["remove_from_waitlist"];
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
         * AccountList
         * @description The accounts that can be read.
         */
        AccountList: {
            /** Items */
            items: components["schemas"]["AccountShape"][];
        };
        /**
         * AccountShape
         * @description How far an account's transactions were read, and what the last read saw.
         */
        AccountShape: {
            /** Account */
            account: string;
            /** Booked */
            booked: number;
            /** Error */
            error: string;
            /** Failed */
            failed: number;
            /** Is On */
            is_on: boolean;
            /** Is Reading */
            is_reading: boolean;
            /** Read */
            read: number;
            /** Read Until */
            read_until: string | null;
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
         * AgreementList
         * @description A user's recurring agreements.
         */
        AgreementList: {
            /** Items */
            items: components["schemas"]["AgreementShape"][];
        };
        /**
         * AgreementShape
         * @description A recurring agreement as the books have it.
         *
         *     `cancels_at` is when it ends if nobody resumes it, `grace_until` until when access goes on
         *     while a renewal is unpaid, `credit_ahead` what store credit takes off the next charge.
         *     `can_change_plan` is whether its gateway reckons a change of plan by itself.
         */
        AgreementShape: {
            /** Can Change Plan */
            can_change_plan: boolean;
            /** Cancels At */
            cancels_at: string | null;
            credit_ahead: components["schemas"]["MoneyShape"] | null;
            /** Failed At */
            failed_at: string | null;
            /** Gateway */
            gateway: string;
            /** Grace Until */
            grace_until: string | null;
            /** Plan Id */
            plan_id: string;
            /** Plan Name */
            plan_name: string;
            price: components["schemas"]["MoneyShape"] | null;
            /** Ref */
            ref: string;
            /** Renews At */
            renews_at: string | null;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /** Status */
            status: string;
            /** User Id */
            user_id: string;
        };
        /**
         * Area
         * @description What part of the business it belongs to, in the order in which a site is set up.
         * @enum {string}
         */
        Area: "system" | "media" | "payments" | "sales" | "mail" | "work";
        /**
         * Assignment
         * @description Whom a payment belongs to and what it buys; `learns` lets the next one match by itself.
         */
        Assignment: {
            /**
             * Learns
             * @default false
             */
            learns?: boolean;
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
         * BoughtShape
         * @description What a payment would buy: time (the end is exclusive), and perhaps store credit.
         */
        BoughtShape: {
            credit: components["schemas"]["MoneyShape"] | null;
            /**
             * Ends At
             * Format: date-time
             */
            ends_at: string;
            /** Plan Id */
            plan_id: string;
            /** Plan Name */
            plan_name: string;
            /** Reason */
            reason: string;
            /**
             * Starts At
             * Format: date-time
             */
            starts_at: string;
            /** Terms */
            terms: number;
        };
        /**
         * Cancellation
         * @description When it ends: with the paid period, or at once; what was paid stays paid.
         */
        Cancellation: {
            /**
             * At Period End
             * @default true
             */
            at_period_end?: boolean;
        };
        /**
         * CheckShape
         * @description One dependency: how it fares, what to do, and on which page of the dashboard.
         *
         *     Whatever is not ok has a remedy and a link; `at` is the instant that the summary speaks of.
         */
        CheckShape: {
            area: components["schemas"]["Area"];
            /** At */
            at: string | null;
            /** Id */
            id: string;
            /** Link */
            link: string;
            /** Remedy */
            remedy: string;
            state: components["schemas"]["State"];
            /** Summary */
            summary: string;
            /** Title */
            title: string;
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
         * DayReportShape
         * @description How a day's transactions stand in the books; `since` to `until` (exclusive) is the day.
         *
         *     `earlier` counts what was paid before this site first read the account; it is in no row.
         */
        DayReportShape: {
            /** Account */
            account: string;
            /**
             * Day
             * Format: date
             */
            day: string;
            /** Differing */
            differing: number;
            /** Earlier */
            earlier: number;
            /** Is Final */
            is_final: boolean;
            /** Rows */
            rows: components["schemas"]["DayRow"][];
            /**
             * Since
             * Format: date-time
             */
            since: string;
            /** Statuses */
            statuses: {
                [key: string]: number;
            };
            /** Time Zone */
            time_zone: string;
            /** Totals */
            totals: components["schemas"]["DayTotal"][];
            /** Transactions */
            transactions: number;
            /**
             * Until
             * Format: date-time
             */
            until: string;
        };
        /**
         * DayRow
         * @description A transaction of the day, in minor units; null where one side does not have it.
         */
        DayRow: {
            /** At Gateway */
            at_gateway: number | null;
            /** Currency */
            currency: string;
            /** Difference */
            difference: string;
            /** External Id */
            external_id: string;
            /** In Ledger */
            in_ledger: number | null;
            /** Payments */
            payments: components["schemas"]["PaymentShape"][];
            /** Status */
            status: string;
        };
        /**
         * DayTotal
         * @description The money of the day in a currency, in minor units; the difference is what matters.
         */
        DayTotal: {
            /** At Gateway */
            at_gateway: number;
            /** Currency */
            currency: string;
            /** Difference */
            difference: number;
            /** In Ledger */
            in_ledger: number;
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
         * DiscountChange
         * @description The same for a code that exists.
         */
        DiscountChange: {
            /**
             * Allows Recurring
             * @default false
             */
            allows_recurring?: boolean;
            /** @default null */
            amount?: components["schemas"]["MoneyInput"] | null;
            /**
             * Email
             * @default
             */
            email?: string;
            /**
             * Expires At
             * @default null
             */
            expires_at?: string | null;
            /**
             * Is Active
             * @default true
             */
            is_active?: boolean;
            /**
             * Max Uses
             * @default null
             */
            max_uses?: number | null;
            /**
             * Percent
             * @default null
             */
            percent?: string | null;
            /** Version */
            version: number;
        };
        /**
         * DiscountList
         * @description Discount codes by their text.
         */
        DiscountList: {
            /** Items */
            items: components["schemas"]["DiscountShape"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * DiscountShape
         * @description A code that takes a share or an amount off a plan's price.
         *
         *     `used` counts paid orders, `promised` those that await payment.
         */
        DiscountShape: {
            /** Allows Recurring */
            allows_recurring: boolean;
            amount: components["schemas"]["MoneyShape"] | null;
            /** Code */
            code: string;
            /** Created At */
            created_at: string | null;
            /** Email */
            email: string;
            /** Expires At */
            expires_at: string | null;
            /** Is Active */
            is_active: boolean;
            /** Max Uses */
            max_uses: number | null;
            /** Percent */
            percent: string | null;
            /** Promised */
            promised: number;
            /** Used */
            used: number;
            /** Version */
            version: number;
        };
        /**
         * DiscountUseList
         * @description Who used a code.
         */
        DiscountUseList: {
            /** Items */
            items: components["schemas"]["DiscountUseShape"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * DiscountUseShape
         * @description Who used a code, with which order.
         */
        DiscountUseShape: {
            /** Order Id */
            order_id: string;
            /**
             * Used At
             * Format: date-time
             */
            used_at: string;
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
         * @description One stream as it was when a decision fell; whose, where several people share a limit.
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
            /** User Id */
            user_id: string | null;
            /**
             * User Label
             * @default
             */
            user_label?: string;
            /** Why */
            why: string;
        };
        /**
         * ExpiryPolicy
         * @description What a person keeps between the end of the paid time and the deletion.
         * @enum {string}
         */
        ExpiryPolicy: "remove" | "restrict";
        /**
         * ExpiryShape
         * @description What becomes of people whose paid time ended.
         */
        ExpiryShape: {
            /** Delete After Days */
            delete_after_days: number;
            policy: components["schemas"]["ExpiryPolicy"];
            /** Restrict Groups */
            restrict_groups: string[];
            /** Version */
            version: number;
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
         * HealthShape
         * @description Every dependency, area by area; `state` is the most urgent of all.
         */
        HealthShape: {
            /** Items */
            items: components["schemas"]["CheckShape"][];
            /**
             * Now
             * Format: date-time
             */
            now: string;
            state: components["schemas"]["State"];
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
         * JoinInput
         * @description What somebody fills in to wait for a seat; either Plex user name or address is needed.
         */
        JoinInput: {
            /** Email */
            email: string;
            /**
             * Location Id
             * @default null
             */
            location_id?: string | null;
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
            /** Plan Id */
            plan_id: string;
            /**
             * Referral Code
             * @default
             */
            referral_code?: string;
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
         * LineShape
         * @description A line of the ledger: money that moved, store credit, and seconds of paid time.
         */
        LineShape: {
            /** Actor */
            actor: string;
            /**
             * At
             * Format: date-time
             */
            at: string;
            credit: components["schemas"]["MoneyShape"] | null;
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            money: components["schemas"]["MoneyShape"] | null;
            /** Seconds */
            seconds: number;
            /** User Id */
            user_id: string | null;
            /** User Label */
            user_label: string;
            /** Why */
            why: string;
        };
        /**
         * LinkedGroup
         * @description A master, the linked users, and what does not fit, in sentences.
         */
        LinkedGroup: {
            master: components["schemas"]["LinkedMember"];
            /** Subs */
            subs: components["schemas"]["LinkedMember"][];
            /** Warnings */
            warnings: string[];
        };
        /**
         * LinkedGroupList
         * @description Groups, the last changed first.
         */
        LinkedGroupList: {
            /** Items */
            items: components["schemas"]["LinkedGroup"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * LinkedMember
         * @description Somebody of a group; with `is_left_out` paid time, but no access until invited by hand.
         */
        LinkedMember: {
            /** Is Left Out */
            is_left_out: boolean;
            /** Label */
            label: string;
            /** Paid Until */
            paid_until: string | null;
            /** Plan Name */
            plan_name: string;
            /** Standing */
            standing: string;
            /** User Id */
            user_id: string;
        };
        /**
         * LinkInput
         * @description Whom the master is to pay for.
         */
        LinkInput: {
            /** Sub Id */
            sub_id: string;
        };
        /**
         * LinkPreview
         * @description What would not fit if the two were linked, in sentences.
         */
        LinkPreview: {
            /** Warnings */
            warnings: string[];
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
         * NewDiscount
         * @description The same with the code itself, which stays.
         */
        NewDiscount: {
            /**
             * Allows Recurring
             * @default false
             */
            allows_recurring?: boolean;
            /** @default null */
            amount?: components["schemas"]["MoneyInput"] | null;
            /** Code */
            code: string;
            /**
             * Email
             * @default
             */
            email?: string;
            /**
             * Expires At
             * @default null
             */
            expires_at?: string | null;
            /**
             * Is Active
             * @default true
             */
            is_active?: boolean;
            /**
             * Max Uses
             * @default null
             */
            max_uses?: number | null;
            /**
             * Percent
             * @default null
             */
            percent?: string | null;
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
         * Offers
         * @description What gateways call the plan, so that it can be paid again and again; empty: not there.
         */
        Offers: {
            /**
             * Paypal
             * @default
             */
            paypal?: string;
            /**
             * Stripe
             * @default
             */
            stripe?: string;
        };
        /**
         * OfferShape
         * @description What a gateway charges for a plan; `difference` says how it differs, if it does.
         */
        OfferShape: {
            /** Difference */
            difference: string;
            /** Gateway */
            gateway: string;
            /** Offer Ref */
            offer_ref: string;
        };
        /**
         * OrderShape
         * @description The checkout that the payment came from.
         */
        OrderShape: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Discount Code */
            discount_code: string;
            /** Email */
            email: string;
            /** Id */
            id: string;
            /** Mode */
            mode: string;
            /** Name */
            name: string;
            /** Plan Name */
            plan_name: string;
            price: components["schemas"]["MoneyShape"];
            /** Status */
            status: string;
        };
        /**
         * OtherAmounts
         * @description What an amount buys that is no multiple of the plan's price.
         * @enum {string}
         */
        OtherAmounts: "review" | "days" | "credit";
        /**
         * OutlookShape
         * @description What happens when if nothing is paid: access ends, the person leaves, or has left.
         *
         *     Between the end and the deletion the libraries of the groups in `keeps` stay shared.
         */
        OutlookShape: {
            /** Deleted At */
            deleted_at: string | null;
            /** Deletes At */
            deletes_at: string | null;
            /** Ends At */
            ends_at: string | null;
            /** Keeps */
            keeps: string[];
        };
        /**
         * OverviewShape
         * @description The site at a glance; `shop_notice` says why nothing can be bought, empty when it can.
         *
         *     `at_least` names the figures that were cut, so that the truth may be higher.
         */
        OverviewShape: {
            /** Active Users */
            active_users: number;
            /** At Least */
            at_least: string[];
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
            /** Trial Users */
            trial_users: number;
            /** Users Ending Soon */
            users_ending_soon: number;
            /** Webhooks Refused 7 Days */
            webhooks_refused_7_days: number;
        };
        /**
         * PartList
         * @description The parts of a payment, by sequence number.
         */
        PartList: {
            /** Items */
            items: components["schemas"]["PaymentShape"][];
        };
        /**
         * PartShape
         * @description What one part of a run would do; `is_cut` when there is more than was looked at.
         */
        PartShape: {
            /** Counts */
            counts: {
                [key: string]: number;
            };
            /** Is Cut */
            is_cut: boolean;
            /** Name */
            name: string;
            /** Note */
            note: string;
            /** Steps */
            steps: components["schemas"]["StepShape"][];
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
         * PaymentSettingsShape
         * @description How the site sells, and what it does when money goes another way than asked.
         */
        PaymentSettingsShape: {
            dispute_policy: components["schemas"]["ReversalPolicy"];
            /** Grace Days */
            grace_days: number;
            /** Once Enabled */
            once_enabled: boolean;
            other_amounts: components["schemas"]["OtherAmounts"];
            provisioning_policy: components["schemas"]["ProvisioningPolicy"];
            /** Recurring Enabled */
            recurring_enabled: boolean;
            /**
             * Refund Policy
             * @enum {string}
             */
            refund_policy: "keep" | "shorten" | "revoke";
            /** Version */
            version: number;
        };
        /**
         * PaymentShape
         * @description A payment in the books.
         *
         *     `left` is what was received and not given back; of a transaction in `parts`, `amount` and all
         *     else is this part's. `candidates` may have paid it while it is unmatched. `master_id` is who
         *     paid it for a group, in which the parts after the first come along without money.
         */
        PaymentShape: {
            amount: components["schemas"]["MoneyShape"];
            /** Attention */
            attention: string;
            /** Candidates */
            candidates: components["schemas"]["PersonShape"][];
            credit: components["schemas"]["MoneyShape"] | null;
            /** Dispute */
            dispute: string;
            /** Ends At */
            ends_at: string | null;
            /** External Id */
            external_id: string;
            /** Gateway */
            gateway: string;
            /** Id */
            id: string;
            kept_as_credit: components["schemas"]["MoneyShape"] | null;
            left: components["schemas"]["MoneyShape"];
            /** Master Id */
            master_id: string | null;
            /** Notes */
            notes: string;
            /** Order Id */
            order_id: string | null;
            /**
             * Paid At
             * Format: date-time
             */
            paid_at: string;
            /** Parts */
            parts: number;
            /** Payer Email */
            payer_email: string;
            /** Payer Name */
            payer_name: string;
            /** Plan Id */
            plan_id: string | null;
            /** Plan Name */
            plan_name: string;
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            refunded: components["schemas"]["MoneyShape"] | null;
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
         * PayPalInput
         * @description The primary PayPal account; secrets that are null stay as they are.
         */
        PayPalInput: {
            /** Checkout Enabled */
            checkout_enabled: boolean;
            /** Client Id */
            client_id: string;
            /**
             * Client Secret
             * @default null
             */
            client_secret?: string | null;
            /** Enabled */
            enabled: boolean;
            /** Is Business */
            is_business: boolean;
            mode: components["schemas"]["PayPalMode"];
            /**
             * Nvp Password
             * @default null
             */
            nvp_password?: string | null;
            /**
             * Nvp Signature
             * @default null
             */
            nvp_signature?: string | null;
            /** Nvp Username */
            nvp_username: string;
            reads_by: components["schemas"]["PayPalReading"];
            /** Recurring Enabled */
            recurring_enabled: boolean;
            /** Sync Enabled */
            sync_enabled: boolean;
            /** Version */
            version: number;
            /** Webhook Id */
            webhook_id: string;
        };
        /**
         * PayPalMode
         * @description Which of PayPal's two worlds credentials belong to.
         * @enum {string}
         */
        PayPalMode: "sandbox" | "live";
        /**
         * PayPalReading
         * @description By which of PayPal's interfaces transactions are read; NVP shows them sooner.
         * @enum {string}
         */
        PayPalReading: "rest" | "nvp";
        /**
         * PayPalShape
         * @description The primary PayPal account, without its secrets.
         */
        PayPalShape: {
            /** Checkout Enabled */
            checkout_enabled: boolean;
            /** Client Id */
            client_id: string;
            client_secret: components["schemas"]["SecretShape"];
            /** Enabled */
            enabled: boolean;
            /** Is Business */
            is_business: boolean;
            mode: components["schemas"]["PayPalMode"];
            nvp_password: components["schemas"]["SecretShape"];
            nvp_signature: components["schemas"]["SecretShape"];
            /** Nvp Username */
            nvp_username: string;
            reads_by: components["schemas"]["PayPalReading"];
            /** Recurring Enabled */
            recurring_enabled: boolean;
            /** Sync Enabled */
            sync_enabled: boolean;
            /** Version */
            version: number;
            /** Webhook Events */
            webhook_events: string[];
            /** Webhook Id */
            webhook_id: string;
            /** Webhook Url */
            webhook_url: string;
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
            /** Is Trial */
            is_trial: boolean;
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
         * PersonShape
         * @description Somebody by id and name.
         */
        PersonShape: {
            /** Id */
            id: string;
            /** Label */
            label: string;
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
            /**
             * Max Sub Accounts
             * @default 0
             */
            max_sub_accounts?: number;
            /** Name */
            name: string;
            offers?: components["schemas"]["Offers"];
            price: components["schemas"]["MoneyInput"];
            /**
             * Shares Limit
             * @default false
             */
            shares_limit?: boolean;
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
            /**
             * Max Sub Accounts
             * @default 0
             */
            max_sub_accounts?: number;
            /** Name */
            name: string;
            offers?: components["schemas"]["Offers"];
            price: components["schemas"]["MoneyInput"];
            /**
             * Shares Limit
             * @default false
             */
            shares_limit?: boolean;
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
         * PlannedMailShape
         * @description A mail as it would go out.
         */
        PlannedMailShape: {
            /** Subject */
            subject: string;
            /** Text */
            text: string;
            /** To */
            to: string;
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
            /** Max Sub Accounts */
            max_sub_accounts: number;
            /** Name */
            name: string;
            offers: components["schemas"]["Offers"];
            price: components["schemas"]["MoneyShape"];
            /** Shares Limit */
            shares_limit: boolean;
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
         * PlisioInput
         * @description The Plisio account; a key that is null stays as it is.
         */
        PlisioInput: {
            /** Accepts */
            accepts: string[];
            /** Checkout Enabled */
            checkout_enabled: boolean;
            /** Enabled */
            enabled: boolean;
            /**
             * Secret Key
             * @default null
             */
            secret_key?: string | null;
            /** Sync Enabled */
            sync_enabled: boolean;
            /** Version */
            version: number;
        };
        /**
         * PlisioShape
         * @description The Plisio account, without its secret key.
         */
        PlisioShape: {
            /** Accepts */
            accepts: string[];
            /** Callback Url */
            callback_url: string;
            /** Checkout Enabled */
            checkout_enabled: boolean;
            /** Enabled */
            enabled: boolean;
            secret_key: components["schemas"]["SecretShape"];
            /** Sync Enabled */
            sync_enabled: boolean;
            /** Version */
            version: number;
        };
        /**
         * PreviewInput
         * @description For whom and which plan to show what the payment, or so much of it, would buy.
         */
        PreviewInput: {
            /** @default null */
            amount?: components["schemas"]["MoneyInput"] | null;
            /** Plan Id */
            plan_id: string;
            /** User Id */
            user_id: string;
        };
        /**
         * ProvisioningPolicy
         * @description What becomes of a payment whose access could not be given.
         *
         *     With *hold* its paid time begins when access is given, with *credit* the amount becomes the
         *     customer's store credit, with *refund* it goes back through the gateway.
         * @enum {string}
         */
        ProvisioningPolicy: "hold" | "credit" | "refund";
        /**
         * Reason
         * @description Why something is done; the audit log keeps it.
         */
        Reason: {
            /** Why */
            why: string;
        };
        /**
         * Reassignment
         * @description Whom a payment belongs to instead, and why it is moved.
         */
        Reassignment: {
            /**
             * Learns
             * @default false
             */
            learns?: boolean;
            /** Plan Id */
            plan_id: string;
            /** User Id */
            user_id: string;
            /** Why */
            why: string;
        };
        /**
         * ReceiptSettingsShape
         * @description What stands on receipts besides the payment.
         */
        ReceiptSettingsShape: {
            /** Address */
            address: string;
            /** Business Name */
            business_name: string;
            /** Footer */
            footer: string;
            /** Tax Line */
            tax_line: string;
            /** Version */
            version: number;
        };
        /**
         * ReferralList
         * @description Referrals, the latest first.
         */
        ReferralList: {
            /** Items */
            items: components["schemas"]["ReferralShape"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * ReferralSettingsChange
         * @description The same, to set; a bound of null is none.
         */
        ReferralSettingsChange: {
            /** Bonus Enabled */
            bonus_enabled: boolean;
            /** Codes Enabled */
            codes_enabled: boolean;
            /** @default null */
            maximum?: components["schemas"]["MoneyInput"] | null;
            /** @default null */
            minimum?: components["schemas"]["MoneyInput"] | null;
            /** Percent */
            percent: string;
            /** Version */
            version: number;
        };
        /**
         * ReferralSettingsShape
         * @description What referral codes do.
         */
        ReferralSettingsShape: {
            /** Bonus Enabled */
            bonus_enabled: boolean;
            /** Codes Enabled */
            codes_enabled: boolean;
            maximum: components["schemas"]["MoneyShape"] | null;
            minimum: components["schemas"]["MoneyShape"] | null;
            /** Percent */
            percent: string;
            /** Version */
            version: number;
        };
        /**
         * ReferralShape
         * @description Who came with whose code; `bonus` was due, `held` is what the referrer has of it now.
         */
        ReferralShape: {
            bonus: components["schemas"]["MoneyShape"] | null;
            /**
             * Came At
             * Format: date-time
             */
            came_at: string;
            /** Code */
            code: string;
            held: components["schemas"]["MoneyShape"] | null;
            referrer: components["schemas"]["PersonShape"];
            /** Status */
            status: string;
            user: components["schemas"]["PersonShape"];
            /** Why */
            why: string;
        };
        /**
         * ReferralTotals
         * @description How many came, how that stands, and what referrers have of it, by currency.
         *
         *     Not `is_complete` when only the latest were counted.
         */
        ReferralTotals: {
            /** Bonuses */
            bonuses: components["schemas"]["MoneyShape"][];
            /** Granted */
            granted: number;
            /** Is Complete */
            is_complete: boolean;
            /** People */
            people: number;
            /** Refused */
            refused: number;
            /** Taken Back */
            taken_back: number;
            /** Waiting */
            waiting: number;
        };
        /**
         * RefundInput
         * @description How much to give back (all that is left, if null) of the payment in this version.
         */
        RefundInput: {
            /** @default null */
            amount?: components["schemas"]["MoneyInput"] | null;
            /** Version */
            version: number;
        };
        /**
         * RefundPartShape
         * @description What a refund does to one part of the payment.
         */
        RefundPartShape: {
            amount: components["schemas"]["MoneyShape"];
            /** Ends At */
            ends_at: string | null;
            payment: components["schemas"]["PaymentShape"];
            /** Text */
            text: string;
        };
        /**
         * RefundPreviewShape
         * @description What a refund would take; nothing was done.
         */
        RefundPreviewShape: {
            amount: components["schemas"]["MoneyShape"];
            left: components["schemas"]["MoneyShape"];
            /** Parts */
            parts: components["schemas"]["RefundPartShape"][];
        };
        /**
         * RefundQuestion
         * @description How much would be given back; all that is left, if null.
         */
        RefundQuestion: {
            /** @default null */
            amount?: components["schemas"]["MoneyInput"] | null;
        };
        /**
         * RegistrationSettingsShape
         * @description Who may become a customer.
         */
        RegistrationSettingsShape: {
            /** Enabled */
            enabled: boolean;
            /** Is Public */
            is_public: boolean;
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
         * RenewalChangeInput
         * @description Which plan to change to, with the figures that were shown.
         */
        RenewalChangeInput: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            charge: components["schemas"]["MoneyInput"];
            /** Plan Id */
            plan_id: string;
        };
        /**
         * RenewalChangeQuestion
         * @description Which plan to change to.
         */
        RenewalChangeQuestion: {
            /** Plan Id */
            plan_id: string;
        };
        /**
         * RenewalChangeShape
         * @description What the gateway would charge or credit for the change as of `at`; nothing was done.
         *
         *     `credit` stays at the gateway and reduces the next charges; the paid time runs until `until`.
         */
        RenewalChangeShape: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            charge: components["schemas"]["MoneyShape"];
            credit: components["schemas"]["MoneyShape"];
            /** Plan Id */
            plan_id: string;
            /**
             * Until
             * Format: date-time
             */
            until: string;
        };
        /**
         * ReversalPolicy
         * @description What becomes of the access that money bought when the money goes back.
         *
         *     *Keep* leaves it, *shorten* takes the time that is not paid any more, *revoke* ends it at once,
         *     *hold* ends it at once and gives the rest back when the dispute is won.
         * @enum {string}
         */
        ReversalPolicy: "keep" | "shorten" | "revoke" | "hold";
        /**
         * RunPreview
         * @description What a run would do at this instant; nothing was done.
         */
        RunPreview: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Name */
            name: string;
            /** Parts */
            parts: components["schemas"]["PartShape"][];
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
         * SecondPayPalInput
         * @description The secondary PayPal account; secrets that are null stay as they are.
         */
        SecondPayPalInput: {
            /** Client Id */
            client_id: string;
            /**
             * Client Secret
             * @default null
             */
            client_secret?: string | null;
            /** Enabled */
            enabled: boolean;
            mode: components["schemas"]["PayPalMode"];
            /**
             * Nvp Password
             * @default null
             */
            nvp_password?: string | null;
            /**
             * Nvp Signature
             * @default null
             */
            nvp_signature?: string | null;
            /** Nvp Username */
            nvp_username: string;
            reads_by: components["schemas"]["PayPalReading"];
            /** Sync Enabled */
            sync_enabled: boolean;
            /** Version */
            version: number;
        };
        /**
         * SecondPayPalShape
         * @description The secondary PayPal account, which is only read, without its secrets.
         */
        SecondPayPalShape: {
            /** Client Id */
            client_id: string;
            client_secret: components["schemas"]["SecretShape"];
            /** Enabled */
            enabled: boolean;
            mode: components["schemas"]["PayPalMode"];
            nvp_password: components["schemas"]["SecretShape"];
            nvp_signature: components["schemas"]["SecretShape"];
            /** Nvp Username */
            nvp_username: string;
            reads_by: components["schemas"]["PayPalReading"];
            /** Sync Enabled */
            sync_enabled: boolean;
            /** Version */
            version: number;
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
            /**
             * Allows Trials
             * @default false
             */
            allows_trials?: boolean;
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
            /** Allows Trials */
            allows_trials: boolean;
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
            /** Allows Trials */
            allows_trials: boolean;
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
         * ShareInput
         * @description Who gets which part of a payment, for which plan.
         */
        ShareInput: {
            amount: components["schemas"]["MoneyInput"];
            /** Plan Id */
            plan_id: string;
            /** User Id */
            user_id: string;
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
         * SplitInput
         * @description Among whom a payment is shared out.
         */
        SplitInput: {
            /** Shares */
            shares: components["schemas"]["ShareInput"][];
        };
        /**
         * State
         * @description How something fares; the order is that of urgency.
         * @enum {string}
         */
        State: "broken" | "attention" | "not_set_up" | "ok";
        /**
         * StepShape
         * @description One thing that a run would do: to what or whom, why, and what it changes, a line each.
         */
        StepShape: {
            /** About */
            about: string;
            /** Action */
            action: string;
            /** Changes */
            changes: string[];
            mail: components["schemas"]["PlannedMailShape"] | null;
            /** User Id */
            user_id: string | null;
            /** User Label */
            user_label: string;
            /** Why */
            why: string;
        };
        /**
         * StoryShape
         * @description Everything about a payment; lists are oldest first.
         */
        StoryShape: {
            /** Audit */
            audit: components["schemas"]["AuditShape"][];
            /** Ledger */
            ledger: components["schemas"]["LineShape"][];
            order: components["schemas"]["OrderShape"] | null;
            /** Parts */
            parts: components["schemas"]["PaymentShape"][];
            payment: components["schemas"]["PaymentShape"];
            /** Webhooks */
            webhooks: components["schemas"]["WebhookShape"][];
        };
        /**
         * StripeInput
         * @description The Stripe account; what is null stays as it is.
         */
        StripeInput: {
            /** Checkout Enabled */
            checkout_enabled: boolean;
            /** Enabled */
            enabled: boolean;
            /** Publishable Key */
            publishable_key: string;
            /**
             * Recurring Enabled
             * @default null
             */
            recurring_enabled?: boolean | null;
            /**
             * Secret Key
             * @default null
             */
            secret_key?: string | null;
            /**
             * Sync Enabled
             * @default null
             */
            sync_enabled?: boolean | null;
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
            /** Recurring Enabled */
            recurring_enabled: boolean;
            secret_key: components["schemas"]["SecretShape"];
            /** Sync Enabled */
            sync_enabled: boolean;
            /** Version */
            version: number;
            /** Webhook Events */
            webhook_events: string[];
            webhook_secret: components["schemas"]["SecretShape"];
            /** Webhook Url */
            webhook_url: string;
        };
        /**
         * SuggestionList
         * @description Who may have paid, the likeliest first.
         */
        SuggestionList: {
            /** Items */
            items: components["schemas"]["SuggestionShape"][];
        };
        /**
         * SuggestionShape
         * @description Somebody who may have paid, why, and what it would buy of their last plan.
         */
        SuggestionShape: {
            buys: components["schemas"]["BoughtShape"] | null;
            /** Reasons */
            reasons: string[];
            /** User Email */
            user_email: string;
            /** User Id */
            user_id: string;
            /** User Label */
            user_label: string;
            /** Weight */
            weight: number;
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
         * SyncShape
         * @description What a read came to, by outcome.
         */
        SyncShape: {
            /** Counts */
            counts: {
                [key: string]: number;
            };
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
         * TrialSettingsInput
         * @description Whether there are trials, who must take one, and how many people may at a time.
         */
        TrialSettingsInput: {
            /** Enabled */
            enabled: boolean;
            /** Forced */
            forced: boolean;
            /** Max Users */
            max_users: number;
            /** Version */
            version: number;
        };
        /**
         * TrialSettingsShape
         * @description The same, with what trials need besides: the names of plans and of servers for them.
         */
        TrialSettingsShape: {
            /** Enabled */
            enabled: boolean;
            /** Forced */
            forced: boolean;
            /** Max Users */
            max_users: number;
            /** Plans */
            plans: string[];
            /** Servers */
            servers: string[];
            /** Version */
            version: number;
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
             * Must Change Media
             * @default false
             */
            must_change_media?: boolean;
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
             * Paypal Email
             * @default
             */
            paypal_email?: string;
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
            /** Is Trial */
            is_trial: boolean;
            /**
             * Joined At
             * Format: date-time
             */
            joined_at: string;
            /** Label */
            label: string;
            /** Last Server Name */
            last_server_name: string;
            media: components["schemas"]["MediaShape"];
            /** Media Handle */
            media_handle: string;
            /** Must Change Media */
            must_change_media: boolean;
            /** Name */
            name: string;
            /** Notes */
            notes: string;
            outlook: components["schemas"]["OutlookShape"];
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
             * Must Change Media
             * @default false
             */
            must_change_media?: boolean;
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
             * Paypal Email
             * @default
             */
            paypal_email?: string;
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
         * UserLedger
         * @description Lines, the newest first, and the credit that they all add up to, by currency.
         */
        UserLedger: {
            /** Credit */
            credit: components["schemas"]["MoneyShape"][];
            /** Items */
            items: components["schemas"]["LineShape"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * UserLinks
         * @description The group in which somebody is, as master or linked user; none: in no group.
         */
        UserLinks: {
            group: components["schemas"]["LinkedGroup"] | null;
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
         * UserReferrals
         * @description A user's part in referrals: the own code (empty until shown), who brought them, whom they
         *
         *     brought.
         */
        UserReferrals: {
            /** Brought */
            brought: components["schemas"]["ReferralShape"][];
            came_by: components["schemas"]["ReferralShape"] | null;
            /** Code */
            code: string;
            totals: components["schemas"]["ReferralTotals"];
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
            /** Is Trial */
            is_trial: boolean;
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
        /**
         * WaitList
         * @description Everybody in line, whoever joined first standing first; it comes whole.
         */
        WaitList: {
            /** Items */
            items: components["schemas"]["WaitShape"][];
        };
        /**
         * WaitlistSettingsShape
         * @description Whether people can wait for a seat, and how many hours one is kept for them.
         */
        WaitlistSettingsShape: {
            /** Enabled */
            enabled: boolean;
            /** Offer Hours */
            offer_hours: number;
            /** Version */
            version: number;
        };
        /**
         * WaitShape
         * @description Somebody who waits for a seat in a plan, at one location if they chose one.
         *
         *     `place` is among those who wait for the same plan, 1 being the first, and null once a seat is
         *     offered. An offer keeps a seat on `server_id` until `offer_until`; `order_id` is what was begun
         *     with it.
         */
        WaitShape: {
            /** Email */
            email: string;
            /** Id */
            id: string;
            /**
             * Joined At
             * Format: date-time
             */
            joined_at: string;
            /** Location Id */
            location_id: string | null;
            /** Location Name */
            location_name: string;
            /** Media Name */
            media_name: string;
            /** Name */
            name: string;
            /** Offer Until */
            offer_until: string | null;
            /** Offers */
            offers: number;
            /** Order Id */
            order_id: string | null;
            /** Place */
            place: number | null;
            /** Plan Id */
            plan_id: string;
            /** Plan Name */
            plan_name: string;
            /** Server Id */
            server_id: string | null;
            /** Server Name */
            server_name: string;
            state: components["schemas"]["WaitState"];
            /** User Id */
            user_id: string | null;
        };
        /**
         * WaitState
         * @description Where somebody in the waitlist stands.
         *
         *     *Waiting* in line; *offered*: a seat is kept for them; *buying*: their order holds that seat.
         *     Then it is over: they were *served*, the offer *lapsed*, they *left*, or were *removed*.
         * @enum {string}
         */
        WaitState: "waiting" | "offered" | "buying" | "served" | "lapsed" | "left" | "removed";
        /**
         * WebhookShape
         * @description A webhook of the gateway about the payment, and what came of it.
         */
        WebhookShape: {
            /** Event Id */
            event_id: string;
            /** Kind */
            kind: string;
            /** Outcome */
            outcome: string;
            /**
             * Received At
             * Format: date-time
             */
            received_at: string;
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
    cancel_agreement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                gateway: string;
                ref: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Cancellation"];
            };
        };
        responses: {
            /**
             * @description A recurring agreement as the books have it.
             *
             *         `cancels_at` is when it ends if nobody resumes it, `grace_until` until when access goes on
             *         while a renewal is unpaid, `credit_ahead` what store credit takes off the next charge.
             *         `can_change_plan` is whether its gateway reckons a change of plan by itself.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgreementShape"];
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
    change_renewal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                gateway: string;
                ref: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenewalChangeInput"];
            };
        };
        responses: {
            /**
             * @description A recurring agreement as the books have it.
             *
             *         `cancels_at` is when it ends if nobody resumes it, `grace_until` until when access goes on
             *         while a renewal is unpaid, `credit_ahead` what store credit takes off the next charge.
             *         `can_change_plan` is whether its gateway reckons a change of plan by itself.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgreementShape"];
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
    preview_renewal_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                gateway: string;
                ref: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenewalChangeQuestion"];
            };
        };
        responses: {
            /**
             * @description What the gateway would charge or credit for the change as of `at`; nothing was done.
             *
             *         `credit` stays at the gateway and reduces the next charges; the paid time runs until `until`.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RenewalChangeShape"];
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
    resume_agreement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                gateway: string;
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description A recurring agreement as the books have it.
             *
             *         `cancels_at` is when it ends if nobody resumes it, `grace_until` until when access goes on
             *         while a renewal is unpaid, `credit_ahead` what store credit takes off the next charge.
             *         `can_change_plan` is whether its gateway reckons a change of plan by itself.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgreementShape"];
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
    list_discounts: {
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
            /** @description Discount codes by their text. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscountList"];
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
    add_discount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDiscount"];
            };
        };
        responses: {
            /**
             * @description A code that takes a share or an amount off a plan's price.
             *
             *         `used` counts paid orders, `promised` those that await payment.
             */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscountShape"];
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
    read_discount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description A code that takes a share or an amount off a plan's price.
             *
             *         `used` counts paid orders, `promised` those that await payment.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscountShape"];
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
    change_discount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DiscountChange"];
            };
        };
        responses: {
            /**
             * @description A code that takes a share or an amount off a plan's price.
             *
             *         `used` counts paid orders, `promised` those that await payment.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscountShape"];
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
    list_discount_uses: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who used a code. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscountUseList"];
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
    read_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every dependency, area by area; `state` is the most urgent of all. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthShape"];
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
    preview_job: {
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
            /** @description What a run would do at this instant; nothing was done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunPreview"];
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
    list_linked_users: {
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
            /** @description Groups, the last changed first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkedGroupList"];
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
            /**
             * @description The site at a glance; `shop_notice` says why nothing can be bought, empty when it can.
             *
             *         `at_least` names the figures that were cut, so that the truth may be higher.
             */
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
                minor?: number | null;
                person?: string;
                status?: ("settled" | "unmatched" | "held" | "refunded" | "dismissed") | null;
                subscription?: string;
                transaction?: string;
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
            /**
             * @description A payment in the books.
             *
             *         `left` is what was received and not given back; of a transaction in `parts`, `amount` and all
             *         else is this part's. `candidates` may have paid it while it is unmatched. `master_id` is who
             *         paid it for a group, in which the parts after the first come along without money.
             */
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
            /**
             * @description A payment in the books.
             *
             *         `left` is what was received and not given back; of a transaction in `parts`, `amount` and all
             *         else is this part's. `candidates` may have paid it while it is unmatched. `master_id` is who
             *         paid it for a group, in which the parts after the first come along without money.
             */
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
            /**
             * @description A payment in the books.
             *
             *         `left` is what was received and not given back; of a transaction in `parts`, `amount` and all
             *         else is this part's. `candidates` may have paid it while it is unmatched. `master_id` is who
             *         paid it for a group, in which the parts after the first come along without money.
             */
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
    bring_payment_back: {
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
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            /**
             * @description A payment in the books.
             *
             *         `left` is what was received and not given back; of a transaction in `parts`, `amount` and all
             *         else is this part's. `candidates` may have paid it while it is unmatched. `master_id` is who
             *         paid it for a group, in which the parts after the first come along without money.
             */
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
            /**
             * @description A payment in the books.
             *
             *         `left` is what was received and not given back; of a transaction in `parts`, `amount` and all
             *         else is this part's. `candidates` may have paid it while it is unmatched. `master_id` is who
             *         paid it for a group, in which the parts after the first come along without money.
             */
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
    dismiss_payment: {
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
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            /**
             * @description A payment in the books.
             *
             *         `left` is what was received and not given back; of a transaction in `parts`, `amount` and all
             *         else is this part's. `candidates` may have paid it while it is unmatched. `master_id` is who
             *         paid it for a group, in which the parts after the first come along without money.
             */
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
    download_evidence: {
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
            /** @description Nothing to send. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
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
    move_payment: {
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
                "application/json": components["schemas"]["Reassignment"];
            };
        };
        responses: {
            /**
             * @description A payment in the books.
             *
             *         `left` is what was received and not given back; of a transaction in `parts`, `amount` and all
             *         else is this part's. `candidates` may have paid it while it is unmatched. `master_id` is who
             *         paid it for a group, in which the parts after the first come along without money.
             */
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
    preview_assignment: {
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
                "application/json": components["schemas"]["PreviewInput"];
            };
        };
        responses: {
            /** @description What a payment would buy: time (the end is exclusive), and perhaps store credit. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BoughtShape"];
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
    refund_payment: {
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
                "application/json": components["schemas"]["RefundInput"];
            };
        };
        responses: {
            /**
             * @description A payment in the books.
             *
             *         `left` is what was received and not given back; of a transaction in `parts`, `amount` and all
             *         else is this part's. `candidates` may have paid it while it is unmatched. `master_id` is who
             *         paid it for a group, in which the parts after the first come along without money.
             */
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
    preview_refund: {
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
                "application/json": components["schemas"]["RefundQuestion"];
            };
        };
        responses: {
            /** @description What a refund would take; nothing was done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefundPreviewShape"];
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
    split_payment: {
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
                "application/json": components["schemas"]["SplitInput"];
            };
        };
        responses: {
            /** @description The parts of a payment, by sequence number. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartList"];
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
    read_payment_story: {
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
            /** @description Everything about a payment; lists are oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoryShape"];
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
    suggest_payers: {
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
            /** @description Who may have paid, the likeliest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuggestionList"];
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
    unassign_payment: {
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
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            /**
             * @description A payment in the books.
             *
             *         `left` is what was received and not given back; of a transaction in `parts`, `amount` and all
             *         else is this part's. `candidates` may have paid it while it is unmatched. `master_id` is who
             *         paid it for a group, in which the parts after the first come along without money.
             */
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
    list_payment_accounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The accounts that can be read. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountList"];
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
    sync_payment_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a read came to, by outcome. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncShape"];
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
    export_payments: {
        parameters: {
            query: {
                since: string;
                status?: ("settled" | "unmatched" | "held" | "refunded" | "dismissed") | null;
                until: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nothing to send. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
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
    reconcile_payments: {
        parameters: {
            query: {
                account: "stripe" | "paypal" | "paypal_secondary" | "plisio";
                day: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description How a day's transactions stand in the books; `since` to `until` (exclusive) is the day.
             *
             *         `earlier` counts what was paid before this site first read the account; it is in no row.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DayReportShape"];
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
    check_plan_offer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                gateway: string;
                plan_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a gateway charges for a plan; `difference` says how it differs, if it does. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfferShape"];
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
    make_plan_offer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                gateway: string;
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
    list_referrals: {
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
            /** @description Referrals, the latest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralList"];
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
    read_referral_totals: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description How many came, how that stands, and what referrers have of it, by currency.
             *
             *         Not `is_complete` when only the latest were counted.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralTotals"];
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
    preview_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a run would do at this instant; nothing was done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunPreview"];
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
    read_expiry_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What becomes of people whose paid time ended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExpiryShape"];
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
    change_expiry_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExpiryShape"];
            };
        };
        responses: {
            /** @description What becomes of people whose paid time ended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExpiryShape"];
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
    read_payment_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How the site sells, and what it does when money goes another way than asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentSettingsShape"];
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
    change_payment_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentSettingsShape"];
            };
        };
        responses: {
            /** @description How the site sells, and what it does when money goes another way than asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentSettingsShape"];
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
    read_paypal_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The primary PayPal account, without its secrets. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayPalShape"];
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
    change_paypal_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PayPalInput"];
            };
        };
        responses: {
            /** @description The primary PayPal account, without its secrets. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayPalShape"];
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
    read_second_paypal_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The secondary PayPal account, which is only read, without its secrets. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondPayPalShape"];
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
    change_second_paypal_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondPayPalInput"];
            };
        };
        responses: {
            /** @description The secondary PayPal account, which is only read, without its secrets. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondPayPalShape"];
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
    try_second_paypal: {
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
    try_paypal: {
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
    read_plisio_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The Plisio account, without its secret key. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlisioShape"];
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
    change_plisio_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlisioInput"];
            };
        };
        responses: {
            /** @description The Plisio account, without its secret key. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlisioShape"];
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
    try_plisio: {
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
    read_receipt_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What stands on receipts besides the payment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiptSettingsShape"];
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
    change_receipt_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReceiptSettingsShape"];
            };
        };
        responses: {
            /** @description What stands on receipts besides the payment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiptSettingsShape"];
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
    read_referral_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What referral codes do. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralSettingsShape"];
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
    change_referral_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReferralSettingsChange"];
            };
        };
        responses: {
            /** @description What referral codes do. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralSettingsShape"];
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
    read_registration_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who may become a customer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegistrationSettingsShape"];
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
    change_registration_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegistrationSettingsShape"];
            };
        };
        responses: {
            /** @description Who may become a customer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegistrationSettingsShape"];
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
    read_trial_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The same, with what trials need besides: the names of plans and of servers for them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrialSettingsShape"];
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
    change_trial_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TrialSettingsInput"];
            };
        };
        responses: {
            /** @description The same, with what trials need besides: the names of plans and of servers for them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrialSettingsShape"];
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
    read_waitlist_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether people can wait for a seat, and how many hours one is kept for them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaitlistSettingsShape"];
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
    change_waitlist_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WaitlistSettingsShape"];
            };
        };
        responses: {
            /** @description Whether people can wait for a seat, and how many hours one is kept for them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaitlistSettingsShape"];
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
    list_user_agreements: {
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
            /** @description A user's recurring agreements. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgreementList"];
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
    invite_user: {
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
    list_user_ledger: {
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
            /** @description Lines, the newest first, and the credit that they all add up to, by currency. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserLedger"];
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
    read_links: {
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
            /** @description The group in which somebody is, as master or linked user; none: in no group. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserLinks"];
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
    link_user: {
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
                "application/json": components["schemas"]["LinkInput"];
            };
        };
        responses: {
            /** @description The group in which somebody is, as master or linked user; none: in no group. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserLinks"];
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
    unlink_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sub_id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The group in which somebody is, as master or linked user; none: in no group. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserLinks"];
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
    preview_link: {
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
                "application/json": components["schemas"]["LinkInput"];
            };
        };
        responses: {
            /** @description What would not fit if the two were linked, in sentences. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkPreview"];
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
    read_user_referrals: {
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
            /**
             * @description A user's part in referrals: the own code (empty until shown), who brought them, whom they
             *
             *         brought.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserReferrals"];
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
    list_waitlist: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Everybody in line, whoever joined first standing first; it comes whole. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaitList"];
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
    join_waitlist: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JoinInput"];
            };
        };
        responses: {
            /** @description The call did what it says. */
            202: {
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
    offer_seat_now: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                wait_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description Somebody who waits for a seat in a plan, at one location if they chose one.
             *
             *         `place` is among those who wait for the same plan, 1 being the first, and null once a seat is
             *         offered. An offer keeps a seat on `server_id` until `offer_until`; `order_id` is what was begun
             *         with it.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaitShape"];
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
    remove_from_waitlist: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                wait_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description Somebody who waits for a seat in a plan, at one location if they chose one.
             *
             *         `place` is among those who wait for the same plan, 1 being the first, and null once a seat is
             *         offered. An offer keeps a seat on `server_id` until `offer_until`; `order_id` is what was begun
             *         with it.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaitShape"];
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
