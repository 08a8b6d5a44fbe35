/*
 * The obstacles that are known by name. A rule holds when all it says is true of an answer; the first
 * one that holds counts. Rules for the site itself come before those for what stands before it: a
 * page about maintenance is that, whatever network it came through.
 *
 * Marks are those of the pages that the products send. Text that may occur in an article is only
 * looked for in answers with an error status, or together with something else.
 */
#include "blocker.h"
#include "digest/buf.h"
#include "html_links.h"

/* Bytes of a page that are looked through; such pages are short. */
#define LOOKED_AT ((size_t)64 << 10)

/* Bytes of a page of a domain that nobody uses: more is a site that writes about such things. */
#define SMALL ((size_t)32 << 10)

enum when {
    ALWAYS,
    REFUSED,    /* the statuses that firewalls use; not 404, whose page is the site's */
    FAILING,    /* 5xx */
    OFF_ORIGIN, /* Cloudflare's own */
};

struct rule {
    enum answer kind;
    enum remedy remedy;
    enum when when;
    int status;         /* this one only; 0 is any */
    bool small;         /* pages of at most SMALL bytes */
    const char *header; /* that must be there… */
    const char *value;  /* …and hold this; null: any value */
    const char *title;  /* that the page's title must begin with */
    const char *body;   /* that the page must hold */
    const char *what;
};

/* All texts in lower case. */
static const struct rule rules[] = {
    /* WordPress and its server */
    {ANSWER_DOWN, REMEDY_LATER, .body = "briefly unavailable for scheduled maintenance",
     .what = "WordPress is in maintenance mode: it is being updated"},
    {ANSWER_DOWN, REMEDY_OWNER, .when = FAILING, .body = "error establishing a database connection",
     .what = "WordPress cannot reach its database"},
    {ANSWER_DOWN, REMEDY_OWNER, .title = "database error",
     .what = "WordPress cannot reach its database"},
    {ANSWER_DOWN, REMEDY_OWNER, .body = "there has been a critical error on ", .when = FAILING,
     .what = "WordPress has failed: a fatal PHP error"},
    {ANSWER_DOWN, REMEDY_OWNER, .body = "the site is experiencing technical difficulties",
     .when = FAILING, .what = "WordPress has failed: a fatal PHP error"},

    /* Plugins */
    {ANSWER_BLOCKED, REMEDY_ALLOW, .when = REFUSED, .body = "wordfence",
     .what = "the security plugin Wordfence blocks it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .when = REFUSED, .body = "ninjafirewall",
     .what = "the security plugin NinjaFirewall blocks it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .when = REFUSED, .body = "bulletproof security",
     .what = "the security plugin BulletProof Security blocks it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .when = REFUSED, .body = "cerber security",
     .what = "the security plugin WP Cerber blocks it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .when = REFUSED, .body = "all in one wp security",
     .what = "the security plugin All-In-One Security blocks it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .when = REFUSED, .body = "shield security",
     .what = "the security plugin Shield Security blocks it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .when = REFUSED, .body = "ithemes security",
     .what = "the security plugin Solid Security (iThemes) blocks it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .when = REFUSED, .body = "solid security",
     .what = "the security plugin Solid Security (iThemes) blocks it"},

    /* Networks before the site: their browser checks and firewalls */
    {ANSWER_BLOCKED, REMEDY_ALLOW, .header = "cf-mitigated",
     .what = "Cloudflare's browser check stands before it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .body = "_cf_chl_opt",
     .what = "Cloudflare's browser check stands before it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .title = "just a moment...",
     .what = "Cloudflare's browser check stands before it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .title = "attention required! | cloudflare",
     .what = "Cloudflare's firewall blocks it"},
    {ANSWER_DOWN, REMEDY_LATER, .when = OFF_ORIGIN, .header = "server", .value = "cloudflare",
     .what = "Cloudflare cannot reach the site's own server"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .header = "x-sucuri-block",
     .what = "the Sucuri firewall blocks it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .title = "sucuri website firewall",
     .what = "the Sucuri firewall blocks it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .body = "sucuri_cloudproxy_js",
     .what = "Sucuri's browser check stands before it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .when = REFUSED, .body = "sucuri website firewall",
     .what = "the Sucuri firewall blocks it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .when = REFUSED, .header = "server", .value = "akamaighost",
     .what = "Akamai's firewall blocks it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .when = REFUSED, .body = "errors.edgesuite.net",
     .what = "Akamai's firewall blocks it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .body = "sec-if-cpt-container",
     .what = "Akamai's browser check stands before it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .title = "ddos-guard", .what = "DDoS-Guard stands before it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .when = REFUSED, .header = "server", .value = "ddos-guard",
     .what = "DDoS-Guard blocks it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .body = "_incapsula_resource",
     .what = "Imperva (Incapsula) stands before it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .body = "incapsula incident id",
     .what = "Imperva (Incapsula) blocks it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .status = 403, .header = "x-iinfo",
     .what = "Imperva (Incapsula) blocks it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .header = "x-amzn-waf-action",
     .what = "AWS WAF stands before it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .body = "awswafcookiedomainlist",
     .what = "AWS WAF stands before it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .status = 403, .body = "generated by cloudfront (cloudfront)",
     .what = "AWS (CloudFront, WAF) blocks it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .body = "captcha-delivery.com",
     .what = "DataDome's browser check stands before it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .when = REFUSED, .body = "px-captcha",
     .what = "HUMAN's (PerimeterX) browser check stands before it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .header = "sg-captcha",
     .what = "SiteGround's browser check stands before it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .body = "/.well-known/sgcaptcha",
     .what = "SiteGround's browser check stands before it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .when = REFUSED, .body = "imunify360",
     .what = "Imunify360, the host's bot protection, blocks it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .title = "one moment, please...",
     .what = "the host's browser check stands before it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .title = "making sure you're not a bot!",
     .what = "Anubis's browser check stands before it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .header = "x-vercel-mitigated",
     .what = "Vercel's browser check stands before it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .title = "vercel security checkpoint",
     .what = "Vercel's browser check stands before it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .body = "/.lsrecap/recaptcha",
     .what = "LiteSpeed's captcha stands before it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .body = "slowaes.decrypt",
     .what = "the host's browser check stands before it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .when = REFUSED, .body = "mod_security",
     .what = "the server's firewall (ModSecurity) blocks it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .when = REFUSED, .body = "modsecurity",
     .what = "the server's firewall (ModSecurity) blocks it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .when = REFUSED, .title = "checking your browser",
     .what = "a browser check stands before it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .when = REFUSED, .body = "hcaptcha.com",
     .what = "a captcha stands before it"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .when = REFUSED, .body = "google.com/recaptcha",
     .what = "a captcha stands before it"},

    /* Logins */
    {ANSWER_BLOCKED, REMEDY_LOGIN, .status = 401, .header = "www-authenticate",
     .what = "the server wants a user name and a password (HTTP authentication)"},
    {ANSWER_BLOCKED, REMEDY_LOGIN, .body = "id=\"loginform\"",
     .what = "the WordPress login page came instead"},
    {ANSWER_BLOCKED, REMEDY_LOGIN, .title = "private site",
     .what = "the site is private: a login page came instead"},

    /* Sites that are not ready, not paid for, or not there */
    {ANSWER_DOWN, REMEDY_LATER, .status = 503, .body = "maintenance",
     .what = "the site is under maintenance"},
    {ANSWER_DOWN, REMEDY_LATER, .title = "maintenance", .what = "the site is under maintenance"},
    {ANSWER_DOWN, REMEDY_LATER, .title = "site maintenance",
     .what = "the site is under maintenance"},
    {ANSWER_DOWN, REMEDY_LATER, .title = "under maintenance",
     .what = "the site is under maintenance"},
    {ANSWER_DOWN, REMEDY_LATER, .title = "coming soon",
     .what = "the site only says \"coming soon\""},
    {ANSWER_DOWN, REMEDY_LATER, .title = "under construction",
     .what = "the site is under construction"},
    {ANSWER_DOWN, REMEDY_LATER, .status = 503, .body = "seedprod",
     .what = "the site only says \"coming soon\""},
    {ANSWER_FOREIGN, REMEDY_OWNER, .title = "account suspended",
     .what = "the hosting company has suspended the site"},
    {ANSWER_FOREIGN, REMEDY_OWNER, .small = true, .body = "/cgi-sys/suspendedpage.cgi",
     .what = "the hosting company has suspended the site"},
    {ANSWER_FOREIGN, REMEDY_OWNER, .small = true, .body = "this account has been suspended",
     .what = "the hosting company has suspended the site"},
    {ANSWER_DOWN, REMEDY_OWNER, .status = 509,
     .what = "the site has used up what its hosting allows it to transfer"},
    {ANSWER_FOREIGN, REMEDY_ADDRESS, .small = true, .body = "sedoparking.com",
     .what = "the domain is parked: nothing but advertisements are there"},
    {ANSWER_FOREIGN, REMEDY_ADDRESS, .small = true, .body = "parkingcrew.net",
     .what = "the domain is parked: nothing but advertisements are there"},
    {ANSWER_FOREIGN, REMEDY_ADDRESS, .small = true, .body = "bodis.com",
     .what = "the domain is parked: nothing but advertisements are there"},
    {ANSWER_FOREIGN, REMEDY_ADDRESS, .small = true, .body = "parklogic.com",
     .what = "the domain is parked: nothing but advertisements are there"},
    {ANSWER_FOREIGN, REMEDY_ADDRESS, .small = true, .body = "window.location.href=\"/lander\"",
     .what = "the domain is parked: nothing but advertisements are there"},
    {ANSWER_FOREIGN, REMEDY_ADDRESS, .small = true, .body = "this domain is parked",
     .what = "the domain is parked: nothing but advertisements are there"},
    {ANSWER_FOREIGN, REMEDY_ADDRESS, .small = true, .body = "this domain is for sale",
     .what = "the domain is for sale"},
    {ANSWER_FOREIGN, REMEDY_ADDRESS, .small = true, .body = "this domain name has expired",
     .what = "the domain's registration has expired"},
    {ANSWER_FOREIGN, REMEDY_ADDRESS, .title = "welcome to nginx!",
     .what = "an empty server: nothing is set up there"},
    {ANSWER_FOREIGN, REMEDY_ADDRESS, .title = "apache2 ",
     .what = "an empty server: nothing is set up there"},
    {ANSWER_FOREIGN, REMEDY_ADDRESS, .title = "iis windows server",
     .what = "an empty server: nothing is set up there"},
    {ANSWER_FOREIGN, REMEDY_ADDRESS, .status = 404, .body = "there isn't a github pages site here",
     .what = "no site has that address any more"},

    /* What only the network before the site tells: it comes last, since an error of the site looks
     * the same. */
    {ANSWER_DOWN, REMEDY_LATER, .status = 429, .what = "too many requests for the server's liking"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .status = 403, .header = "server", .value = "cloudflare",
     .what = "it is blocked by the CDN, Cloudflare"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .status = 503, .header = "server", .value = "cloudflare",
     .what = "it is blocked by the CDN, Cloudflare"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .status = 403, .header = "cf-ray",
     .what = "it is blocked by the CDN, Cloudflare"},
    {ANSWER_BLOCKED, REMEDY_ALLOW, .status = 503, .header = "cf-ray",
     .what = "it is blocked by the CDN, Cloudflare"},
};

/* What rules are held against, in lower case. */
struct page {
    const struct http_response *response;
    str title, body;
};

static str lower(struct arena *a, str s)
{
    char *copy = arena_alloc(a, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        copy[i] = (char)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] + 32 : s.p[i]);
    return (str){copy, s.n};
}

static bool header_holds(const struct rule *rule, struct arena *a,
                         const struct http_response *response)
{
    for (size_t i = 0; i < response->header_count; i++)
        if (str_is(response->headers[i].name, rule->header))
            return !rule->value ||
                   str_has(lower(a, response->headers[i].value), str_of(rule->value));
    return false;
}

static bool in_time(enum when when, int status)
{
    switch (when) {
    case ALWAYS: return true;
    case REFUSED:
        return status == 401 || status == 403 || status == 405 || status == 406 || status == 415 ||
               status == 418 || status == 429 || status == 503;
    case FAILING: return status >= 500 && status <= 599;
    case OFF_ORIGIN: break;
    }
    return status >= 520 && status <= 530;
}

static bool rule_holds(const struct rule *rule, struct arena *a, const struct page *page)
{
    int status = page->response->status;
    if (!in_time(rule->when, status) || (rule->status && rule->status != status))
        return false;
    if (rule->small && page->response->body.n > SMALL)
        return false;
    if (rule->header && !header_holds(rule, a, page->response))
        return false;
    if (rule->title && !str_starts(page->title, str_of(rule->title)))
        return false;
    return !rule->body || str_has(page->body, str_of(rule->body));
}

/* WordPress and its plugins lead to their login by a redirect. */
static bool leads_to_login(str url)
{
    return str_has(url, STR("/wp-login.php")) || str_has(url, STR("password-protected=login")) ||
           str_starts(url, STR("https://wordpress.com/log-in"));
}

bool blocker_find(struct finding *out, struct arena *a, const struct http_response *response)
{
    struct html_head head;
    str start = str_slice(buf_str(&response->body), 0, LOOKED_AT);
    html_head_read(&head, a, start, response->url, response->charset);
    struct page page = {response, lower(a, head.title), lower(a, start)};
    if (leads_to_login(response->url)) {
        *out = (struct finding){ANSWER_BLOCKED, REMEDY_LOGIN, STR("it leads to a login page")};
        return true;
    }
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        if (!rule_holds(&rules[i], a, &page))
            continue;
        *out = (struct finding){rules[i].kind, rules[i].remedy, str_of(rules[i].what)};
        return true;
    }
    return false;
}
